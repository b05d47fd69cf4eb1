//! Head counts and other whole numbers as providers write them.

use serde_json::Value;

/// The bounds of a range: "51-250", `c_00101_00250`, "10,001+", `c_10001_max`; `(n, Some(n))` for one number.
#[must_use]
pub fn employees(text: &str) -> Option<(u32, Option<u32>)> {
    let plain = text.replace([',', '\'', ' '], "");
    let is_open = plain.ends_with('+') || plain.ends_with("max");
    let numbers: Vec<u32> = plain
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .filter_map(|digits| digits.parse().ok())
        .collect();
    match *numbers.as_slice() {
        [least] if is_open => Some((least, None)),
        [exact] => Some((exact, Some(exact))),
        [least, most] if least <= most => Some((least, Some(most))),
        _ => None,
    }
}

/// A JSON number or text of digits as a whole number; fractions are cut, negatives and nonsense are `None`.
#[must_use]
pub fn whole_number(value: &Value) -> Option<u64> {
    match value {
        Value::Number(number) => number.as_u64().or_else(|| whole(number.as_f64()?)),
        Value::String(text) => {
            let plain = text.trim().replace(',', "");
            plain.parse().ok().or_else(|| whole(plain.parse().ok()?))
        }
        _ => None,
    }
}

fn whole(number: f64) -> Option<u64> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked")]
    let cut = (0.0..9e15).contains(&number).then_some(number as u64);
    cut
}

#[cfg(test)]
mod tests {
    use super::{employees, whole_number};
    use proptest::prelude::proptest;
    use serde_json::json;

    #[test]
    fn ranges_are_read() {
        for (text, range) in [
            ("51-250", (51, Some(250))),
            ("c_00101_00250", (101, Some(250))),
            ("c_10001_max", (10001, None)),
            ("10,001+", (10001, None)),
            ("240", (240, Some(240))),
        ] {
            assert_eq!(employees(text), Some(range), "{text}");
        }
        for text in ["", "many", "9-1", "1-2-3", "99999999999"] {
            assert_eq!(employees(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_come_in_many_types() {
        assert_eq!(whole_number(&json!(12)), Some(12));
        assert_eq!(whole_number(&json!(12.9)), Some(12));
        assert_eq!(whole_number(&json!("1,200")), Some(1200));
        for nonsense in [json!(-1), json!(null), json!("x"), json!(1e300), json!([])] {
            assert_eq!(whole_number(&nonsense), None);
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in "\\PC{0,40}") {
            let _ = employees(&text);
            let _ = whole_number(&json!(text));
        }
    }
}

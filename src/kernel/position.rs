//! Places in a list that can always be put between two others: short texts compared byte by byte.

use super::error::{Error, Result};

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// A position after `before` and before `after`; `None` is the end of the list on that side.
pub fn between(before: Option<&str>, after: Option<&str>) -> Result<String> {
    let low = digits(before.unwrap_or_default())?;
    let high = after.map(digits).transpose()?;
    if high.as_ref().is_some_and(|high| *high <= low) {
        return Err(Error::bug("positions out of order"));
    }
    let mut out = Vec::new();
    let mut high = high.as_deref();
    for at in 0.. {
        let floor = low.get(at).copied().unwrap_or(0);
        let ceiling = high.map_or(DIGITS.len(), |high| high.get(at).copied().unwrap_or(0));
        if ceiling > floor + 1 {
            out.push((floor + ceiling) / 2);
            break;
        }
        if ceiling > floor {
            // No room here: keep the lower digit; whatever follows is below the upper bound already.
            high = None;
        }
        out.push(floor);
    }
    Ok(out.into_iter().map(|digit| DIGITS[digit] as char).collect())
}

fn digits(text: &str) -> Result<Vec<usize>> {
    let digit = |byte: u8| DIGITS.iter().position(|d| *d == byte);
    let all: Option<Vec<_>> = text.bytes().map(digit).collect();
    all.ok_or_else(|| Error::bug("a position has an unknown digit"))
}

#[cfg(test)]
mod tests {
    use super::between;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_order_of_insertions_keeps_the_list_sorted(places in prop::collection::vec(any::<prop::sample::Index>(), 1..200)) {
            let mut list: Vec<String> = vec![];
            for place in places {
                let at = place.index(list.len() + 1);
                let before = at.checked_sub(1).map(|i| list[i].as_str());
                let new = between(before, list.get(at).map(String::as_str)).unwrap();
                list.insert(at, new);
            }
            prop_assert!(list.windows(2).all(|w| w[0] < w[1]), "{list:?}");
        }
    }

    #[test]
    fn appending_grows_slowly() {
        let mut last = None::<String>;
        for _ in 0..1_000 {
            last = Some(between(last.as_deref(), None).unwrap());
        }
        assert!(last.unwrap().len() < 220);
    }

    #[test]
    fn bounds_out_of_order_are_refused() {
        assert!(between(Some("b"), Some("a")).is_err());
        assert!(between(Some("a"), Some("a")).is_err());
    }
}

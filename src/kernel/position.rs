//! Places in a list that can always be put between two others: short texts compared byte by byte.
//!
//! A place is a fraction in base 62, without zeros at its end. At either end of the list places count up (or down) in steps
//! whose width grows, so that a million appended items still have short places; between two they halve the distance.

use super::error::{Error, Result};
use std::iter::repeat_n;

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const TOP: usize = DIGITS.len() - 1;

/// A position after `before` and before `after`; `None` is the end of the list on that side.
pub fn between(before: Option<&str>, after: Option<&str>) -> Result<String> {
    let low = before.map(digits).transpose()?;
    let high = after.map(digits).transpose()?;
    let new = match (low, high) {
        (None, None) => vec![DIGITS.len() / 2],
        (Some(low), None) => beyond(&low, TOP),
        (None, Some(high)) => beyond(&high, 0),
        (Some(low), Some(high)) if low < high => halfway(&low, &high),
        _ => return Err(Error::bug("positions out of order")),
    };
    Ok(new.into_iter().map(|digit| DIGITS[digit] as char).collect())
}

/// The place of an item of one list when that list is put behind a place: `after` + its own place.
///
/// Items so moved keep their order among themselves and all come after `after`, which must be a place itself.
#[must_use]
pub fn behind(after: &str, own: &str) -> String {
    format!("{after}{own}")
}

/// One step beyond the last place, towards `end` ([`TOP`] or 0). As many digits equal to `end` as lead the place, so wide
/// is the step's place: 60 places have one digit, the next 3,782 three, the next 238,000 five.
fn beyond(last: &[usize], end: usize) -> Vec<usize> {
    let level = last.iter().take_while(|digit| **digit == end).count();
    let mut body: Vec<usize> = (level..=level * 2).map(|at| last.get(at).copied().unwrap_or(0)).collect();
    let is_full = !step(&mut body, end) || body[0] == end;
    let mut new: Vec<usize> = repeat_n(end, level + usize::from(is_full)).collect();
    if is_full {
        let start = if end == TOP { 0 } else { TOP };
        new.extend(repeat_n(start, level + 1));
        new.push(if end == TOP { 1 } else { TOP });
    } else {
        new.extend(body);
    }
    while new.last() == Some(&0) {
        new.pop();
    }
    new
}

/// Counts one up or down; `false` when there was no room.
fn step(body: &mut [usize], end: usize) -> bool {
    for digit in body.iter_mut().rev() {
        if *digit != end {
            *digit = if end == TOP { *digit + 1 } else { *digit - 1 };
            return true;
        }
        *digit = TOP - end;
    }
    false
}

fn halfway(low: &[usize], high: &[usize]) -> Vec<usize> {
    let mut out = Vec::new();
    let mut high = Some(high);
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
    out
}

fn digits(text: &str) -> Result<Vec<usize>> {
    let digit = |byte: u8| DIGITS.iter().position(|d| *d == byte);
    let all: Option<Vec<_>> = text.bytes().map(digit).collect();
    all.filter(|digits| digits.last().is_some_and(|last| *last > 0))
        .ok_or_else(|| Error::bug("a position has an unknown digit, or ends in a zero"))
}

#[cfg(test)]
mod tests {
    use super::{behind, between};
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

        #[test]
        fn the_ends_of_any_list_can_be_passed(place in "[0-9A-Za-z]{0,8}[1-9A-Za-z]") {
            let (below, above) = (between(None, Some(&place)).unwrap(), between(Some(&place), None).unwrap());
            prop_assert!(below < place && place < above, "{below} {place} {above}");
            prop_assert!(!below.ends_with('0') && !above.ends_with('0'), "{below} {place} {above}");
        }
    }

    #[test]
    fn a_hundred_thousand_items_at_either_end_have_short_places() {
        let (mut first, mut last) = (between(None, None).unwrap(), between(None, None).unwrap());
        for _ in 0..100_000 {
            let (lower, higher) = (between(None, Some(&first)).unwrap(), between(Some(&last), None).unwrap());
            assert!(lower < first && last < higher, "{lower} {first} {last} {higher}");
            (first, last) = (lower, higher);
        }
        assert!(first.len() <= 5 && last.len() <= 5, "{first} {last}");
    }

    #[test]
    fn a_list_put_behind_another_keeps_its_order() {
        let own = ["1", "V", "VV", "z"].map(|place| behind("V", place));
        assert!(own.windows(2).all(|w| w[0] < w[1]) && own.iter().all(|place| place.as_str() > "V"));
    }

    #[test]
    fn bounds_out_of_order_are_refused() {
        assert!(between(Some("b"), Some("a")).is_err());
        assert!(between(Some("a"), Some("a")).is_err());
        assert!(between(Some("a0"), None).is_err());
    }
}

//! Words without their plural, so that "directors of operations" meets "director of operation".

use crate::crm::keys;

/// The singular of a folded English word, roughly; good for comparing, not for showing ("logistics" becomes "logistic").
#[must_use]
pub fn stem(word: &str) -> String {
    let cut = |n: usize| word.get(..word.len() - n).unwrap_or(word).to_owned();
    let ends = |tail: &str| word.len() > tail.len() + 1 && word.ends_with(tail);
    if ends("ies") && word.len() > 4 {
        format!("{}y", cut(3))
    } else if ["sses", "xes", "ches", "shes"].iter().any(|tail| ends(tail)) {
        cut(2)
    } else if ends("s") && !["ss", "us", "is"].iter().any(|tail| ends(tail)) {
        cut(1)
    } else {
        word.to_owned()
    }
}

/// The stems of a text's words.
#[must_use]
pub fn stems(text: &str) -> Vec<String> {
    keys::words(text).iter().map(|word| stem(word)).collect()
}

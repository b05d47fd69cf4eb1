//! Bounds for words from outside: people's, and a model's, which is trusted no more.

use std::collections::BTreeSet;

/// Most entries of any list of a profile.
pub(super) const LIST_MAX: usize = 25;
/// Most characters of an entry.
pub(super) const TEXT_MAX: usize = 80;
/// Most employees that make sense.
pub(super) const EMPLOYEES_MAX: u64 = 10_000_000;
/// Most US dollars that make sense.
pub(super) const DOLLARS_MAX: u64 = 10_000_000_000_000;

/// One line of visible text: no control, direction or zero-width characters, white space collapsed, at most [`TEXT_MAX`]
/// characters. `None` when no letter or digit is left.
pub(super) fn line(text: &str) -> Option<String> {
    let visible = |c: char| {
        let is_hidden = c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{ad}')
            || matches!(c, '\u{e0000}'..='\u{e007f}' | '\u{fe00}'..='\u{fe0f}');
        if c.is_whitespace() || is_hidden { ' ' } else { c }
    };
    let text: String = text.chars().take(TEXT_MAX * 4).map(visible).collect();
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(TEXT_MAX).collect();
    let line = line.trim_end().to_owned();
    line.chars().any(char::is_alphanumeric).then_some(line)
}

/// The cleaned entries, each once (case does not matter), at most [`LIST_MAX`].
pub(super) fn lines<S: AsRef<str>>(entries: impl IntoIterator<Item = S>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let cleaned = entries.into_iter().filter_map(|entry| line(entry.as_ref()));
    cleaned.filter(|entry| seen.insert(entry.to_lowercase())).take(LIST_MAX).collect()
}

/// Each value once, in the order given, at most [`LIST_MAX`].
pub(super) fn once<T: Ord + Clone>(values: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut seen = BTreeSet::new();
    values.into_iter().filter(|value| seen.insert(value.clone())).take(LIST_MAX).collect()
}

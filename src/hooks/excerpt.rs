//! What is kept of a receiver's answer: its beginning, without what looks like a secret or somebody's address. Pure.

/// Characters kept.
const MOST: usize = 500;
/// Read for it: what is cut out must not bring up what lies far behind.
const READ: usize = 4_000;
/// A word of letters and digits this long is a key, a token or a hash rather than a word.
const LONG: usize = 20;
const GONE: &str = "[redacted]";

/// `None` when there is nothing to see.
#[must_use]
pub fn excerpt(answer: &str) -> Option<String> {
    let mut out = String::new();
    let mut word = String::new();
    for c in answer.chars().take(READ).map(|c| if c.is_control() { ' ' } else { c }) {
        if is_of_word(c) {
            word.push(c);
            continue;
        }
        out.push_str(shown(&word));
        word.clear();
        let is_second_space = c.is_whitespace() && out.ends_with(' ');
        if !is_second_space {
            out.push(if c.is_whitespace() { ' ' } else { c });
        }
    }
    out.push_str(shown(&word));
    let kept: String = out.trim().chars().take(MOST).collect();
    (!kept.is_empty()).then_some(kept)
}

/// What keys, tokens and e-mail addresses are made of.
fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '+' | '/' | '=' | '.' | '@' | '%' | '~')
}

fn shown(word: &str) -> &str {
    let is_address = word.contains('@') || word.to_ascii_lowercase().contains("%40");
    let is_key = word.chars().count() >= LONG || word.contains("whsec_");
    if is_address || is_key { GONE } else { word }
}

#[cfg(test)]
mod tests {
    use super::{MOST, excerpt};
    use proptest::prelude::{prop_assert, proptest};

    #[test]
    fn people_and_keys_are_cut_out_and_the_rest_can_be_read() {
        let said =
            "{\"error\": \"no such user ana.lima+x@example.com\",\n \"key\":\"sk_live_0123456789abcdef\"}";
        let kept = excerpt(said).unwrap();
        assert_eq!(kept, "{\"error\": \"no such user [redacted]\", \"key\":\"[redacted]\"}");
        assert_eq!(excerpt("  \n\t "), None);
        assert_eq!(excerpt("ok").as_deref(), Some("ok"));
        assert_eq!(excerpt("Bearer abcdefghijklmnopqrstu").as_deref(), Some("Bearer [redacted]"));
        assert_eq!(excerpt("secret whsec_MfKQ=").as_deref(), Some("secret [redacted]"));
    }

    proptest! {
        #[test]
        fn nothing_long_or_addressed_is_kept_and_it_is_short(text in ".{0,2000}") {
            let kept = excerpt(&text).unwrap_or_default();
            prop_assert!(kept.chars().count() <= MOST);
            prop_assert!(!kept.contains('@') && !kept.chars().any(char::is_control));
        }

        #[test]
        fn a_key_is_never_kept_whatever_stands_around_it(before in "[ \"':,{]{1,5}", key in "[A-Za-z0-9_-]{20,60}", after in "[ \"':,}]{0,5}") {
            let kept = excerpt(&format!("{before}{key}{after}")).unwrap_or_default();
            prop_assert!(!kept.contains(&key));
        }
    }
}

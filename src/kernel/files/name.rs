//! What a file may be called: one line without a path, which any system can store and any header can carry.

use std::borrow::Cow;

const LONGEST: usize = 120;
const NAMELESS: &str = "file";

/// The name without folders, control characters and what some file systems refuse.
#[must_use]
pub fn clean(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_kept = |c: &char| !c.is_control() && !is_invisible(*c) && !r#"<>:"|?*"#.contains(*c);
    let kept: String = last.chars().filter(is_kept).collect();
    let kept = kept.trim_matches(|c: char| c.is_whitespace() || c == '.');
    let kept = shortened(kept);
    if kept.is_empty() { NAMELESS.to_owned() } else { kept.into_owned() }
}

/// Turns the reading direction around, or takes no room: `exe.csv` that reads as `vsc.exe`.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Keeps the ending, which says what it is.
fn shortened(name: &str) -> Cow<'_, str> {
    let length = name.chars().count();
    if length <= LONGEST {
        return name.into();
    }
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let ending = if ending.chars().count() > 10 { String::new() } else { format!(".{ending}") };
    let room = LONGEST - ending.chars().count();
    let start: String = name.chars().take(room).collect();
    format!("{start}{ending}").into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::proptest;

    #[test]
    fn a_path_becomes_its_last_part() {
        assert_eq!(clean("leads.csv"), "leads.csv");
        assert_eq!(clean("/etc/passwd"), "passwd");
        assert_eq!(clean(r"C:\Users\ada\leads 2026.xlsx"), "leads 2026.xlsx");
        assert_eq!(clean("../../x.csv"), "x.csv");
    }

    #[test]
    fn what_no_name_is_made_of_goes() {
        assert_eq!(clean("le\r\nads\u{0}.csv"), "leads.csv");
        assert_eq!(clean("\u{202E}vsc.exe"), "vsc.exe");
        assert_eq!(clean("Ünï \"côde\".csv"), "Ünï côde.csv");
        for nothing in ["", ".", "..", "///", "\u{0}", " . "] {
            assert_eq!(clean(nothing), "file", "{nothing:?}");
        }
    }

    #[test]
    fn a_long_one_keeps_its_ending() {
        let long = clean(&format!("{}.csv", "x".repeat(500)));
        assert_eq!((long.chars().count(), long.ends_with("x.csv")), (LONGEST, true));
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing_more(given: String) {
            let once = clean(&given);
            assert!(!once.is_empty() && once.chars().count() <= LONGEST);
            assert!(!once.contains(['/', '\\', '\n', '\r', '\0', '"']));
        }
    }
}

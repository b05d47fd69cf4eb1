//! How words are compared and turned into slugs: without case, accents or plural.

/// The text in lower-case ASCII letters and digits; everything else becomes a space.
#[must_use]
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'a'..='z' | '0'..='9' => out.push(letter),
            'à'..='å' => out.push('a'),
            'ç' => out.push('c'),
            'è'..='ë' => out.push('e'),
            'ì'..='ï' => out.push('i'),
            'ñ' => out.push('n'),
            'ò'..='ö' | 'ø' => out.push('o'),
            'ù'..='ü' => out.push('u'),
            'ł' => out.push('l'),
            '\'' | '’' | '.' => {}
            '&' => out.push_str(" and "),
            _ => out.push(' '),
        }
    }
    out
}

/// The plain words joined by `separator`.
#[must_use]
pub fn slug(text: &str, separator: &str) -> String {
    plain(text).split_whitespace().collect::<Vec<_>>().join(separator)
}

/// The words that carry meaning, singular, abbreviations written out.
#[must_use]
pub fn stems(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    for word in plain(text).split_whitespace() {
        match word {
            "of" | "the" | "and" | "for" | "in" | "a" | "an" => {}
            "vp" | "vps" => out.extend(["vice", "president"].map(str::to_owned)),
            "ceo" => out.extend(["chief", "executive", "officer"].map(str::to_owned)),
            "coo" => out.extend(["chief", "operating", "officer"].map(str::to_owned)),
            "cfo" => out.extend(["chief", "financial", "officer"].map(str::to_owned)),
            "cto" => out.extend(["chief", "technology", "officer"].map(str::to_owned)),
            "cmo" => out.extend(["chief", "marketing", "officer"].map(str::to_owned)),
            "cio" => out.extend(["chief", "information", "officer"].map(str::to_owned)),
            "ciso" => out.extend(["chief", "information", "security", "officer"].map(str::to_owned)),
            "cro" => out.extend(["chief", "revenue", "officer"].map(str::to_owned)),
            "hr" => out.extend(["human", "resource"].map(str::to_owned)),
            "it" => out.extend(["information", "technology"].map(str::to_owned)),
            _ => out.push(singular(word)),
        }
    }
    out
}

fn singular(word: &str) -> String {
    match word.strip_suffix('s') {
        Some(rest) if word.len() > 3 && !rest.ends_with('s') => rest.to_owned(),
        _ => word.to_owned(),
    }
}

/// Every word of `wanted` occurs in `text`. An empty wish is never met.
#[must_use]
pub fn has_all(text: &[String], wanted: &[String]) -> bool {
    !wanted.is_empty() && wanted.iter().all(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::{has_all, slug, stems};

    #[test]
    fn titles_compare_without_abbreviation_plural_or_little_words() {
        assert_eq!(stems("VPs of Sales"), ["vice", "president", "sale"]);
        assert!(has_all(&stems("VP of Sales"), &stems("vice president sales")));
        assert!(has_all(&stems("Head of Operations"), &stems("heads of operations")));
        assert!(!has_all(&stems("Head of Sales"), &stems("head of marketing")));
        assert_eq!(slug("Łucja O’Brandtvik", "-"), "lucja-obrandtvik");
    }
}

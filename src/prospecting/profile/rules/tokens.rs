//! A description as words and numbers, with what stands between them.

use super::numbers::{self, Number};
use crate::crm::keys;
use crate::prospecting::lexicon::stem;

/// What stands in front of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    Space,
    Hyphen,
    Comma,
    /// The end of a sentence or line.
    Stop,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    /// Folded.
    pub word: String,
    pub stem: String,
    /// As written.
    pub raw: String,
    pub gap: Gap,
    pub number: Option<Number>,
}

impl Token {
    pub fn is_capital(&self) -> bool {
        self.raw.chars().next().is_some_and(char::is_uppercase)
    }

    pub fn is(&self, words: &[&str]) -> bool {
        words.contains(&self.word.as_str())
    }
}

/// Signs that are words.
const SIGNS: [(char, &str); 6] =
    [('&', "and"), ('>', "over"), ('≥', "over"), ('<', "under"), ('≤', "under"), ('~', "around")];

/// The tokens of a text.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let text = undotted(text);
    let mut out: Vec<Token> = Vec::new();
    let (mut gap, mut rest) = (Gap::Stop, text.as_str());
    while let Some(letter) = rest.chars().next() {
        if let Some((number, len)) = numbers::scan(rest) {
            out.push(token(&rest[..len], gap, Some(number)));
            (gap, rest) = (Gap::Space, &rest[len..]);
        } else if letter.is_alphanumeric() {
            let len = word_len(rest);
            out.push(token(&rest[..len], gap, None));
            (gap, rest) = (Gap::Space, &rest[len..]);
        } else {
            if let Some((_, word)) = SIGNS.iter().find(|(sign, _)| *sign == letter) {
                out.push(token(word, gap, None));
                gap = Gap::Space;
            }
            gap = gap.max(between(letter, rest));
            rest = &rest[letter.len_utf8()..];
        }
    }
    out
}

fn between(letter: char, rest: &str) -> Gap {
    let next = rest.chars().nth(1);
    match letter {
        '-' | '–' | '—' | '−' | '‑' if next.is_some_and(|c| !c.is_whitespace()) => Gap::Hyphen,
        '–' | '—' | '-' | ',' | '(' | ')' | ':' | '/' => Gap::Comma,
        '.' | '!' | '?' if next.is_none_or(char::is_whitespace) => Gap::Stop,
        ';' | '\n' | '•' => Gap::Stop,
        _ => Gap::Space,
    }
}

/// Letters, digits and apostrophes between them.
fn word_len(text: &str) -> usize {
    let is_inside = |(at, c): &(usize, char)| {
        let joins = matches!(c, '\'' | '’') && text[at + c.len_utf8()..].starts_with(char::is_alphabetic);
        c.is_alphanumeric() || joins
    };
    text.char_indices().take_while(is_inside).map(|(at, c)| at + c.len_utf8()).last().unwrap_or(text.len())
}

fn token(raw: &str, gap: Gap, number: Option<Number>) -> Token {
    let word = match raw {
        "US" => "usa".to_owned(),
        "IT" | "It" | "it" => if raw == "IT" { "it" } else { "this" }.to_owned(),
        _ => keys::words(raw).concat(),
    };
    Token { stem: stem(&word), word, raw: raw.to_owned(), gap, number }
}

/// Abbreviations whose dots end no sentence.
fn undotted(text: &str) -> String {
    let pairs = [
        ("U.S.A.", "USA"),
        ("U.S.", "USA"),
        ("U.K.", "UK"),
        ("U.A.E.", "UAE"),
        ("e.g.", "eg"),
        ("i.e.", "ie"),
        ("incl.", "including"),
        ("excl.", "excluding"),
        ("approx.", "around"),
        ("max.", "max"),
        ("min.", "min"),
        ("St. ", "St "),
    ];
    pairs.iter().fold(text.to_owned(), |text, (dotted, plain)| text.replace(dotted, plain))
}

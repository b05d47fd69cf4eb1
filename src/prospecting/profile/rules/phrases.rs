//! Phrases of a lexicon found among tokens.

use super::tokens::{Gap, Token};

/// Do the tokens from `at` begin with these stems, with nothing between them that ends a thought?
pub(super) fn begins(tokens: &[Token], at: usize, stems: &[String]) -> bool {
    let Some(window) = tokens.get(at..at + stems.len()) else { return false };
    let agrees = window.iter().zip(stems).all(|(token, stem)| token.stem == *stem);
    agrees && !stems.is_empty() && window.iter().skip(1).all(|token| token.gap <= Gap::Hyphen)
}

/// The text of `len` tokens from `at`, as written.
pub(super) fn raw(tokens: &[Token], at: usize, len: usize) -> String {
    let mut out = String::new();
    for (position, token) in tokens.iter().skip(at).take(len).enumerate() {
        if position > 0 {
            out.push(if token.gap == Gap::Hyphen { '-' } else { ' ' });
        }
        out.push_str(&token.raw);
    }
    out
}

/// Does one of `words` stand among the `reach` tokens before `at`, in the same sentence?
pub(super) fn is_before(tokens: &[Token], at: usize, reach: usize, words: &[&str]) -> bool {
    for back in 1..=reach.min(at) {
        if tokens[at - back + 1].gap == Gap::Stop {
            return false;
        }
        if tokens[at - back].is(words) {
            return true;
        }
    }
    false
}

//! Words as people mistype them. A word with one or two slips still has one of its parts as it should be, so the index finds
//! it by that; then it must share enough of its letter triples with the text (PostgreSQL: `word_similarity` of pg_trgm;
//! SQLite: the same triples, counted). Short words are meant as they are written.

use super::exact::{INDEXED, TEXT, in_view, indexed as exactly, matching, part, quoted};
use crate::kernel::scope::Scope;
use entity::tenancy::Tenanted;
use sea_orm::{Condition, DbBackend, IdenStatic, Value, sea_query::Expr};

/// Shorter words have no slips.
const SHORTEST: usize = 5;
/// The share of its triples that a word must find.
const LIKENESS: f64 = 0.45;

/// Rows of `E` with something like each word in `column`; `None`: no word is long enough to be mistyped.
pub fn indexed<E: Tenanted>(
    scope: &Scope,
    column: E::Column,
    words: &[String],
    backend: DbBackend,
) -> Option<Condition> {
    let (long, short): (Vec<_>, Vec<_>) = words.iter().cloned().partition(|word| is_long(word));
    if long.is_empty() {
        return None;
    }
    let rest = exactly::<E>(scope, column, &short, backend);
    let close = match backend {
        DbBackend::Postgres => postgres::<E>(scope, &long),
        _ => sqlite::<E>(scope, column, &long),
    };
    Some(rest.add(close))
}

/// Long enough to have slips.
pub(super) fn is_long(word: &str) -> bool {
    word.chars().count() >= SHORTEST
}

/// The parts of a word of which at least one survives its slips: halves, or thirds of a long one, none too short for the index.
pub(super) fn parts(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let count = (letters.len() / INDEXED).clamp(1, 3);
    if count < 2 {
        // Too short for two: its beginning and its end, which overlap.
        let end = letters.len() - INDEXED;
        return vec![letters[..INDEXED].iter().collect(), letters[end..].iter().collect()];
    }
    let at = |part: usize| part * letters.len() / count;
    (0..count).map(|part| letters[at(part)..at(part + 1)].iter().collect()).collect()
}

fn postgres<E: Tenanted>(scope: &Scope, words: &[String]) -> Condition {
    let found = words.iter().fold(Condition::all(), |all, word| {
        let any = parts(word).iter().fold(Condition::any(), |any, text| any.add(part(text)));
        all.add(any).add(is_similar(TEXT, word))
    });
    Condition::all().add(in_view::<E>(scope, found))
}

fn sqlite<E: Tenanted>(scope: &Scope, column: E::Column, words: &[String]) -> Condition {
    let each = words.iter().map(|word| {
        let any: Vec<String> = parts(word).iter().map(|part| format!("body:{}", quoted(part))).collect();
        format!("({})", any.join(" OR "))
    });
    let found = matching::<E>(scope, &each.collect::<Vec<_>>().join(" AND "));
    let text = named::<E>(column);
    words.iter().fold(Condition::all().add(found), |all, word| all.add(shares(&text, word)))
}

/// Does the text, in this database's words, have enough of this word?
pub(super) fn alike(text: &str, word: &str, backend: DbBackend) -> Expr {
    match backend {
        DbBackend::Postgres => is_similar(text, word),
        _ => shares(text, word),
    }
}

fn is_similar(text: &str, word: &str) -> Expr {
    let sql = format!("word_similarity($1, {text}) >= $2");
    Expr::cust_with_values(sql, [Value::from(word), Value::from(LIKENESS)])
}

/// As `word_similarity` counts, but wherever in the text the triples stand.
fn shares(text: &str, word: &str) -> Expr {
    let triples = triples(word);
    // Lines are words' ends, too.
    let text = format!("(' ' || replace({text}, char(10), ' ') || ' ')");
    let each = vec![format!("(instr({text}, ?) > 0)"); triples.len()].join(" + ");
    let least = LIKENESS * triples.len() as f64;
    let values: Vec<Value> = triples.into_iter().map(Value::from).chain([Value::from(least)]).collect();
    Expr::cust_with_values(format!("({each}) >= ?"), values)
}

/// The word's letter triples, with its beginning and its end (two before it, one after, as pg_trgm has them).
fn triples(word: &str) -> Vec<String> {
    let padded: Vec<char> = format!(" {word} ").chars().collect();
    let mut all: Vec<String> = padded.windows(3).map(|triple| triple.iter().collect()).collect();
    all.extend(padded.get(..2).map(|start| start.iter().collect()));
    all.sort();
    all.dedup();
    all
}

/// A column, with its table.
pub(super) fn named<E: Tenanted>(column: E::Column) -> String {
    format!("\"{}\".\"{}\"", E::default().table_name(), column.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_part_of_a_word_survives_a_slip() {
        assert_eq!(parts("smiht"), ["smi", "iht"]);
        assert_eq!(parts("naledi"), ["nal", "edi"]);
        assert_eq!(parts("kestrel"), ["kes", "trel"]);
        assert_eq!(parts("logistics"), ["log", "ist", "ics"]);
        assert_eq!(parts("müllerin"), ["müll", "erin"]);
        assert!(parts("abcdefghijklmnop").iter().all(|part| part.len() >= 5));
    }

    #[test]
    fn a_word_has_its_beginning_and_its_end() {
        assert_eq!(triples("abc"), [" a", " ab", "abc", "bc "]);
    }
}

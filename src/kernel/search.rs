//! Finds rows by any part of their case-folded `search_text` (migration `m0012_search`): every word must be in it.

use super::{
    error::{Error, Result},
    filter::escape,
    scope::Scope,
};
use crate::base::text;
use entity::tenancy::Tenanted;
use sea_orm::{
    ColumnTrait, Condition, DbBackend, Value,
    sea_query::{Expr, LikeExpr},
};

const CHARACTERS: usize = 200;
const WORDS: usize = 10;
/// The index knows parts of this many characters; shorter ones are looked for in the text itself.
const INDEXED: usize = 3;

/// The words looked for, folded; refuses what nobody would type.
pub fn words(given: &str) -> Result<Vec<String>> {
    let folded = text::fold(given).replace('\0', " ");
    let words: Vec<String> = folded.split_whitespace().map(str::to_owned).collect();
    if folded.chars().count() > CHARACTERS || words.len() > WORDS {
        return Err(Error::invalid("search", format!("at most {WORDS} words, {CHARACTERS} characters")));
    }
    Ok(words)
}

/// Rows with every word in this column, by looking at each: for short lists.
pub fn scan(column: impl ColumnTrait, words: &[String]) -> Condition {
    words.iter().fold(Condition::all(), |all, word| {
        let pattern = LikeExpr::new(format!("%{}%", escape(word))).escape('\\');
        all.add(column.like(pattern))
    })
}

/// Rows of `E` with every word in `column`, its `search_text`, through the index the migration made for it.
pub fn indexed<E: Tenanted>(
    scope: &Scope,
    column: E::Column,
    words: &[String],
    backend: DbBackend,
) -> Condition {
    let (long, short): (Vec<_>, Vec<_>) =
        words.iter().cloned().partition(|word| word.chars().count() >= INDEXED);
    if backend == DbBackend::Postgres || long.is_empty() {
        return scan(column, words);
    }
    scan(column, &short).add(in_fts::<E>(scope, &long))
}

/// SQLite: the row is one of the documents that match.
fn in_fts<E: Tenanted>(scope: &Scope, words: &[String]) -> Expr {
    let table = E::default().table_name();
    let parts = words.iter().map(|word| format!(" AND body:\"{}\"", word.replace('"', "\"\"")));
    let parts: String = parts.collect();
    let sql = format!(
        "\"{table}\".\"id\" IN (SELECT s.subject_id FROM {table}_fts f \
         JOIN {table}_search s ON s.document = f.rowid WHERE f.{table}_fts MATCH \
         'agency:\"' || (SELECT tag FROM search_agency WHERE agency_id = ?) || '\"' || ?)"
    );
    Expr::cust_with_values(sql, [Value::from(scope.agency()), Value::from(parts)])
}

//! Every word as it is, anywhere in the text.

use crate::{
    base::text,
    kernel::{
        error::{Error, Result},
        filter::escape,
        scope::Scope,
        wall,
    },
};
use entity::tenancy::Tenanted;
use sea_orm::{
    ColumnTrait, Condition, DbBackend, Value,
    sea_query::{Alias, Expr, ExprTrait, LikeExpr, Query},
};

const CHARACTERS: usize = 200;
const WORDS: usize = 10;
/// The index knows parts of this many characters; shorter ones are looked for in the text itself.
pub(super) const INDEXED: usize = 3;
/// What is searched, in the views.
pub(super) const TEXT: &str = "search_text";

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
    if long.is_empty() {
        return scan(column, words);
    }
    let found = match backend {
        DbBackend::Postgres => {
            let each = long.iter().map(|word| part(word));
            in_view::<E>(scope, each.fold(Condition::all(), Condition::add))
        }
        _ => in_fts::<E>(scope, &long),
    };
    scan(column, &short).add(found)
}

/// The view's text has this in it.
pub(super) fn part(text: &str) -> Expr {
    Expr::col(Alias::new(TEXT)).like(LikeExpr::new(format!("%{}%", escape(text))).escape('\\'))
}

/// PostgreSQL: the row is one that is found in the view of the agency's texts. On the table itself row-level security would
/// go before LIKE, and the index could not be used (`m0022_rls`).
pub(super) fn in_view<E: Tenanted>(scope: &Scope, condition: Condition) -> Expr {
    let view = Alias::new(format!("{}_search", E::default().table_name()));
    let found = wall::own_in(scope.agency()).add(condition);
    // Planned for itself: drawn into the query, it would be under the policy after all.
    let ids = Query::select().column(E::ID).from(view).cond_where(found).offset(0).to_owned();
    Expr::col((E::default(), E::ID)).in_subquery(ids)
}

/// SQLite: the row is one of the documents that match.
fn in_fts<E: Tenanted>(scope: &Scope, words: &[String]) -> Expr {
    let parts: Vec<String> = words.iter().map(|word| format!("body:{}", quoted(word))).collect();
    matching::<E>(scope, &parts.join(" AND "))
}

/// A phrase of FTS5.
pub(super) fn quoted(part: &str) -> String {
    format!("\"{}\"", part.replace('"', "\"\""))
}

/// SQLite: the row is one of the agency's documents for which this FTS5 expression holds.
pub(super) fn matching<E: Tenanted>(scope: &Scope, expression: &str) -> Expr {
    let table = E::default().table_name();
    let sql = format!(
        "\"{table}\".\"id\" IN (SELECT s.subject_id FROM {table}_fts f \
         JOIN {table}_search s ON s.document = f.rowid WHERE f.{table}_fts MATCH \
         'agency:\"' || (SELECT tag FROM search_agency WHERE agency_id = ?) || '\"' || ?)"
    );
    let values = [Value::from(scope.agency()), Value::from(format!(" AND ({expression})"))];
    Expr::cust_with_values(sql, values)
}

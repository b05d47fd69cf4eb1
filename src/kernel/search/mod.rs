//! Finds rows by any part of their case-folded `search_text` (migration `m0012_search`): every word must be in it. Where no
//! row has all of them, rows that have something like each of them are found instead (see [`close`]).

mod close;
mod exact;
mod first_line;

pub use close::indexed as close_to;
pub use exact::{indexed, scan, words};

use super::{db::Reader, error::Result, scope::Scope};
use entity::tenancy::Tenanted;
use sea_orm::{ConnectionTrait, PaginatorTrait, QueryFilter, QuerySelect, Select};

/// Rows asked for, to know whether there is one: so many that PostgreSQL does not hope to come across it by chance.
const LOOK: u64 = 1_000;

/// How much of a text is looked in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    All,
    /// What stands on the others is not for the caller to know.
    First,
}

/// Those of `rows` that have every word in their `search_text`; where there are none, those that come close. Which of the two
/// is decided by one look, and alike for every page of a list.
pub async fn found<E>(
    scope: &Scope,
    rows: Select<E>,
    (column, lines, words): (E::Column, Lines, &[String]),
    c: &Reader<'_>,
) -> Result<Select<E>>
where
    E: Tenanted,
    E::Model: Send + Sync,
{
    let backend = c.get_database_backend();
    let mut exact = indexed::<E>(scope, column, words, backend);
    let mut close = close_to::<E>(scope, column, words, backend);
    if lines == Lines::First {
        exact = exact.add(first_line::exactly::<E>(column, words, backend));
        close = close.map(|close| close.add(first_line::closely::<E>(column, words, backend)));
    }
    let exact = rows.clone().filter(exact);
    let Some(close) = close else { return Ok(exact) };
    let some = exact.clone().select_only().column(E::ID).limit(LOOK);
    let is_there = some.count(c).await? > 0;
    Ok(if is_there { exact } else { rows.filter(close) })
}

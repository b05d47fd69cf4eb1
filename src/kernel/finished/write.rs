//! One row as text.

use super::{compile::Step, object::As};
use crate::kernel::error::{Error, Result};
use chrono::{DateTime, Utc};
use sea_orm::{DbErr, QueryResult};
use sqlx::{ColumnIndex, Database, Decode, Row, Type};
use std::collections::HashMap;
use uuid::{Uuid, fmt::Hyphenated};

/// Texts handed in for rows, by the rows' ids.
pub(super) type Later = [HashMap<Uuid, String>];

/// Writes `row` behind what `out` holds. `id` is the row's.
pub(super) fn write(
    out: &mut Vec<u8>,
    steps: &[Step],
    row: &QueryResult,
    id: Uuid,
    later: &Later,
) -> Result<()> {
    match (row.try_as_pg_row(), row.try_as_sqlite_row()) {
        (Some(row), _) => run(out, steps, row, id, later),
        (_, Some(row)) => run(out, steps, row, id, later),
        _ => return Err(Error::bug("a row of neither database")),
    }
    .map_err(|error| DbErr::Type(error.to_string()).into())
}

fn run<'r, R>(out: &mut Vec<u8>, steps: &[Step], row: &'r R, id: Uuid, later: &Later) -> sqlx::Result<()>
where
    R: Row,
    usize: ColumnIndex<R>,
    &'r str: Decode<'r, R::Database> + Type<R::Database>,
    i32: Decode<'r, R::Database> + Type<R::Database>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    bool: Decode<'r, R::Database> + Type<R::Database>,
    Uuid: Decode<'r, R::Database> + Type<R::Database>,
    DateTime<Utc>: Decode<'r, R::Database> + Type<R::Database>,
{
    let mut next = 0;
    while let Some(step) = steps.get(next) {
        next += 1;
        match step {
            Step::Literal(text) => out.extend_from_slice(text.as_bytes()),
            Step::Value(at, kind) => value(out, row, *at, *kind)?,
            Step::Null { column, end } => {
                if get::<R, Uuid>(row, *column)?.is_none() {
                    out.extend_from_slice(b"null");
                    next = *end;
                }
            }
            Step::Later(which) => {
                let text = later.get(*which).and_then(|texts| texts.get(&id));
                out.extend_from_slice(text.map_or("null", String::as_str).as_bytes());
            }
        }
    }
    Ok(())
}

fn value<'r, R>(out: &mut Vec<u8>, row: &'r R, at: usize, kind: As) -> sqlx::Result<()>
where
    R: Row,
    usize: ColumnIndex<R>,
    &'r str: Decode<'r, R::Database> + Type<R::Database>,
    i32: Decode<'r, R::Database> + Type<R::Database>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    bool: Decode<'r, R::Database> + Type<R::Database>,
    Uuid: Decode<'r, R::Database> + Type<R::Database>,
    DateTime<Utc>: Decode<'r, R::Database> + Type<R::Database>,
{
    match kind {
        As::Text => json(out, &get::<R, &'r str>(row, at)?),
        As::Number => json(out, &get::<R, i32>(row, at)?),
        As::BigNumber => json(out, &get::<R, i64>(row, at)?),
        As::Flag => json(out, &get::<R, bool>(row, at)?),
        As::Time => json(out, &get::<R, DateTime<Utc>>(row, at)?.map(|at| at.to_rfc3339())),
        As::Id(prefix) => {
            let Some(id) = get::<R, Uuid>(row, at)? else { return json(out, &()) };
            let mut text = [0; Hyphenated::LENGTH];
            out.push(b'"');
            out.extend_from_slice(prefix.as_bytes());
            out.extend_from_slice(id.hyphenated().encode_lower(&mut text).as_bytes());
            out.push(b'"');
            Ok(())
        }
    }
}

fn get<'r, R, T>(row: &'r R, at: usize) -> sqlx::Result<Option<T>>
where
    R: Row,
    usize: ColumnIndex<R>,
    T: Decode<'r, R::Database> + Type<R::Database>,
    R::Database: Database,
{
    row.try_get(at)
}

fn json(out: &mut Vec<u8>, value: &impl serde::Serialize) -> sqlx::Result<()> {
    serde_json::to_writer(out, value).map_err(|error| sqlx::Error::Encode(Box::new(error)))
}

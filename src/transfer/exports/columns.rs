//! One column of a file: what it is called, and how it is read off a row.

use crate::kernel::error::{Error, Result};
use entity::ids::TypedId;
use serde::Serialize;
use serde_json::Value;

/// Name and reading.
pub(super) struct Column<R: 'static>(pub &'static str, pub fn(&R) -> Value);

/// A value as it is.
pub(super) fn plain(value: impl Serialize) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

/// An id as clients hold it.
pub(super) fn id<T: TypedId>(id: T) -> Value {
    id.shown().into()
}

/// The same for one that may be absent.
pub(super) fn some_id<T: TypedId>(id: Option<T>) -> Value {
    id.map(TypedId::shown).into()
}

/// The chosen columns of a row.
pub(super) fn cells<R>(tables: &[&[Column<R>]], chosen: &[String], row: &R) -> Vec<Value> {
    let named = |name: &String| tables.iter().copied().flatten().find(|column| column.0 == *name);
    chosen.iter().map(|name| named(name).map_or(Value::Null, |column| (column.1)(row))).collect()
}

/// The columns asked for, each once; all there are where none were. Refuses what is none.
pub(super) fn choose(asked: Option<Vec<String>>, there: &[&'static str]) -> Result<Vec<String>> {
    let Some(asked) = asked else { return Ok(there.iter().map(|name| (*name).to_owned()).collect()) };
    if asked.is_empty() {
        return Err(Error::invalid("columns", "at least one"));
    }
    for (at, name) in asked.iter().enumerate() {
        if !there.contains(&name.as_str()) {
            return Err(Error::invalid(format!("columns.{at}"), format!("one of {}", there.join(", "))));
        }
        if asked[..at].contains(name) {
            return Err(Error::invalid(format!("columns.{at}"), "each column once"));
        }
    }
    Ok(asked)
}

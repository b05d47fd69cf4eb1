//! Reads a list, or the lists below many rows, and writes them.

use super::{
    super::{
        error::Result,
        page::{Cursor, OrderBy, PageArgs, Place, Trimmed, plan, size, trimmed},
        pages, sparse,
    },
    compile::{Compiled, ID, Step},
    object::Object,
    statement::{columns, joined},
    write::{Later, write},
};
use crate::kernel::error::Error;
use entity::tenancy::Tenanted;
use sea_orm::{
    ColumnTrait, ConnectionTrait, IdenStatic, QueryResult, QuerySelect, QueryTrait, Select, Value,
};
use std::collections::HashMap;
use uuid::Uuid;

/// A page that was read, before it is written.
pub struct Draft {
    steps: Vec<Step>,
    rows: Vec<(Uuid, QueryResult)>,
    ends: Ends,
}

/// Where a page lies in its list.
#[derive(Clone, Debug)]
pub struct Ends {
    pub has_previous: bool,
    pub has_next: bool,
    pub start: Option<Cursor>,
    pub end: Option<Cursor>,
}

/// A page as a JSON list.
#[derive(Clone, Debug)]
pub struct Finished {
    pub text: String,
    pub ends: Ends,
}

/// Reads one page of `rows`: what `object` writes of them.
pub async fn page<E: Tenanted>(
    rows: Select<E>,
    object: &Object,
    order: OrderBy<E>,
    args: &PageArgs,
    c: &impl ConnectionTrait,
) -> Result<Draft> {
    let (_, is_back) = size(args)?;
    let compiled = Compiled::of(object, E::default().table_name(), &[ID, order.column.as_str()]);
    let rows = plan(rows, order, args)?;
    let statement = if compiled.joins.is_empty() {
        rows.select_only().columns(columns::<E>(compiled.own())).into_query()
    } else {
        joined(rows, &compiled, (order, is_back), c.get_database_backend())
    };
    let Trimmed { items, has_previous, has_next } = trimmed(c.query_all(&statement).await?, args)?;
    let rows = items.into_iter().map(with_id).collect::<Result<Vec<_>>>()?;
    let place = |row: Option<&(Uuid, QueryResult)>| row.map(|row| cursor(order, row)).transpose();
    let (start, end) = (place(rows.first())?, place(rows.last())?);
    Ok(Draft { steps: compiled.steps, rows, ends: Ends { has_previous, has_next, start, end } })
}

impl Draft {
    /// The rows' ids, for what is handed in to [`Draft::write`].
    pub fn ids(&self) -> impl ExactSizeIterator<Item = Uuid> {
        self.rows.iter().map(|(id, _)| *id)
    }

    /// The page; `later` are the texts of `Field::Later`.
    pub fn write(self, later: &Later) -> Result<Finished> {
        Ok(Finished { text: list(&self.rows, &self.steps, later)?, ends: self.ends })
    }
}

/// Reads the page `args` of `rows` for each of `parents`, which the column `parent` names, and writes each as a JSON list. Of
/// what `object` says only columns.
pub async fn children<E: Tenanted>(
    rows: Select<E>,
    (parent, parents): (E::Column, &[Uuid]),
    object: &Object,
    (order, args): (OrderBy<E>, &PageArgs),
    c: &impl ConnectionTrait,
) -> Result<HashMap<Uuid, String>> {
    let compiled = Compiled::of(object, E::default().table_name(), &[parent.as_str(), ID]);
    if !compiled.joins.is_empty() {
        return Err(Error::bug("children are written with their own columns only"));
    }
    let mut found: HashMap<Uuid, Vec<(Uuid, QueryResult)>> = HashMap::new();
    if !parents.is_empty() {
        let columns = columns::<E>(compiled.own());
        let backend = c.get_database_backend();
        let statement = pages::statement(rows, (parent, parents), (order, args), Some(&columns), backend)?;
        for row in c.query_all(&statement).await? {
            let row = with_id(row)?;
            found.entry(row.0).or_default().push(row);
        }
    }
    let written = |id: &Uuid| {
        let rows = trimmed(found.remove(id).unwrap_or_default(), args)?;
        Ok((*id, list(&rows.items, &compiled.steps, &[])?))
    };
    parents.iter().map(written).collect()
}

/// The row and the id in its first column.
fn with_id(row: QueryResult) -> Result<(Uuid, QueryResult)> {
    Ok((row.try_get_by_index(0)?, row))
}

/// The place of a row that begins with its id and the column of the order.
fn cursor<E: Tenanted>(order: OrderBy<E>, (id, row): &(Uuid, QueryResult)) -> Result<Cursor> {
    let at = usize::from(order.column.as_str() != ID);
    let value = match sparse::is_null(row, at) {
        true => Value::Bool(None),
        false => sparse::value(row, at, order.column.def().get_column_type())?,
    };
    Ok(Cursor::Of(Place::at(order, value, *id)))
}

fn list(rows: &[(Uuid, QueryResult)], steps: &[Step], later: &Later) -> Result<String> {
    let mut out = Vec::with_capacity(64 + rows.len() * 256);
    out.push(b'[');
    for (at, (id, row)) in rows.iter().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        write(&mut out, steps, row, *id, later)?;
    }
    out.push(b']');
    String::from_utf8(out).map_err(|_| Error::bug("a list that is not UTF-8"))
}

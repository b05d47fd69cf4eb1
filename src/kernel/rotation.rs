//! Sealing anew: every sealed value moves into a box of the newest key, slice by slice, while everything is in use.
//!
//! Boxes name their key, so that both kinds are read meanwhile. A slice may be lost, repeated, or done by several processes: what
//! has the newest key is passed over, and a value that somebody changed between reading and writing is left to them.

use super::{
    app::App,
    error::{Error, Result},
    seal::beginning,
    work::Work,
};
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use sea_orm::{
    ConnectionTrait, QueryResult, Statement, Value as SqlValue,
    sea_query::{Alias, Expr, ExprTrait, Func, Order, Query},
};
use serde_json::{Value, json};
use uuid::Uuid;

/// Values of one slice, and of one transaction.
const SLICE: u64 = 200;

/// A column of sealed values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SealedColumn {
    pub table: &'static str,
    pub column: &'static str,
    /// What stands before `:<id>` in what each box is bound to.
    pub bound_to: &'static str,
    /// The column that says which key it is, if one does.
    pub key_column: Option<&'static str>,
    pub form: Form,
}

/// How a box stands in its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// As it is.
    Bytes,
    /// `{"sealed": base64}`.
    Json,
}

/// The kernel's own. The installation's mark has no id of its kind and is sealed anew by `instance`.
pub(in crate::kernel) const OWN: &[SealedColumn] = &[
    SealedColumn {
        table: "subject_key",
        column: "sealed_key",
        bound_to: "subject_key.sealed_key",
        key_column: None,
        form: Form::Bytes,
    },
    SealedColumn {
        table: "idempotency_key",
        column: "response",
        bound_to: "idempotency_key.response",
        key_column: None,
        form: Form::Json,
    },
    SealedColumn {
        table: "user_idempotency_key",
        column: "response",
        bound_to: "user_idempotency_key.response",
        key_column: None,
        form: Form::Json,
    },
];

/// One sealed value, with where it stands.
struct Boxed {
    id: Uuid,
    /// As it stands there.
    stored: SqlValue,
    sealed: Vec<u8>,
}

/// Seals every value of the column anew that is not sealed with the newest key; how many there were. `told` hears of each slice.
pub async fn rotate(app: &App, column: SealedColumn, mut told: impl FnMut(u64)) -> Result<u64> {
    let (mut after, mut all) = (Uuid::nil(), 0);
    loop {
        let (last, renewed) = slice(app, column, after).await?;
        if renewed > 0 {
            all += renewed;
            told(renewed);
        }
        match last {
            Some(last) => after = last,
            None => return Ok(all),
        }
    }
}

/// The values after this row, as many as one transaction takes: the last row looked at, and how many were sealed anew.
async fn slice(app: &App, column: SealedColumn, after: Uuid) -> Result<(Option<Uuid>, u64)> {
    let found = read(app, column, after).await?;
    let last = found.last().map(|found| found.id);
    let mut renewed = vec![];
    for one in found {
        if let Some(new) = app.sealer().renew(&one.sealed, &format!("{}:{}", column.bound_to, one.id))? {
            renewed.push((one, new));
        }
    }
    if renewed.is_empty() {
        return Ok((last, 0));
    }
    let work = Work::begin(app.db()).await?;
    let mut written = 0;
    for (was, new) in renewed {
        written += write(app, &work, column, (&was, new)).await?;
    }
    work.commit().await?;
    Ok((last, written))
}

async fn read(app: &App, column: SealedColumn, after: Uuid) -> Result<Vec<Boxed>> {
    let c = app.db().platform();
    let (id, value) = (Alias::new("id"), Alias::new(column.column));
    let mut select = Query::select();
    select.column(id.clone()).column(value.clone()).from(Alias::new(column.table));
    select.and_where(Expr::col(value.clone()).is_not_null());
    select.and_where(Expr::col(id.clone()).gt(after));
    if column.form == Form::Bytes {
        let newest = beginning(app.sealer().key_id());
        let begins = Func::cust(Alias::new("substr")).args([Expr::col(value), Expr::val(1), Expr::val(5)]);
        select.and_where(Expr::from(begins).ne(newest));
    }
    select.order_by(id, Order::Asc).limit(SLICE);
    let statement = c.get_database_backend().build(&select);
    let mut found = vec![];
    for row in c.query_all_raw(statement).await? {
        found.push(boxed(column, &row)?);
    }
    Ok(found)
}

/// An answer that is not sealed yet is an empty box: passed over.
fn boxed(column: SealedColumn, row: &QueryResult) -> Result<Boxed> {
    let id: Uuid = row.try_get("", "id")?;
    if column.form == Form::Bytes {
        let sealed: Vec<u8> = row.try_get("", column.column)?;
        return Ok(Boxed { id, stored: sealed.clone().into(), sealed });
    }
    let stored: Value = row.try_get("", column.column)?;
    let sealed = stored["sealed"].as_str().map(|text| STANDARD_NO_PAD.decode(text)).transpose();
    let sealed = sealed.map_err(Error::internal)?.unwrap_or_default();
    Ok(Boxed { id, stored: stored.into(), sealed })
}

/// Compares and sets; 0: somebody changed it meanwhile, and sealed it with the newest key or will be met again.
async fn write(app: &App, work: &Work, column: SealedColumn, (was, new): (&Boxed, Vec<u8>)) -> Result<u64> {
    let value = Alias::new(column.column);
    let mut update = Query::update();
    update.table(Alias::new(column.table));
    match column.form {
        Form::Bytes => update.value(value.clone(), new),
        Form::Json => update.value(value.clone(), json!({ "sealed": STANDARD_NO_PAD.encode(new) })),
    };
    if let Some(key) = column.key_column {
        update.value(Alias::new(key), app.sealer().key_id().to_string());
    }
    update.and_where(Expr::col(Alias::new("id")).eq(was.id));
    update.and_where(Expr::col(value).eq(Expr::val(was.stored.clone())));
    let statement: Statement = work.get_database_backend().build(&update);
    Ok(work.execute_raw(statement).await?.rows_affected())
}

/// Everything that is declared, and the installation's own mark; how many were sealed anew. `told` hears of each slice by the
/// column's name.
pub async fn rotate_all(app: &App, mut told: impl FnMut(&'static str, u64)) -> Result<u64> {
    let mut all = super::instance::renew(app).await?;
    for column in app.wiring().sealed_columns() {
        all += rotate(app, column, |count| told(column.bound_to, count)).await?;
    }
    Ok(all)
}

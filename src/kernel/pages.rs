//! The page of a to-many relation for many parents at once: one statement, a limit per parent, each read from an index.

use super::{
    error::Result,
    page::{OrderBy, Page, PageArgs, cut, direction, finish, size, sorted},
};
use entity::tenancy::Tenanted;
use sea_orm::{
    ConnectionTrait, DbBackend, FromQueryResult, Iden, IdenStatic, JoinType, ModelTrait, QueryFilter,
    QuerySelect, QueryTrait, Select, Value,
    sea_query::{Alias, Expr, ExprTrait, SelectStatement},
};
use std::collections::HashMap;
use uuid::Uuid;

/// Names in the statement: the list of parents, its only column (so named by both databases), a child.
const PARENTS: &str = "parents";
const PARENT: &str = "column1";
const CHILD: &str = "child";

/// Reads the page `args` of `rows` for each of `parents`, which the column `parent` names. Without rows: an empty page.
///
/// PostgreSQL reads each parent's rows through LATERAL. SQLite has no LATERAL; a correlated list of ids does the same there,
/// where a window function would number all rows of every parent first.
pub async fn pages<E, I>(
    rows: Select<E>,
    parent: E::Column,
    parents: &[I],
    order: OrderBy<E>,
    args: &PageArgs,
    c: &impl ConnectionTrait,
) -> Result<HashMap<I, Page<E::Model>>>
where
    E: Tenanted,
    E::Model: ModelTrait<Entity = E> + FromQueryResult,
    I: Copy + Eq + std::hash::Hash + Into<Uuid> + From<Uuid>,
{
    let mut found: HashMap<Uuid, Vec<E::Model>> = HashMap::new();
    if !parents.is_empty() {
        let ids: Vec<Uuid> = parents.iter().map(|id| (*id).into()).collect();
        let statement = statement(rows, (parent, &ids), (order, args), None, c.get_database_backend())?;
        for row in c.query_all(&statement).await? {
            let row = E::Model::from_query_result(&row, "")?;
            if let Value::Uuid(Some(of)) = row.get(parent) {
                found.entry(of).or_default().push(row);
            }
        }
    }
    let page = |id: &I| {
        let rows = found.remove(&(*id).into()).unwrap_or_default();
        Ok((*id, finish(rows, order, args)?))
    };
    parents.iter().map(page).collect()
}

/// The statement: of the children these columns in this order, or all of them.
pub(super) fn statement<E: Tenanted>(
    rows: Select<E>,
    (parent, parents): (E::Column, &[Uuid]),
    (order, args): (OrderBy<E>, &PageArgs),
    columns: Option<&[E::Column]>,
    backend: DbBackend,
) -> Result<SelectStatement> {
    let (size, is_back) = size(args)?;
    let this = Expr::col((Alias::new(PARENTS), Alias::new(PARENT)));
    let rows = cut(rows, order, args)?.filter(Expr::col((E::default(), parent)).eq(this));
    let rows = sorted(rows, order, is_back).limit(size + 1);
    let child = |column: E::Column| (Alias::new(CHILD), Alias::new(column.unquoted()));
    let mut all = SelectStatement::new();
    let rows = match columns {
        Some(columns) => {
            all.columns(columns.iter().map(|column| child(*column)));
            let rest = [E::ID, order.column]
                .into_iter()
                .filter(|one| columns.iter().all(|own| own.as_str() != one.as_str()));
            rows.select_only().columns(columns.iter().copied()).columns(rest)
        }
        None => {
            all.column((Alias::new(CHILD), sea_orm::sea_query::Asterisk));
            rows
        }
    };
    all.from_values(parents.iter().copied(), Alias::new(PARENTS));
    if backend == DbBackend::Postgres {
        all.join_lateral(JoinType::InnerJoin, rows.into_query(), Alias::new(CHILD), Expr::val(true));
    } else {
        let ids = rows.select_only().column(E::ID).into_query();
        let is_listed = Expr::col(child(E::ID)).in_subquery(ids);
        all.join_as(JoinType::InnerJoin, E::default(), Alias::new(CHILD), is_listed);
    }
    let (direction, nulls) = direction(order, is_back);
    match nulls {
        Some(nulls) => all.order_by_with_nulls(child(order.column), direction.clone(), nulls),
        None => all.order_by(child(order.column), direction.clone()),
    };
    all.order_by(child(E::ID), direction);
    Ok(all)
}

//! The one statement that reads a list and the rows its rows name.

use super::{
    super::page::{OrderBy, direction},
    compile::{AGENCY, Compiled, ID, Join},
    object::One,
};
use entity::tenancy::Tenanted;
use sea_orm::{
    DbBackend, IdenStatic, JoinType, Order, QuerySelect, QueryTrait, Select,
    sea_query::{Alias, Cond, Expr, ExprTrait, Query, SelectStatement},
};
use std::str::FromStr;

/// Where an alias' column stands.
fn at(alias: &str, column: &'static str) -> (Alias, Alias) {
    (Alias::new(alias), Alias::new(column))
}

/// The columns of `E` by these names, in their order.
pub(super) fn columns<E: Tenanted>(names: impl Iterator<Item = &'static str>) -> Vec<E::Column> {
    names.filter_map(|name| E::Column::from_str(name).ok()).collect()
}

/// `rows`, sorted and limited already, with what is joined to them. Joined after the limit: a join never reads for rows that
/// are not on the page.
pub(super) fn joined<E: Tenanted>(
    rows: Select<E>,
    compiled: &Compiled,
    (order, is_back): (OrderBy<E>, bool),
    backend: DbBackend,
) -> SelectStatement {
    let root = E::default();
    let root = root.table_name();
    let mut needed = compiled.columns_of(root);
    if !needed.contains(&order.column.as_str()) {
        needed.push(order.column.as_str());
    }
    let inner = rows.select_only().columns(columns::<E>(needed.into_iter())).into_query();
    let mut all = Query::select();
    all.columns(compiled.columns.iter().map(|(alias, column)| at(alias, column)));
    all.from_subquery(inner, Alias::new(root));
    for join in &compiled.joins {
        add(&mut all, join, compiled, backend);
    }
    let (direction, nulls) = direction(order, is_back);
    let by = at(root, order.column.as_str());
    match nulls {
        Some(nulls) => all.order_by_with_nulls(by, direction.clone(), nulls),
        None => all.order_by(by, direction.clone()),
    };
    all.order_by(at(root, ID), direction).take()
}

fn add(all: &mut SelectStatement, join: &Join, compiled: &Compiled, backend: DbBackend) {
    let Join { one, from, alias } = join;
    let same_agency = Expr::col(at(alias, AGENCY)).equals(at(from, AGENCY));
    match *one {
        One::Named { table, by, is_living } => {
            let mut on = Cond::all().add(same_agency).add(Expr::col(at(alias, ID)).equals(at(from, by)));
            if is_living {
                on = on.add(Expr::col(at(alias, "deleted_at")).is_null());
            }
            all.join_as(JoinType::LeftJoin, Alias::new(table), Alias::new(alias), on);
        }
        One::Latest { table, by } if backend == DbBackend::Postgres => {
            let mut latest = latest(table, by, from);
            latest.columns(compiled.columns_of(alias).into_iter().map(|column| at(table, column)));
            all.join_lateral(JoinType::LeftJoin, latest, Alias::new(alias), Expr::val(true));
        }
        One::Latest { table, by } => {
            let mut latest = latest(table, by, from);
            latest.column(at(table, ID));
            let on = Cond::all().add(same_agency).add(Expr::col(at(alias, ID)).in_subquery(latest));
            all.join_as(JoinType::LeftJoin, Alias::new(table), Alias::new(alias), on);
        }
    }
}

fn latest(table: &'static str, by: &'static str, from: &str) -> SelectStatement {
    Query::select()
        .from(Alias::new(table))
        .and_where(Expr::col(at(table, AGENCY)).equals(at(from, AGENCY)))
        .and_where(Expr::col(at(table, by)).equals(at(from, ID)))
        .order_by(at(table, "created_at"), Order::Desc)
        .order_by(at(table, ID), Order::Desc)
        .limit(1)
        .take()
}

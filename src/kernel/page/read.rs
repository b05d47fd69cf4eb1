//! Reading a page.

use super::{
    COUNTED, Cursor, DEFAULT, MAX, OrderBy, Page, PageArgs,
    place::{Place, beyond, sorted},
};
use crate::kernel::{
    error::{Error, Result},
    sparse::{self, Columns, Sparse},
};
use entity::tenancy::Keyed;
use sea_orm::{
    ConnectionTrait, FromQueryResult, IdenStatic, ModelTrait, PaginatorTrait, QueryFilter, QuerySelect,
    Select,
};
use std::collections::HashSet;

/// Reads one page of `rows`.
pub async fn page<E>(
    rows: Select<E>,
    order: OrderBy<E>,
    args: &PageArgs,
    c: &impl ConnectionTrait,
) -> Result<Page<E::Model>>
where
    E: Keyed,
    E::Model: ModelTrait<Entity = E> + FromQueryResult + Send + Sync,
{
    finish(plan(rows, order, args)?.all(c).await?, order, args)
}

/// Reads one page of `rows`, and of each row what `columns` says.
pub async fn page_of<E>(
    rows: Select<E>,
    columns: Columns<E>,
    order: OrderBy<E>,
    args: &PageArgs,
    c: &impl ConnectionTrait,
) -> Result<Page<E::Model>>
where
    E: Sparse,
    E::Model: ModelTrait<Entity = E> + FromQueryResult + Send + Sync,
{
    let Columns::Only(mut columns) = columns else { return page(rows, order, args, c).await };
    // What the place of a row is made of.
    columns.extend([E::ID, order.column]);
    let mut seen = HashSet::new();
    columns.retain(|column| seen.insert(column.as_str()));
    finish(sparse::read(plan(rows, order, args)?, &columns, c).await?, order, args)
}

/// The rows of a page, in its order, and one more if there are more.
pub(in crate::kernel) fn plan<E: Keyed>(
    rows: Select<E>,
    order: OrderBy<E>,
    args: &PageArgs,
) -> Result<Select<E>> {
    let (size, is_back) = size(args)?;
    Ok(sorted(cut(rows, order, args)?, order, is_back).limit(size + 1))
}

/// What lies between the cursors.
pub(in crate::kernel) fn cut<E: Keyed>(
    mut rows: Select<E>,
    order: OrderBy<E>,
    args: &PageArgs,
) -> Result<Select<E>> {
    if let Some(after) = &args.after {
        rows = rows.filter(beyond(order, &Place::decode::<E>(order, "after", after)?, !order.is_descending));
    }
    if let Some(before) = &args.before {
        rows = rows.filter(beyond(order, &Place::decode::<E>(order, "before", before)?, order.is_descending));
    }
    Ok(rows)
}

/// A page of the rows read: one more than its size, if there are more.
pub(in crate::kernel) fn finish<E>(
    items: Vec<E::Model>,
    order: OrderBy<E>,
    args: &PageArgs,
) -> Result<Page<E::Model>>
where
    E: Keyed,
    E::Model: ModelTrait<Entity = E>,
{
    let Trimmed { items, has_previous, has_next } = trimmed(items, args)?;
    let items = items.into_iter().map(|row| (Cursor::Of(Place::of::<E>(order, &row)), row)).collect();
    Ok(Page { items, has_previous, has_next })
}

/// The rows of a page, in the list's order, and what lies beside it.
pub(in crate::kernel) struct Trimmed<T> {
    pub items: Vec<T>,
    pub has_previous: bool,
    pub has_next: bool,
}

/// Of the rows read those of the page: one more than its size was read, if there are more.
pub(in crate::kernel) fn trimmed<T>(mut items: Vec<T>, args: &PageArgs) -> Result<Trimmed<T>> {
    let (size, is_back) = size(args)?;
    let has_more = items.len() as u64 > size;
    items.truncate(usize::try_from(size).unwrap_or(usize::MAX));
    if is_back {
        items.reverse();
    }
    Ok(Trimmed {
        items,
        has_previous: if is_back { has_more } else { args.after.is_some() },
        has_next: if is_back { args.before.is_some() } else { has_more },
    })
}

/// How many there are: exact up to [`COUNTED`], then that and `true` for "at least".
pub async fn total<E>(rows: Select<E>, c: &impl ConnectionTrait) -> Result<(u64, bool)>
where
    E: Keyed,
    E::Model: FromQueryResult + Send + Sync,
{
    let counted = rows.select_only().column(E::ID).limit(COUNTED + 1).count(c).await?;
    Ok((Ord::min(counted, COUNTED), counted > COUNTED))
}

pub(crate) fn size(args: &PageArgs) -> Result<(u64, bool)> {
    let (path, asked, is_back) = match (args.first, args.last) {
        (Some(_), Some(_)) => return Err(Error::invalid("last", "give `first` or `last`, not both")),
        (None, Some(last)) => ("last", Some(last), true),
        (first, None) => ("first", first, false),
    };
    let Some(asked) = asked else { return Ok((DEFAULT, is_back)) };
    let size = u64::try_from(asked).ok().filter(|size| (1..=MAX).contains(size));
    size.map(|size| (size, is_back)).ok_or_else(|| Error::invalid(path, format!("a number from 1 to {MAX}")))
}

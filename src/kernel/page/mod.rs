//! One keyset page for every list, in any offered order: nulls last, ties broken by id, no OFFSET.

mod key;

use super::{
    error::{Error, Result},
    sparse::{self, Columns, Sparse},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use entity::tenancy::Keyed;
use key::Key;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, FromQueryResult, IdenStatic, ModelTrait, Order, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, Select, Value,
    sea_query::{Expr, ExprTrait, NullOrdering},
};
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, collections::HashSet};
use uuid::Uuid;

/// At most this many rows in one page, and this many without being asked.
pub const MAX: u64 = 100;
pub const DEFAULT: u64 = 25;
/// Totals are counted exactly up to here.
pub const COUNTED: u64 = 10_000;

/// The Relay arguments, as they came.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct PageArgs {
    pub first: Option<i32>,
    pub after: Option<String>,
    pub last: Option<i32>,
    pub before: Option<String>,
}

/// The order of a list: a column, then the id in the same direction.
#[derive(Clone, Copy, Debug)]
pub struct OrderBy<E: Keyed> {
    pub column: E::Column,
    pub is_descending: bool,
}

/// One page and whether there is more on either side. Each row comes with its cursor.
#[derive(Clone, Debug)]
pub struct Page<M> {
    pub items: Vec<(Cursor, M)>,
    pub has_previous: bool,
    pub has_next: bool,
}

/// A row's cursor: written out when somebody asks for it.
#[derive(Clone, Debug)]
pub enum Cursor {
    Of(Place),
    Text(String),
}

impl Cursor {
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Of(place) => place.encode(),
            Self::Text(text) => text.clone(),
        }
    }
}

impl From<String> for Cursor {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// A row's place in an order. Opaque to clients; refused in any other list or order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Place {
    /// Table and column.
    o: (Cow<'static, str>, Cow<'static, str>, bool),
    v: Key,
    i: Uuid,
}

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
pub(super) fn plan<E: Keyed>(rows: Select<E>, order: OrderBy<E>, args: &PageArgs) -> Result<Select<E>> {
    let (size, is_back) = size(args)?;
    Ok(sorted(cut(rows, order, args)?, order, is_back).limit(size + 1))
}

/// What lies between the cursors.
pub(super) fn cut<E: Keyed>(mut rows: Select<E>, order: OrderBy<E>, args: &PageArgs) -> Result<Select<E>> {
    if let Some(after) = &args.after {
        rows = rows.filter(beyond(order, &Place::decode::<E>(order, "after", after)?, !order.is_descending));
    }
    if let Some(before) = &args.before {
        rows = rows.filter(beyond(order, &Place::decode::<E>(order, "before", before)?, order.is_descending));
    }
    Ok(rows)
}

/// A page of the rows read: one more than its size, if there are more.
pub(super) fn finish<E>(items: Vec<E::Model>, order: OrderBy<E>, args: &PageArgs) -> Result<Page<E::Model>>
where
    E: Keyed,
    E::Model: ModelTrait<Entity = E>,
{
    let Trimmed { items, has_previous, has_next } = trimmed(items, args)?;
    let items = items.into_iter().map(|row| (Cursor::Of(Place::of::<E>(order, &row)), row)).collect();
    Ok(Page { items, has_previous, has_next })
}

/// The rows of a page, in the list's order, and what lies beside it.
pub(super) struct Trimmed<T> {
    pub items: Vec<T>,
    pub has_previous: bool,
    pub has_next: bool,
}

/// Of the rows read those of the page: one more than its size was read, if there are more.
pub(super) fn trimmed<T>(mut items: Vec<T>, args: &PageArgs) -> Result<Trimmed<T>> {
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

pub(super) fn sorted<E: Keyed>(rows: Select<E>, order: OrderBy<E>, is_back: bool) -> Select<E> {
    let (direction, nulls) = direction(order, is_back);
    let rows = match nulls {
        Some(nulls) => rows.order_by_with_nulls(order.column, direction.clone(), nulls),
        None => rows.order_by(order.column, direction.clone()),
    };
    rows.order_by(E::ID, direction)
}

/// Which way rows are read, and where those without a value stand, if there can be any.
pub(super) fn direction<E: Keyed>(order: OrderBy<E>, is_back: bool) -> (Order, Option<NullOrdering>) {
    let direction = if order.is_descending == is_back { Order::Asc } else { Order::Desc };
    let nulls = if is_back { NullOrdering::First } else { NullOrdering::Last };
    (direction, order.column.def().is_null().then_some(nulls))
}

/// Rows on the greater (or lesser) side of a place, where null is beyond every value in reading direction.
fn beyond<E: Keyed>(order: OrderBy<E>, place: &Place, is_greater: bool) -> Condition {
    let column = order.column;
    let after = is_greater != order.is_descending;
    let side = |left: Expr, right: Expr| if is_greater { left.gt(right) } else { left.lt(right) };
    let same_id = || side(E::ID.into_expr(), Expr::val(place.i));
    let Some(value) = place.v.value() else {
        let ties = Condition::all().add(column.is_null()).add(same_id());
        return if after { ties } else { Condition::any().add(column.is_not_null()).add(ties) };
    };
    if !column.def().is_null() {
        let here = Expr::tuple([column.into_expr(), E::ID.into_expr()]);
        return Condition::all().add(side(here, Expr::tuple([Expr::val(value), Expr::val(place.i)])));
    }
    let ties = Condition::all().add(column.eq(value.clone())).add(same_id());
    let beyond = Condition::any().add(side(column.into_expr(), Expr::val(value))).add(ties);
    if after { beyond.add(column.is_null()) } else { beyond }
}

impl Place {
    fn of<E>(order: OrderBy<E>, row: &E::Model) -> Self
    where
        E: Keyed,
        E::Model: ModelTrait<Entity = E>,
    {
        Self::at(order, row.get(order.column), E::id(row).into())
    }

    /// Of the row with this id and this value in the column of the order.
    pub(super) fn at<E: Keyed>(order: OrderBy<E>, value: Value, id: Uuid) -> Self {
        Self { o: name(order), v: Key::of(value), i: id }
    }

    fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    fn decode<E: Keyed>(order: OrderBy<E>, path: &str, text: &str) -> Result<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok();
        let place = bytes.and_then(|bytes| serde_json::from_slice::<Self>(&bytes).ok());
        place
            .filter(|place| place.o == name(order) && place.v.fits(&order.column.def()))
            .ok_or_else(|| Error::invalid(path, "a cursor of this list, in this order"))
    }
}

fn name<E: Keyed>(order: OrderBy<E>) -> (Cow<'static, str>, Cow<'static, str>, bool) {
    (E::default().table_name().into(), order.column.as_str().into(), order.is_descending)
}

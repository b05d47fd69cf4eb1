//! Where a row stands in an order, and what lies on either side of it.

use super::{OrderBy, key::Key};
use crate::kernel::error::{Error, Result};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use entity::tenancy::Keyed;
use sea_orm::{
    ColumnTrait, Condition, IdenStatic, ModelTrait, Order, QueryOrder, Select, Value,
    sea_query::{Expr, ExprTrait, NullOrdering},
};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use uuid::Uuid;

/// A row's place in an order. Opaque to clients; refused in any other list or order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Place {
    /// Table and column.
    o: (Cow<'static, str>, Cow<'static, str>, bool),
    v: Key,
    i: Uuid,
}

pub(in crate::kernel) fn sorted<E: Keyed>(rows: Select<E>, order: OrderBy<E>, is_back: bool) -> Select<E> {
    let (direction, nulls) = direction(order, is_back);
    let rows = match nulls {
        Some(nulls) => rows.order_by_with_nulls(order.column, direction.clone(), nulls),
        None => rows.order_by(order.column, direction.clone()),
    };
    rows.order_by(E::ID, direction)
}

/// Which way rows are read, and where those without a value stand, if there can be any.
pub(in crate::kernel) fn direction<E: Keyed>(
    order: OrderBy<E>,
    is_back: bool,
) -> (Order, Option<NullOrdering>) {
    let direction = if order.is_descending == is_back { Order::Asc } else { Order::Desc };
    let nulls = if is_back { NullOrdering::First } else { NullOrdering::Last };
    (direction, order.column.def().is_null().then_some(nulls))
}

/// Rows on the greater (or lesser) side of a place, where null is beyond every value in reading direction.
pub(super) fn beyond<E: Keyed>(order: OrderBy<E>, place: &Place, is_greater: bool) -> Condition {
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
    pub(super) fn of<E>(order: OrderBy<E>, row: &E::Model) -> Self
    where
        E: Keyed,
        E::Model: ModelTrait<Entity = E>,
    {
        Self::at(order, row.get(order.column), E::id(row).into())
    }

    /// Of the row with this id and this value in the column of the order.
    pub(in crate::kernel) fn at<E: Keyed>(order: OrderBy<E>, value: Value, id: Uuid) -> Self {
        Self { o: name(order), v: Key::of(value), i: id }
    }

    pub(super) fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    pub(super) fn decode<E: Keyed>(order: OrderBy<E>, path: &str, text: &str) -> Result<Self> {
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

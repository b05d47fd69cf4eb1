//! One keyset page for every list, in any offered order: nulls last, ties broken by id, no OFFSET.

mod key;
mod place;
mod read;

pub use place::Place;
pub(super) use place::{direction, sorted};
pub(crate) use read::size;
pub(super) use read::{Trimmed, cut, finish, plan, trimmed};
pub use read::{page, page_of, total};

use entity::tenancy::Keyed;

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

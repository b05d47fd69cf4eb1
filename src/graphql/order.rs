//! Which way a list is sorted; each noun has its own `XOrder` input of a field and this.

use async_graphql::Enum;

/// Which way a list is sorted. Items without a value come last either way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
pub enum OrderDirection {
    /// Smallest, earliest or first letter first.
    Asc,
    /// Largest, latest or last letter first.
    #[default]
    Desc,
}

impl OrderDirection {
    #[must_use]
    pub fn is_descending(self) -> bool {
        self == Self::Desc
    }
}

//! The filter inputs every list shares; each turns into the kernel's filter of the same shape.

mod id;
mod one_of;
mod range;

pub use id::IdFilter;
pub use one_of::ChoiceFilter;
pub use range::{DateTimeFilter, IntFilter};

use crate::kernel::filter::{Choice, Text};
use async_graphql::InputObject;

/// Conditions on a text, all of which must hold. Letters match in either case.
#[derive(Clone, Debug, Default, InputObject)]
pub struct TextFilter {
    /// Is this text.
    eq: Option<String>,
    /// Is one of these texts; at most 100.
    #[graphql(name = "in", validator(max_items = 100))]
    is_in: Option<Vec<String>>,
    /// Is not this text.
    not: Option<String>,
    /// Has this text in it.
    contains: Option<String>,
    /// Begins with this text.
    starts_with: Option<String>,
    /// Is empty (true) or is not (false).
    is_null: Option<bool>,
}

impl From<TextFilter> for Text {
    fn from(f: TextFilter) -> Self {
        let TextFilter { eq, is_in, not, contains, starts_with, is_null } = f;
        Self { eq, is_in, not, contains, starts_with, is_null }
    }
}

/// An enum's filter input has the same fields; write it with this macro-free helper.
pub fn choice<T>(eq: Option<T>, is_in: Option<Vec<T>>, not: Option<T>, is_null: Option<bool>) -> Choice<T> {
    Choice { eq, is_in, not, is_null }
}

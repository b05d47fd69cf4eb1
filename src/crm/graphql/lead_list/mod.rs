//! Lists of leads, as clients see and change them.

mod fields;
mod mutation;
mod query;

pub use fields::LeadList;
pub use mutation::LeadListMutation;
pub use query::LeadListQuery;

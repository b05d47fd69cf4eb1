//! Companies, as clients see and change them.

mod fields;
mod inputs;
mod mutation;
mod query;

pub use fields::Company;
pub use inputs::{CompanyFilterInput, CompanyOrder, order as company_order};
pub use mutation::CompanyMutation;
pub use query::CompanyQuery;

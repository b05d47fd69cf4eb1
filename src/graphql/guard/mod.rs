//! What a document may look like and cost, decided before anything runs. Pure: over text, the parsed document and the
//! schema's shape. Who is asking, and what they spent already, is the doors' business.

mod cost;
mod document;
mod operation;
mod refusal;
mod shape;
mod tokens;
mod types;
mod variables;

pub use cost::{ADD_UP, ANALYTICS, INTROSPECTION_COST, cost};
pub use document::{Documents, Parsed};
pub use operation::Chosen;
pub use refusal::{Code, Refusal};
pub use types::Types;
pub use variables::{check as check_variables, path_of};

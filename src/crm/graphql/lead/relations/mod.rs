//! What hangs on leads and companies, and how a page of leads is read with it: written in one go, or resolved field by field.

mod ahead;
mod written;

pub use ahead::{activities, card, columns_of_leads, enrichments, of_companies, of_leads};
pub use written::page as written_page;

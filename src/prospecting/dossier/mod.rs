//! Everything known of one person while they are looked into: who said what, what was asked, what checks gave. Pure.
//!
//! The records are the truth; merged values, what the waterfall knows and the rows of provenance are derived from them.

mod file;
mod learn;
mod rows;

pub use file::{Asked, Check, Dossier, OWN};
pub use rows::{COMPANY, Provenance, company_facts, company_fields, provenance};

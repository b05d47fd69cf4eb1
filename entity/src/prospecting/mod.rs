//! Whom we could know. Rows only.

pub mod enrichment;
pub mod lead_request;
pub mod prospect;

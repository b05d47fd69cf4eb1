//! Files on their way to becoming leads. Rows only.

pub mod import;
pub mod import_keys;
pub mod import_mapping;
pub mod import_row;
pub mod parts;

//! Text in one spelling: e-mail and web addresses, time zones, letters without case. Pure: no clock, no database.

mod address;
mod email;
mod error;
mod fold;
mod time_zone;

pub use address::without_query;
pub use email::{email, is_role_email};
pub use error::{Key, KeyError};
pub use fold::{fold, slug, words};
pub use time_zone::time_zone;

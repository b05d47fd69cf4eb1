//! What makes two records one person or one company (rule 16): each key has one spelling.
//!
//! Pure: no clock, no database. A refusal says what would be right and never repeats the value, which is personal.

mod country;
mod country_table;
mod domain;
mod freemail;
mod linkedin;
mod name;
mod phone;
mod url;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

pub use crate::base::text::{Key, KeyError, email, fold, is_role_email, slug, time_zone, words};
pub use country::{country, country_by_name, country_name, country_names, country_zone};
pub use domain::{company_domain, company_domain_of, domain};
pub use freemail::is_freemail;
pub use linkedin::{linkedin_company_id, linkedin_company_url, linkedin_id, linkedin_url};
pub use name::{company_name_key, middle_initials, name_key};
pub use phone::phone;
pub use url::url;

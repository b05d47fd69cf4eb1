//! The words people use for titles, departments, industries and places, and what they mean here.
//!
//! Shared by parsing a description, scoring and contact times, so that all three understand a word alike.

mod cities;
mod departments;
mod gics;
mod industries;
mod industry_words;
mod places;
mod stem;
mod titles;

#[cfg(test)]
mod tests;

pub use cities::{City, city, city_names};
pub use departments::{DEPARTMENTS, departments};
pub use industries::{Industry, closeness, industry, names_industry};
pub use places::{DEMONYMS, REGIONS, US_STATES};
pub use stem::{stem, stems};
pub use titles::{seniority, seniority_named, seniority_words};

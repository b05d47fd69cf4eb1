//! What providers write in many ways, in one: countries, places, seniority, sizes, domains. Pure.

mod country;
mod domain;
mod place;
mod seniority;
mod size;

pub use country::{country_code, country_name};
pub use domain::registrable_domain;
pub use place::{Place, place};
pub use seniority::{seniority, seniority_name, seniority_of_title};
pub use size::{employees, whole_number};

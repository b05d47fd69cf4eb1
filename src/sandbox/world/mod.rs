//! The world the sandbox answers from: real companies, invented people, the same for the same seed.
//! Knows nothing of HTTP or of any provider's JSON.

pub mod company;
pub mod draw;
pub mod filter;
pub mod lookup;
pub mod person;
pub mod search;
pub mod sighting;
mod staff;
pub mod tables;
pub mod text;

use company::Company;
use draw::Draw;
use person::Persona;
use std::collections::HashMap;

pub use filter::{CompanyFilter, PeopleFilter};
pub use sighting::{Finding, Sighting};

/// Everything there is. About 300 KiB.
#[derive(Debug)]
pub struct World {
    pub draw: Draw,
    companies: Vec<Company>,
    people: Vec<Persona>,
    /// Where each company's people begin in `people`.
    first_person: Vec<usize>,
    by_domain: HashMap<String, u16>,
}

impl World {
    /// The 500 companies behind the file's 503 listings, and their people.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        let mut world = Self {
            draw: Draw::seeded(seed),
            companies: Vec::new(),
            people: Vec::new(),
            first_person: Vec::new(),
            by_domain: HashMap::new(),
        };
        let mut reader = csv::Reader::from_reader(tables::COMPANIES_CSV.as_bytes());
        for row in reader.records().filter_map(Result::ok) {
            let index = u16::try_from(world.companies.len()).unwrap_or(u16::MAX);
            if let Some(company) = Company::read(&row, index, world.draw) {
                world.settle(company);
            }
        }
        world
    }

    fn settle(&mut self, company: Company) {
        if self.by_domain.contains_key(&company.domain) {
            return; // Another class of the same company's shares.
        }
        self.first_person.push(self.people.len());
        self.people.extend(Persona::all_of(&company, self.draw));
        self.by_domain.insert(company.domain.clone(), company.index);
        self.companies.push(company);
    }
}

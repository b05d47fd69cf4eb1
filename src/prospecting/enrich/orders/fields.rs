//! What can be asked for.

use crate::{
    connectors::facts::{CompanyField as C, PersonField as P},
    prospecting::waterfall::{Field, Want},
};
use serde::{Deserialize, Serialize};

/// Something that can be found out about a person or their company.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, async_graphql::Enum,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EnrichField {
    /// A business address that takes mail.
    Email,
    /// A phone number.
    Phone,
    /// Job title and how high in the house.
    Title,
    /// The LinkedIn profile.
    Linkedin,
    /// City and country.
    Location,
    /// The company's industry, size and revenue.
    Company,
}

impl EnrichField {
    /// What is found out when nothing is said: everything but numbers, which cost extra.
    pub const USUAL: [Self; 5] = [Self::Email, Self::Title, Self::Linkedin, Self::Location, Self::Company];

    fn fields(self) -> &'static [Field] {
        match self {
            Self::Email => &[Field::Person(P::Email)],
            Self::Phone => &[Field::Person(P::Phone)],
            Self::Title => &[Field::Person(P::Title), Field::Person(P::Seniority)],
            Self::Linkedin => &[Field::Person(P::LinkedinUrl)],
            Self::Location => &[Field::Person(P::City), Field::Person(P::Country)],
            Self::Company => &[
                Field::Company(C::Industry),
                Field::Company(C::EmployeeCount),
                Field::Company(C::AnnualRevenue),
            ],
        }
    }
}

/// The wants of a waterfall over these.
pub(super) fn wants(fields: &[EnrichField]) -> Vec<Want> {
    fields.iter().flat_map(|field| field.fields()).map(|field| Want::usual(*field)).collect()
}

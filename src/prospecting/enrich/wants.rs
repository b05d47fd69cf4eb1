//! What is worth finding out about a candidate.

use crate::{
    connectors::facts::{CompanyField as C, PersonField as P},
    prospecting::{
        profile::{Channel, Profile},
        waterfall::{Field, Want},
    },
};

/// Who they are and how to reach them; of the rest, what the profile asks for, because only that is scored.
#[must_use]
pub fn wants(profile: &Profile) -> Vec<Want> {
    let mut fields = vec![
        Field::Person(P::FullName),
        Field::Person(P::Title),
        Field::Person(P::LinkedinUrl),
        Field::Company(C::Domain),
        Field::Person(P::Email),
    ];
    let has_band = |band: &crate::prospecting::profile::Band| band.min.is_some() || band.max.is_some();
    if !profile.countries.value.is_empty() || !profile.cities.value.is_empty() {
        fields.push(Field::Person(P::Country));
    }
    if !profile.industries.value.is_empty() {
        fields.push(Field::Company(C::Industry));
    }
    if has_band(&profile.employees.value) {
        fields.push(Field::Company(C::EmployeeCount));
    }
    if has_band(&profile.revenue.value) {
        fields.push(Field::Company(C::AnnualRevenue));
    }
    if profile.channels.value.contains(&Channel::Whatsapp) {
        fields.push(Field::Person(P::Phone));
    }
    fields.into_iter().map(Want::usual).collect()
}

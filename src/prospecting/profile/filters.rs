//! What a person set explicitly; it beats anything read out of the description.

use super::clean::{lines, once};
use super::types::{Band, Channel, Exclusions, Origin, Profile, part};
use crate::connectors::facts::Seniority;
use crate::crm::keys;
use crate::prospecting::lexicon::industry;
use serde::{Deserialize, Serialize};

/// The filters of a lead request; what is empty was not set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Filters {
    pub roles: Vec<String>,
    pub seniorities: Vec<Seniority>,
    pub departments: Vec<String>,
    pub industries: Vec<String>,
    /// ISO alpha-2 codes or English names.
    pub countries: Vec<String>,
    pub cities: Vec<String>,
    pub employees: Band,
    /// Whole US dollars a year.
    pub revenue: Band,
    pub keywords: Vec<String>,
    pub needs: Vec<String>,
    pub channels: Vec<Channel>,
    pub exclusions: Exclusions,
    /// Whole US dollars.
    pub budget: Band,
}

impl Filters {
    /// The profile these filters alone make.
    pub(super) fn profile(&self) -> Profile {
        let band = |band: Band| part(Band::new(band.min, band.max), Origin::Filter);
        let list = |entries: &[String]| part(lines(entries), Origin::Filter);
        let countries =
            once(self.countries.iter().filter_map(|name| keys::country_by_name(name)).map(str::to_owned));
        Profile {
            roles: part(lines(self.roles.iter().map(|role| role.to_lowercase())), Origin::Filter),
            seniorities: part(once(self.seniorities.iter().copied()), Origin::Filter),
            departments: list(&self.departments),
            industries: part(
                lines(&self.industries).iter().map(|said| industry(said)).collect(),
                Origin::Filter,
            ),
            countries: part(countries, Origin::Filter),
            cities: list(&self.cities),
            employees: band(self.employees),
            revenue: band(self.revenue),
            keywords: list(&self.keywords),
            needs: list(&self.needs),
            channels: part(once(self.channels.iter().copied()), Origin::Filter),
            exclusions: part(self.exclusions.clone(), Origin::Filter),
            budget: band(self.budget),
        }
    }
}

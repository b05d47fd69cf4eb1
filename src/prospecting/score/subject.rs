//! What a score looks at: one person, as far as known.

use crate::base::clock::Timestamp;
use crate::connectors::facts::{CompanyField, PersonField, Seniority};
use crate::crm::keys;
use crate::prospecting::lexicon;
use crate::prospecting::merge::Merged;
use crate::prospecting::profile::Channel;
use serde::{Deserialize, Serialize};

/// A prospect or lead as scoring, tags and offerings see them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Subject {
    pub title: Option<String>,
    pub seniority: Option<Seniority>,
    /// Names of `lexicon::DEPARTMENTS`.
    pub departments: Vec<String>,
    /// In the source's words.
    pub industry: Option<String>,
    pub employees: Option<u64>,
    /// Whole US dollars a year.
    pub revenue: Option<u64>,
    /// ISO alpha-2; the person's, else the company's.
    pub country: Option<String>,
    pub city: Option<String>,
    pub company_name: Option<String>,
    pub company_description: Option<String>,
    pub technologies: Vec<String>,
    /// Ways to reach them that are known.
    pub channels: Vec<Channel>,
    /// The address was checked and takes mail.
    pub is_email_validated: bool,
    pub has_phone: bool,
    /// When the youngest fact was fetched.
    pub fetched_at: Option<Timestamp>,
    /// `None`: never contacted.
    pub engagement: Option<Engagement>,
}

/// What has happened between us and them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Engagement {
    pub contacted: u32,
    /// By a person, not by a privacy proxy or scanner.
    pub opened: u32,
    pub clicked: u32,
    pub replied: u32,
    pub last_replied_at: Option<Timestamp>,
}

impl From<&Merged> for Subject {
    fn from(merged: &Merged) -> Self {
        use CompanyField as C;
        use PersonField as P;
        let text = |field| merged.get(field).map(str::to_owned);
        let company = |field| merged.company.get(field).map(str::to_owned);
        let title = text(P::Title);
        let ranked = || title.as_deref().and_then(lexicon::seniority);
        let departments =
            |from: &str| lexicon::departments(from).into_iter().map(str::to_owned).collect::<Vec<_>>();
        let by_title = title.as_deref().map(departments).unwrap_or_default();
        let technologies = merged.company.facts.iter().filter(|c| c.field == C::Technology && c.is_chosen);
        Self {
            seniority: merged.get(P::Seniority).and_then(lexicon::seniority_named).or_else(ranked),
            departments: if by_title.is_empty() {
                merged.get(P::Department).map(departments).unwrap_or_default()
            } else {
                by_title
            },
            industry: company(C::Industry),
            employees: merged.company.number(C::EmployeeCount),
            revenue: merged.company.number(C::AnnualRevenue),
            country: text(P::Country).or_else(|| company(C::Country)),
            city: text(P::City).or_else(|| company(C::City)),
            company_name: company(C::Name),
            company_description: company(C::Description),
            technologies: technologies.map(|c| c.value.clone()).collect(),
            channels: channels(merged),
            is_email_validated: merged.chosen(P::Email).is_some_and(|c| c.is_validated),
            has_phone: merged.get(P::Phone).is_some(),
            fetched_at: merged.freshest(),
            engagement: None,
            title,
        }
    }
}

fn channels(merged: &Merged) -> Vec<Channel> {
    let handle = |channel| match channel {
        Channel::Email => PersonField::Email,
        Channel::Linkedin => PersonField::LinkedinUrl,
        Channel::Whatsapp => PersonField::Whatsapp,
        Channel::Instagram => PersonField::Instagram,
        Channel::Facebook => PersonField::Facebook,
        Channel::X => PersonField::X,
    };
    Channel::ALL.into_iter().filter(|channel| merged.get(handle(*channel)).is_some()).collect()
}

impl Subject {
    /// "Munich, Germany", as far as known.
    #[must_use]
    pub fn place(&self) -> Option<String> {
        let country = self.country.as_deref().map(|code| keys::country_name(code).unwrap_or(code));
        let parts: Vec<&str> = self.city.as_deref().into_iter().chain(country).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

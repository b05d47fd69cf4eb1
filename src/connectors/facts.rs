//! What providers tell us, in one vocabulary: facts about people and companies, each with its confidence.

use serde::{Deserialize, Serialize};

/// What can be known about a person. The names are those of `Enrichment.field`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonField {
    FirstName,
    LastName,
    FullName,
    Title,
    /// One of [`Seniority`]'s names.
    Seniority,
    Department,
    Email,
    Phone,
    LinkedinUrl,
    City,
    /// ISO 3166-1 alpha-2.
    Country,
    /// IANA name.
    TimeZone,
    Instagram,
    Facebook,
    X,
    Whatsapp,
}

/// What can be known about a company. The names are those of `Enrichment.field`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CompanyField {
    Name,
    /// Registrable domain, lower case.
    Domain,
    Industry,
    /// Whole number.
    EmployeeCount,
    /// Whole US dollars a year.
    AnnualRevenue,
    FoundedYear,
    City,
    /// ISO 3166-1 alpha-2.
    Country,
    LinkedinUrl,
    Description,
    /// One technology per fact.
    Technology,
    /// Total funding in whole US dollars.
    FundingTotal,
}

/// One value of one field as one provider states it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact<F> {
    pub field: F,
    pub value: String,
    /// 0 (a guess) to 100 (certain), as far as the provider says; 50 where it says nothing.
    pub confidence: u8,
    /// The provider has checked the value itself (a verified address, a dialled number).
    pub is_validated: bool,
}

/// A person as one provider describes it; absent facts are unknown, never empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The provider's own id: what its enrichment call wants back.
    pub external_id: Option<String>,
    pub facts: Vec<Fact<PersonField>>,
    pub company: Company,
    /// The person asked this provider not to process their data (Hunter 451): never contact, never ask again.
    pub is_forbidden: bool,
}

/// A company as one provider describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Company {
    pub external_id: Option<String>,
    pub facts: Vec<Fact<CompanyField>>,
}

impl Person {
    /// The value of `field`, the most trusted first; `None` when unknown.
    #[must_use]
    pub fn get(&self, field: PersonField) -> Option<&str> {
        best(&self.facts, field)
    }

    /// Adds a fact unless the value is absent or blank.
    pub fn know(&mut self, field: PersonField, value: Option<impl Into<String>>, confidence: u8) {
        learn(&mut self.facts, field, value, confidence);
    }
}

impl Company {
    /// The value of `field`, the most trusted first; `None` when unknown.
    #[must_use]
    pub fn get(&self, field: CompanyField) -> Option<&str> {
        best(&self.facts, field)
    }

    /// Adds a fact unless the value is absent or blank.
    pub fn know(&mut self, field: CompanyField, value: Option<impl Into<String>>, confidence: u8) {
        learn(&mut self.facts, field, value, confidence);
    }
}

fn best<F: PartialEq + Copy>(facts: &[Fact<F>], field: F) -> Option<&str> {
    let known = facts.iter().filter(|fact| fact.field == field);
    known.max_by_key(|fact| (fact.is_validated, fact.confidence)).map(|fact| fact.value.as_str())
}

fn learn<F>(facts: &mut Vec<Fact<F>>, field: F, value: Option<impl Into<String>>, confidence: u8) {
    let Some(value) = value.map(Into::into) else { return };
    let value = value.trim();
    if !value.is_empty() {
        facts.push(Fact { field, value: value.to_owned(), confidence, is_validated: false });
    }
}

/// How high in the house a person sits; the same ladder for every provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seniority {
    Intern,
    Entry,
    Senior,
    Manager,
    Head,
    Director,
    Vp,
    CSuite,
    Partner,
    Founder,
    Owner,
}

/// The people we look for; an empty list means "any".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleQuery {
    /// Job titles as people write them ("head of sales").
    pub titles: Vec<String>,
    pub seniorities: Vec<Seniority>,
    pub departments: Vec<String>,
    /// Industries in the requester's words ("logistics").
    pub industries: Vec<String>,
    /// ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
    pub cities: Vec<String>,
    pub keywords: Vec<String>,
    /// Registrable domains, when the companies are known already.
    pub company_domains: Vec<String>,
    pub employees_min: Option<u32>,
    pub employees_max: Option<u32>,
    /// Whole US dollars a year.
    pub revenue_min: Option<u64>,
    pub revenue_max: Option<u64>,
}

/// One page of a provider's answer and how to ask for the next.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found<T> {
    pub items: Vec<T>,
    /// Opaque; give it back for the next page. `None`: that was all that is shown.
    pub next: Option<String>,
    /// There is more, and nobody is shown it: a list is cut off where the provider or the source's config ends it.
    #[serde(default)]
    pub is_cut_off: bool,
}

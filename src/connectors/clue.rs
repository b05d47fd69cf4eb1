//! What we already know when we ask a provider for more.

use crate::connectors::facts::{PeopleQuery, Person, PersonField};
use serde::{Deserialize, Serialize};

/// Who is meant. Whatever is known helps; each provider says what it needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonClue {
    /// The asked provider's own id, from its search.
    pub external_id: Option<String>,
    pub email: Option<String>,
    pub linkedin_url: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub full_name: Option<String>,
    /// Registrable domain of the employer; never a freemail domain.
    pub company_domain: Option<String>,
    pub company_name: Option<String>,
}

/// Which company is meant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CompanyClue {
    /// The asked provider's own id.
    pub external_id: Option<String>,
    /// Registrable domain; never a freemail domain.
    pub domain: Option<String>,
    pub name: Option<String>,
    pub linkedin_url: Option<String>,
}

/// The companies we look for; an empty list means "any".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CompanyQuery {
    /// Industries in the requester's words.
    pub industries: Vec<String>,
    /// ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
    pub cities: Vec<String>,
    pub keywords: Vec<String>,
    pub employees_min: Option<u32>,
    pub employees_max: Option<u32>,
}

impl PersonClue {
    /// First and last name, from the parts or from the full name; `None` when there are not two words.
    #[must_use]
    pub fn names(&self) -> Option<(String, String)> {
        if let (Some(first), Some(last)) = (&self.first_name, &self.last_name) {
            return Some((first.clone(), last.clone()));
        }
        let (first, last) = self.full_name.as_deref()?.trim().split_once(char::is_whitespace)?;
        Some((first.to_owned(), last.trim().to_owned()))
    }

    /// The whole name, put together when only its parts are known.
    #[must_use]
    pub fn whole_name(&self) -> Option<String> {
        let parts = || Some(format!("{} {}", self.first_name.as_deref()?, self.last_name.as_deref()?));
        self.full_name.clone().or_else(parts)
    }

    /// The public id of the LinkedIn address: `amara-quist` of `https://www.linkedin.com/in/amara-quist/`.
    #[must_use]
    pub fn linkedin_id(&self) -> Option<&str> {
        linkedin_id(self.linkedin_url.as_deref()?)
    }
}

impl From<&Person> for PersonClue {
    fn from(person: &Person) -> Self {
        let known = |field| person.get(field).map(str::to_owned);
        let of_company = |field| person.company.get(field).map(str::to_owned);
        Self {
            external_id: person.external_id.clone(),
            email: known(PersonField::Email),
            linkedin_url: known(PersonField::LinkedinUrl),
            first_name: known(PersonField::FirstName),
            last_name: known(PersonField::LastName),
            full_name: known(PersonField::FullName),
            company_domain: of_company(crate::connectors::facts::CompanyField::Domain),
            company_name: of_company(crate::connectors::facts::CompanyField::Name),
        }
    }
}

impl From<&PeopleQuery> for CompanyQuery {
    fn from(query: &PeopleQuery) -> Self {
        Self {
            industries: query.industries.clone(),
            countries: query.countries.clone(),
            cities: query.cities.clone(),
            keywords: query.keywords.clone(),
            employees_min: query.employees_min,
            employees_max: query.employees_max,
        }
    }
}

/// The public id in a LinkedIn address of a person.
pub(crate) fn linkedin_id(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("/in/")?;
    rest.split(['/', '?', '#']).next().filter(|id| !id.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{PersonClue, linkedin_id};

    #[test]
    fn a_full_name_is_split_at_the_first_space() {
        let clue = PersonClue { full_name: Some(" Ana de la Cruz ".into()), ..PersonClue::default() };
        assert_eq!(clue.names(), Some(("Ana".to_owned(), "de la Cruz".to_owned())));
        let one = PersonClue { full_name: Some("Ana".into()), ..PersonClue::default() };
        assert_eq!(one.names(), None);
    }

    #[test]
    fn a_linkedin_address_gives_its_public_id() {
        assert_eq!(linkedin_id("http://de.linkedin.com/in/amara-quist/?x=1"), Some("amara-quist"));
        assert_eq!(linkedin_id("https://www.linkedin.com/company/tidewater"), None);
        assert_eq!(linkedin_id("https://www.linkedin.com/in/"), None);
    }
}

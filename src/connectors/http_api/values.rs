//! What placeholders stand for.

use crate::connectors::{
    clue::{CompanyClue, PersonClue},
    facts::PeopleQuery,
    normal::{country_name, seniority_name},
};
use std::collections::BTreeMap;

/// Placeholders of a people search. Lists are joined by commas; the singular is the first.
pub(super) const SEARCH: [&str; 16] = [
    "title",
    "titles",
    "seniorities",
    "departments",
    "industry",
    "industries",
    "country",
    "countries",
    "countryNames",
    "city",
    "cities",
    "keywords",
    "domains",
    "employeesMin",
    "employeesMax",
    "limit",
];
/// Placeholders of a person.
pub(super) const PERSON: [&str; 9] = [
    "externalId",
    "email",
    "linkedinUrl",
    "linkedinId",
    "firstName",
    "lastName",
    "fullName",
    "domain",
    "companyName",
];
/// Placeholders of a company.
pub(super) const COMPANY: [&str; 4] = ["externalId", "domain", "companyName", "linkedinUrl"];

/// Values by placeholder; absent ones are unknown.
#[derive(Debug, Default)]
pub(super) struct Values(BTreeMap<&'static str, String>);

impl Values {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    fn put(&mut self, name: &'static str, value: Option<String>) {
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            self.0.insert(name, value);
        }
    }

    pub fn search(query: &PeopleQuery, limit: u32) -> Self {
        let mut values = Self::default();
        let names: Vec<String> = query.countries.iter().map(|code| country_name(code).to_owned()).collect();
        let rungs: Vec<String> =
            query.seniorities.iter().map(|rung| seniority_name(*rung).to_owned()).collect();
        let lists: [(&'static str, Option<&'static str>, &[String]); 9] = [
            ("titles", Some("title"), &query.titles),
            ("seniorities", None, &rungs),
            ("departments", None, &query.departments),
            ("industries", Some("industry"), &query.industries),
            ("countries", None, &query.countries),
            ("countryNames", Some("country"), &names),
            ("cities", Some("city"), &query.cities),
            ("domains", None, &query.company_domains),
            ("keywords", None, &[]),
        ];
        for (many, one, list) in lists {
            values.put(many, Some(list.join(",")));
            if let Some(one) = one {
                values.put(one, list.first().cloned());
            }
        }
        values.put("keywords", Some(query.keywords.join(" ")));
        values.put("employeesMin", query.employees_min.map(|count| count.to_string()));
        values.put("employeesMax", query.employees_max.map(|count| count.to_string()));
        values.put("limit", Some(limit.to_string()));
        values
    }

    pub fn person(clue: &PersonClue) -> Self {
        let mut values = Self::default();
        let names = clue.names();
        values.put("externalId", clue.external_id.clone());
        values.put("email", clue.email.clone());
        values.put("linkedinUrl", clue.linkedin_url.clone());
        values.put("linkedinId", clue.linkedin_id().map(str::to_owned));
        values.put("fullName", clue.whole_name());
        values.put("firstName", names.as_ref().map(|names| names.0.clone()));
        values.put("lastName", names.map(|names| names.1));
        values.put("domain", clue.company_domain.clone());
        values.put("companyName", clue.company_name.clone());
        values
    }

    pub fn company(clue: &CompanyClue) -> Self {
        let mut values = Self::default();
        values.put("externalId", clue.external_id.clone());
        values.put("domain", clue.domain.clone());
        values.put("companyName", clue.name.clone());
        values.put("linkedinUrl", clue.linkedin_url.clone());
        values
    }
}

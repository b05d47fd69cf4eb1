//! What to look for, as somebody wrote it: read field by field, so that each wrong one is named. Pure.

use crate::{
    connectors::facts::{PeopleQuery, Seniority},
    crm::keys,
    kernel::check::{self, Problems},
    prospecting::profile::{Band, Filters, Profile, parse_by_rules},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Entries of a list, and characters of an entry.
const ENTRIES: usize = 25;
const CHARS: usize = 80;
const FIELDS: [&str; 12] = [
    "titles",
    "seniorities",
    "departments",
    "industries",
    "countries",
    "cities",
    "keywords",
    "companyDomains",
    "employeesMin",
    "employeesMax",
    "revenueMin",
    "revenueMax",
];

/// The people to look for; what is empty was not asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Criteria {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub titles: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub seniorities: Vec<Seniority>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub departments: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub industries: Vec<String>,
    /// ISO 3166-1 alpha-2.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cities: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    /// Registrable domains.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub company_domains: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employees_min: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employees_max: Option<u32>,
    /// Whole US dollars a year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revenue_min: Option<u64>,
    /// Whole US dollars a year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revenue_max: Option<u64>,
}

impl Criteria {
    /// Reads them in their one spelling; what is wrong is kept below `searchCriteria`.
    pub fn read(value: &Value, problems: &mut Problems) -> Self {
        let Value::Object(fields) = value else {
            problems.add("searchCriteria", "a JSON object");
            return Self::default();
        };
        for name in fields.keys().filter(|name| !FIELDS.contains(&name.as_str())).take(10) {
            let name: String = name.chars().take(40).collect();
            problems.add(format!("searchCriteria.{name}"), format!("one of {}", FIELDS.join(", ")));
        }
        let mut reader = Reader { fields, problems: &mut *problems };
        let text = |text: &str| check::line(text, CHARS);
        let read = Self {
            titles: reader.list("titles", text),
            seniorities: reader.list("seniorities", seniority),
            departments: reader.list("departments", text),
            industries: reader.list("industries", text),
            countries: reader.list("countries", |text| {
                keys::country_by_name(text)
                    .map(str::to_owned)
                    .ok_or("a country, or its ISO 3166-1 code".into())
            }),
            cities: reader.list("cities", text),
            keywords: reader.list("keywords", text),
            company_domains: reader
                .list("companyDomains", |text| keys::domain(text).map_err(|e| e.to_string())),
            employees_min: reader.number("employeesMin").and_then(|n| u32::try_from(n).ok()),
            employees_max: reader.number("employeesMax").and_then(|n| u32::try_from(n).ok()),
            revenue_min: reader.number("revenueMin"),
            revenue_max: reader.number("revenueMax"),
        };
        read.check_bands(problems);
        read
    }

    fn check_bands(&self, problems: &mut Problems) {
        let is_upside_down = |min: Option<u64>, max: Option<u64>| min.zip(max).is_some_and(|(a, b)| a > b);
        if is_upside_down(self.employees_min.map(Into::into), self.employees_max.map(Into::into)) {
            problems.add("searchCriteria.employeesMax", "not less than employeesMin");
        }
        if is_upside_down(self.revenue_min, self.revenue_max) {
            problems.add("searchCriteria.revenueMax", "not less than revenueMin");
        }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// What to ask a source.
    #[must_use]
    pub fn query(&self) -> PeopleQuery {
        PeopleQuery {
            titles: self.titles.clone(),
            seniorities: self.seniorities.clone(),
            departments: self.departments.clone(),
            industries: self.industries.clone(),
            countries: self.countries.clone(),
            cities: self.cities.clone(),
            keywords: self.keywords.clone(),
            company_domains: self.company_domains.clone(),
            employees_min: self.employees_min,
            employees_max: self.employees_max,
            revenue_min: self.revenue_min,
            revenue_max: self.revenue_max,
        }
    }

    /// What an answer is scored against.
    #[must_use]
    pub fn profile(&self) -> Profile {
        let filters = Filters {
            roles: self.titles.clone(),
            seniorities: self.seniorities.clone(),
            departments: self.departments.clone(),
            industries: self.industries.clone(),
            countries: self.countries.clone(),
            cities: self.cities.clone(),
            employees: Band::new(self.employees_min.map(Into::into), self.employees_max.map(Into::into)),
            revenue: Band::new(self.revenue_min, self.revenue_max),
            keywords: self.keywords.clone(),
            ..Filters::default()
        };
        parse_by_rules("", &filters)
    }
}

struct Reader<'a> {
    fields: &'a Map<String, Value>,
    problems: &'a mut Problems,
}

impl Reader<'_> {
    fn list<T: PartialEq>(&mut self, name: &str, read: impl Fn(&str) -> Result<T, String>) -> Vec<T> {
        let path = format!("searchCriteria.{name}");
        let entries = match self.fields.get(name) {
            None | Some(Value::Null) => return vec![],
            Some(Value::Array(entries)) if entries.len() <= ENTRIES => entries,
            Some(_) => {
                self.problems.add(path, format!("a list of at most {ENTRIES} texts"));
                return vec![];
            }
        };
        let mut all: Vec<T> = vec![];
        for (at, entry) in entries.iter().enumerate() {
            let read = entry.as_str().ok_or_else(|| "a text".to_owned()).and_then(&read);
            let new = self.problems.keep(&format!("{path}.{at}"), read);
            all.extend(new.filter(|new| !all.contains(new)));
        }
        all
    }

    fn number(&mut self, name: &str) -> Option<u64> {
        let value = self.fields.get(name).filter(|value| !value.is_null())?;
        let number =
            value.as_u64().filter(|number| u32::try_from(*number).is_ok() || name.starts_with("revenue"));
        if number.is_none() {
            self.problems.add(format!("searchCriteria.{name}"), "a whole number, zero or more");
        }
        number
    }
}

fn seniority(text: &str) -> Result<Seniority, String> {
    let name = text.trim().to_lowercase().replace([' ', '-'], "_");
    serde_json::from_value(Value::String(name)).map_err(|_| {
        "one of intern, entry, senior, manager, head, director, vp, c_suite, partner, founder, owner"
            .to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::Criteria;
    use crate::kernel::{check::Problems, error::Error};
    use serde_json::{Value, json};

    fn wrong(value: &Value) -> Vec<String> {
        let mut problems = Problems::default();
        Criteria::read(value, &mut problems);
        match problems.finish() {
            Err(Error::Invalid(problems)) => problems.into_iter().map(|problem| problem.path).collect(),
            _ => vec![],
        }
    }

    #[test]
    fn they_are_read_in_one_spelling() {
        let value = json!({ "titles": [" Head of Sales "], "seniorities": ["C-Suite", "c_suite"], "countries": ["Germany", "de"], "employeesMin": 10 });
        assert_eq!(wrong(&value), Vec::<String>::new());
        let read = Criteria::read(&value, &mut Problems::default());
        let stored = serde_json::to_value(&read).unwrap();
        let expected = json!({ "titles": ["Head of Sales"], "seniorities": ["c_suite"], "countries": ["DE"], "employeesMin": 10 });
        assert_eq!(stored, expected);
        assert_eq!(serde_json::from_value::<Criteria>(stored).unwrap(), read);
    }

    #[test]
    fn each_wrong_field_is_named() {
        assert_eq!(wrong(&json!([])), ["searchCriteria"]);
        assert_eq!(wrong(&json!({ "title": "x" })), ["searchCriteria.title"]);
        assert_eq!(wrong(&json!({ "titles": "x" })), ["searchCriteria.titles"]);
        assert_eq!(
            wrong(&json!({ "titles": ["ok", 7, ""] })),
            ["searchCriteria.titles.1", "searchCriteria.titles.2"]
        );
        assert_eq!(wrong(&json!({ "countries": ["Narnia"] })), ["searchCriteria.countries.0"]);
        assert_eq!(wrong(&json!({ "seniorities": ["boss"] })), ["searchCriteria.seniorities.0"]);
        assert_eq!(wrong(&json!({ "employeesMin": -1 })), ["searchCriteria.employeesMin"]);
        assert_eq!(wrong(&json!({ "employeesMin": 9, "employeesMax": 3 })), ["searchCriteria.employeesMax"]);
        assert_eq!(wrong(&json!({ "titles": vec!["x"; 26] })), ["searchCriteria.titles"]);
    }
}

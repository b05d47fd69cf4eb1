//! What a language model is asked to fill in, and how little of its answer is believed.

use super::clean::{DOLLARS_MAX, EMPLOYEES_MAX, LIST_MAX, TEXT_MAX, lines, once};
use super::types::{Band, Channel, Exclusions, Origin, Profile, part};
use crate::connectors::facts::Seniority;
use crate::crm::keys;
use crate::prospecting::lexicon::{DEPARTMENTS, departments, industry, seniority_named};
use serde::Deserialize;
use serde::de::{IntoDeserializer, value::Error};
use serde_json::{Map, Value, json};

const SENIORITIES: [&str; 11] = [
    "intern", "entry", "senior", "manager", "head", "director", "vp", "c_suite", "partner", "founder",
    "owner",
];
const CHANNELS: [&str; 6] = ["EMAIL", "LINKEDIN", "WHATSAPP", "INSTAGRAM", "FACEBOOK", "X"];
const LISTS: [(&str, &str); 11] = [
    ("roles", "Job titles to look for, singular, lower case, e.g. \"head of operations\"."),
    ("seniorities", "Ranks of those titles."),
    ("departments", "Departments of those titles."),
    ("industries", "Industries of the companies to look for, not of the company that is looking."),
    ("countries", "ISO 3166-1 alpha-2 codes."),
    ("cities", "City names in English."),
    ("keywords", "Technologies or terms the companies must be known for; empty unless asked for."),
    ("needs", "Problems these clients have, and what is offered to them."),
    ("channels", "Only those asked for."),
    ("excluded_countries", "ISO 3166-1 alpha-2 codes."),
    ("excluded_terms", "Industries or kinds of company to leave out."),
];
const NUMBERS: [(&str, u64, &str); 6] = [
    ("employees_min", EMPLOYEES_MAX, "Fewest employees."),
    ("employees_max", EMPLOYEES_MAX, "Most employees."),
    ("revenue_min_usd", DOLLARS_MAX, "Least annual revenue in whole US dollars."),
    ("revenue_max_usd", DOLLARS_MAX, "Most annual revenue in whole US dollars."),
    ("budget_min_usd", DOLLARS_MAX, "Least budget in whole US dollars."),
    ("budget_max_usd", DOLLARS_MAX, "Largest budget in whole US dollars."),
];

/// The model's answer is not of the shape asked for; nothing of it is used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    #[error("the model's answer is not a JSON object")]
    NotAnObject,
    #[error("the model's answer lacks `{0}`")]
    Missing(&'static str),
    #[error("the model's answer has the wrong type in `{0}`")]
    WrongType(&'static str),
    #[error("the model's answer has a property that was not asked for")]
    Unasked,
}

/// The shape asked for, as strict structured output wants it: every property required, nothing more, lists and texts bounded
/// (by `pattern`, because OpenAI's strict mode documents no `maxLength`).
#[must_use]
pub fn json_schema() -> Value {
    let mut properties = Map::new();
    for (name, description) in LISTS {
        let words = |entries: &[&str]| json!({ "type": "string", "enum": entries });
        let items = match name {
            "seniorities" => words(&SENIORITIES),
            "channels" => words(&CHANNELS),
            "departments" => words(&DEPARTMENTS.map(|(name, _)| name)),
            "countries" | "excluded_countries" => json!({ "type": "string", "pattern": "^[A-Z]{2}$" }),
            _ => json!({ "type": "string", "pattern": format!("^.{{1,{TEXT_MAX}}}$") }),
        };
        let list =
            json!({ "type": "array", "description": description, "items": items, "maxItems": LIST_MAX });
        properties.insert(name.to_owned(), list);
    }
    for (name, maximum, description) in NUMBERS {
        let description = format!("{description} null when not said.");
        let number = json!({ "type": ["integer", "null"], "description": description, "minimum": 0, "maximum": maximum });
        properties.insert(name.to_owned(), number);
    }
    let required: Vec<&String> = properties.keys().collect();
    json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties.clone() })
}

/// What the model understood. The shape must be exactly [`json_schema`]'s; within it, everything is cut to size, cleaned, looked
/// up (countries, ranks, departments) and dropped where it means nothing.
///
/// # Errors
/// When the shape is another; the caller goes on with rules.
pub fn from_model(answer: &Value) -> Result<Profile, ModelError> {
    let answer = answer.as_object().ok_or(ModelError::NotAnObject)?;
    let is_asked = |name: &String| LISTS.iter().any(|l| l.0 == name) || NUMBERS.iter().any(|n| n.0 == name);
    if !answer.keys().all(is_asked) {
        return Err(ModelError::Unasked);
    }
    let band = |least, most, limit| {
        Ok(part(Band::new(number(answer, least, limit)?, number(answer, most, limit)?), Origin::Model))
    };
    let countries = |name| Ok(once(list(answer, name)?.iter().filter_map(|code| keys::country(code).ok())));
    let texts = |name| Ok::<_, ModelError>(lines(list(answer, name)?));
    let seniorities: Vec<Seniority> =
        once(list(answer, "seniorities")?.into_iter().filter_map(seniority_named));
    let known = list(answer, "departments")?.into_iter().flat_map(departments).map(str::to_owned);
    let excluded = texts("excluded_terms")?;
    let (industries, terms): (Vec<_>, Vec<_>) =
        excluded.iter().map(|t| industry(t)).partition(|i| i.sector.is_some());
    let exclusions = Exclusions {
        countries: countries("excluded_countries")?,
        industries,
        terms: terms.into_iter().map(|term| term.said).collect(),
    };
    Ok(Profile {
        roles: part(texts("roles")?.iter().map(|role| role.to_lowercase()).collect(), Origin::Model),
        seniorities: part(seniorities, Origin::Model),
        departments: part(once(known), Origin::Model),
        industries: part(texts("industries")?.iter().map(|said| industry(said)).collect(), Origin::Model),
        countries: part(countries("countries")?, Origin::Model),
        cities: part(texts("cities")?, Origin::Model),
        employees: band("employees_min", "employees_max", EMPLOYEES_MAX)?,
        revenue: band("revenue_min_usd", "revenue_max_usd", DOLLARS_MAX)?,
        keywords: part(texts("keywords")?, Origin::Model),
        needs: part(texts("needs")?, Origin::Model),
        channels: part(once(list(answer, "channels")?.into_iter().filter_map(channel)), Origin::Model),
        exclusions: part(exclusions, Origin::Model),
        budget: band("budget_min_usd", "budget_max_usd", DOLLARS_MAX)?,
    })
}

fn list<'a>(answer: &'a Map<String, Value>, name: &'static str) -> Result<Vec<&'a str>, ModelError> {
    let value = answer.get(name).ok_or(ModelError::Missing(name))?;
    let entries = value.as_array().ok_or(ModelError::WrongType(name))?;
    entries.iter().take(LIST_MAX).map(|entry| entry.as_str().ok_or(ModelError::WrongType(name))).collect()
}

/// A whole number within bounds; zero and anything beyond them say nothing.
fn number(answer: &Map<String, Value>, name: &'static str, limit: u64) -> Result<Option<u64>, ModelError> {
    match answer.get(name).ok_or(ModelError::Missing(name))? {
        Value::Null => Ok(None),
        Value::Number(number) => Ok(number.as_u64().filter(|n| (1..=limit).contains(n))),
        _ => Err(ModelError::WrongType(name)),
    }
}

fn channel(name: &str) -> Option<Channel> {
    Channel::deserialize(IntoDeserializer::<Error>::into_deserializer(name.trim())).ok()
}

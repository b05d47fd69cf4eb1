//! What a language model is asked about columns, and how little of its answer is believed. It is told the columns' names and
//! what kind of values they hold, never a value.

use super::shapes;
use entity::import_parts::{ImportField, ImportMapping, MappedBy, MappedColumn};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use std::collections::HashSet;

/// Columns it is asked about; the others are left to the rules.
pub const MOST: usize = 60;
/// More than rules are ever sure of by a part of a name, less than by a whole one.
const SURE: f64 = 0.8;

#[derive(Serialize)]
struct Asked<'a> {
    name: &'a str,
    values: &'static str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    columns: Vec<Said>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    name: String,
    field: String,
}

/// What it is asked: the same for the same columns.
#[must_use]
pub fn question(columns: &[String], sample: &[Vec<String>]) -> String {
    let asked = columns.iter().take(MOST).enumerate().map(|(at, name)| {
        let values: Vec<&str> = sample.iter().filter_map(|row| row.get(at)).map(String::as_str).collect();
        let values = match shapes::field(&values) {
            Some((ImportField::Email, _)) => "e-mail addresses",
            Some((ImportField::LinkedinUrl, _)) => "LinkedIn profiles",
            Some((ImportField::CompanyDomain, _)) => "web addresses",
            Some((ImportField::Phone, _)) => "phone numbers",
            Some((ImportField::Country, _)) => "country codes",
            _ if values.iter().all(|value| value.trim().is_empty()) => "nothing",
            _ => "text",
        };
        Asked { name, values }
    });
    serde_json::to_string(&asked.collect::<Vec<_>>()).unwrap_or_default()
}

/// The shape asked for, as strict structured output wants it.
#[must_use]
pub fn json_schema() -> Value {
    let names: Vec<Value> = fields().map(|field| json!(field)).collect();
    let column = json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["name", "field"],
        "properties": {
            "name": { "type": "string", "description": "The column's name, as given." },
            "field": { "type": "string", "enum": names },
        },
    });
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["columns"],
        "properties": { "columns": { "type": "array", "items": column, "maxItems": MOST } },
    })
}

/// The suggestion with what the model says of columns the rules are less sure of; `None`: the answer has another shape.
#[must_use]
pub fn heard(rules: &ImportMapping, answer: &Value) -> Option<ImportMapping> {
    let answer: Answer = Answer::deserialize(answer).ok()?;
    let mut all = rules.clone();
    let is_single =
        |field: ImportField| !matches!(field, ImportField::Ignore | ImportField::Custom | ImportField::Tags);
    for said in answer.columns.into_iter().take(MOST) {
        let field: ImportField = read(&said.field)?;
        let taken: HashSet<ImportField> =
            all.0.iter().filter(|entry| entry.column != said.name).map(|entry| entry.field).collect();
        let Some(entry) = all.0.iter_mut().find(|entry| entry.column == said.name) else { continue };
        if entry.confidence >= SURE
            || field == ImportField::Ignore
            || (is_single(field) && taken.contains(&field))
        {
            continue;
        }
        let custom_field = (field == ImportField::Custom).then(|| entry.column.clone());
        *entry = MappedColumn {
            column: entry.column.clone(),
            field,
            custom_field,
            confidence: SURE,
            by: MappedBy::Model,
        };
    }
    Some(all)
}

fn fields() -> impl Iterator<Item = String> {
    use ImportField as F;
    let all = [
        F::Ignore,
        F::FirstName,
        F::LastName,
        F::FullName,
        F::Email,
        F::Phone,
        F::LinkedinUrl,
        F::Title,
        F::Seniority,
        F::Department,
        F::CompanyName,
        F::CompanyDomain,
        F::CompanyIndustry,
        F::CompanyEmployees,
        F::Country,
        F::City,
        F::TimeZone,
        F::Tags,
        F::Source,
        F::Segment,
        F::Priority,
        F::PreferredChannel,
        F::Icebreaker,
        F::Instagram,
        F::Facebook,
        F::X,
        F::Whatsapp,
        F::Custom,
    ];
    all.into_iter().filter_map(|field| serde_json::to_value(field).ok()?.as_str().map(str::to_owned))
}

fn read<T: DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_value(json!(name)).ok()
}

#[cfg(test)]
mod tests {
    use super::{heard, json_schema, question};
    use crate::imports::mapping::suggest;
    use entity::import_parts::{ImportField, MappedBy};
    use serde_json::json;

    fn texts(all: &[&str]) -> Vec<String> {
        all.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn a_model_helps_where_rules_are_unsure_and_is_told_no_value() {
        let columns = texts(&["Email", "Wer"]);
        let sample = [texts(&["ana@acme.example", "Ana Lima"])];
        let asked = question(&columns, &sample);
        assert!(asked.contains("e-mail addresses") && !asked.contains("ana"), "{asked}");
        let rules = suggest(&columns, true, &sample, None);
        let said = json!({ "columns": [{ "name": "Wer", "field": "FULL_NAME" }, { "name": "Email", "field": "CITY" }] });
        let both = heard(&rules, &said).unwrap().0;
        assert_eq!((both[1].field, both[1].by), (ImportField::FullName, MappedBy::Model));
        assert_eq!((both[0].field, both[0].by), (ImportField::Email, MappedBy::Rules));
    }

    #[test]
    fn what_is_not_of_the_shape_is_not_believed() {
        let rules = suggest(&texts(&["Wer"]), true, &[], None);
        for bad in [
            json!([]),
            json!({ "columns": [{ "name": "Wer", "field": "PASSWORD" }] }),
            json!({ "columns": [], "more": 1 }),
        ] {
            assert!(heard(&rules, &bad).is_none(), "{bad}");
        }
        let twice = json!({ "columns": [{ "name": "Nobody", "field": "EMAIL" }] });
        assert_eq!(heard(&rules, &twice).unwrap(), rules);
        assert_eq!(json_schema()["properties"]["columns"]["items"]["required"], json!(["name", "field"]));
    }
}

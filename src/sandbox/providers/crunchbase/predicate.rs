//! One condition of a search, checked against typed properties.

use serde_json::{Map, Value};

/// A condition that was understood.
pub struct Predicate {
    field: String,
    operator: String,
    values: Vec<Value>,
}

const OPERATORS: [&str; 20] = [
    "blank",
    "eq",
    "not_eq",
    "gt",
    "gte",
    "lt",
    "lte",
    "starts",
    "contains",
    "not_contains",
    "between",
    "includes",
    "not_includes",
    "includes_all",
    "not_includes_all",
    "domain_eq",
    "not_domain_eq",
    "domain_blank",
    "domain_includes",
    "not_domain_includes",
];

impl Predicate {
    /// Reads one entry of `query`; `fields` are those the collection has.
    pub fn read(entry: &Value, fields: &[&str]) -> Result<Self, String> {
        let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (field, operator) = (text("field_id"), text("operator_id"));
        let values = entry.get("values").and_then(Value::as_array).cloned().unwrap_or_default();
        if text("type") != "predicate" {
            return Err("type must be predicate".to_owned());
        }
        if !fields.contains(&field.as_str()) {
            return Err(format!("{field} is not a field of this collection"));
        }
        if !OPERATORS.contains(&operator.as_str()) || operator.contains("domain") != (field == "website_url")
        {
            return Err(format!("{operator} is not an operator of {field}"));
        }
        if values.len() > 200 {
            return Err(format!("{field} has more than 200 values"));
        }
        Ok(Self { field, operator, values })
    }

    /// Does the entity fulfil it? Display names of identifiers match nothing, silently.
    pub fn accepts(&self, properties: &Map<String, Value>) -> bool {
        let found = properties.get(&self.field);
        let atoms = found.map(|value| self.atoms(value)).unwrap_or_default();
        let wanted: Vec<String> = self.values.iter().map(plain).collect();
        let has = |value: &String| atoms.contains(value);
        let compares = |order: fn(f64, f64) -> bool| {
            atoms.iter().any(|atom| order(rank(atom), wanted.first().map_or(f64::NAN, |value| rank(value))))
        };
        match self.operator.trim_start_matches("not_").trim_start_matches("domain_") {
            "blank" => atoms.is_empty() == wanted.first().is_none_or(|value| value == "true"),
            "eq" | "includes" => wanted.iter().any(has) != self.is_negated(),
            "includes_all" => wanted.iter().all(has) != self.is_negated(),
            "contains" => any_word(&atoms, &wanted, |atom, value| atom.contains(value)) != self.is_negated(),
            "starts" => any_word(&atoms, &wanted, |atom, value| atom.starts_with(value)),
            "gt" => compares(|found, bound| found > bound),
            "gte" => compares(|found, bound| found >= bound),
            "lt" => compares(|found, bound| found < bound),
            "lte" => compares(|found, bound| found <= bound),
            "between" => {
                wanted.len() == 2
                    && atoms.iter().any(|atom| (rank(&wanted[0])..=rank(&wanted[1])).contains(&rank(atom)))
            }
            _ => false,
        }
    }

    fn is_negated(&self) -> bool {
        self.operator.starts_with("not_")
    }

    /// What a property can be compared by. Identifiers are their uuid and permalink; only the entity's own
    /// identifier is its name too.
    fn atoms(&self, value: &Value) -> Vec<String> {
        match value {
            Value::Array(items) => items.iter().flat_map(|item| self.atoms(item)).collect(),
            Value::Object(fields) if fields.contains_key("permalink") => {
                let names = if self.field == "identifier" {
                    &["uuid", "permalink", "value"][..]
                } else {
                    &["uuid", "permalink"]
                };
                names.iter().filter_map(|name| fields.get(*name)).map(plain).collect()
            }
            Value::Object(fields) => {
                fields.get("value_usd").or_else(|| fields.get("value")).map(plain).into_iter().collect()
            }
            Value::Null => Vec::new(),
            Value::String(text) if self.field == "website_url" => vec![domain(text)],
            other => vec![plain(other)],
        }
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => domain(text),
        Value::Object(money) => money.get("value").map(plain).unwrap_or_default(),
        other => other.to_string(),
    }
}

/// Lower case, and without what is around a domain.
fn domain(text: &str) -> String {
    let text = text.trim().to_lowercase();
    let text = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(&text);
    text.trim_start_matches("www.").trim_end_matches('/').to_owned()
}

/// Numbers as they are, dates as numbers that keep their order.
fn rank(text: &str) -> f64 {
    let digits: String = text.chars().filter(|letter| *letter != '-').collect();
    text.parse().or_else(|_| format!("{digits:0<8}").parse()).unwrap_or(f64::NAN)
}

fn any_word(atoms: &[String], wanted: &[String], fits: fn(&str, &str) -> bool) -> bool {
    atoms.iter().any(|atom| wanted.iter().any(|value| fits(atom, value)))
}

//! Reads a source's config and credentials, and says of each wrong field what would be right.
//!
//! A message never repeats the value: it may be a key.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use url::Url;

/// One wrong field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldFault {
    /// Where: `credentials.apiKey`.
    pub path: String,
    /// What would be right.
    pub message: String,
}

/// Longest text taken in one field.
const MAX_TEXT: usize = 4096;

/// One JSON object being read; collects faults and finds fields nobody asked for.
pub(super) struct Shape<'a> {
    path: String,
    fields: Option<&'a Map<String, Value>>,
    known: Vec<&'static str>,
    faults: Vec<FieldFault>,
}

impl<'a> Shape<'a> {
    /// `value` at `path`; null counts as an empty object.
    pub fn new(path: impl Into<String>, value: &'a Value) -> Self {
        let mut shape =
            Self { path: path.into(), fields: value.as_object(), known: Vec::new(), faults: Vec::new() };
        if !value.is_object() && !value.is_null() {
            let path = shape.path.clone();
            shape.faults.push(FieldFault { path, message: "This must be a JSON object.".to_owned() });
        }
        shape
    }

    /// The raw field; null counts as absent.
    pub fn get(&mut self, name: &'static str) -> Option<&'a Value> {
        self.known.push(name);
        self.fields?.get(name).filter(|value| !value.is_null())
    }

    /// A text that must be there.
    pub fn text(&mut self, name: &'static str) -> String {
        let is_present =
            self.fields.is_some_and(|fields| fields.get(name).is_some_and(|value| !value.is_null()));
        if !is_present {
            self.fault(name, "This is required.");
        }
        self.some_text(name).unwrap_or_default()
    }

    /// A text that may be there; never blank.
    pub fn some_text(&mut self, name: &'static str) -> Option<String> {
        let value = self.get(name)?;
        let text = value.as_str().map(str::trim).filter(|text| !text.is_empty() && text.len() <= MAX_TEXT);
        if text.is_none_or(|text| text.chars().any(char::is_control)) {
            self.fault(name, "This must be text: one line, not blank, at most 4096 bytes.");
            return None;
        }
        text.map(str::to_owned)
    }

    /// One of `choices`; the first when absent.
    pub fn choice(&mut self, name: &'static str, choices: &'static [&'static str]) -> &'static str {
        let first = choices.first().copied().unwrap_or_default();
        let Some(value) = self.get(name) else { return first };
        let chosen = choices.iter().find(|choice| value.as_str() == Some(**choice));
        if chosen.is_none() {
            self.fault(name, &format!("This must be one of: {}.", choices.join(", ")));
        }
        chosen.copied().unwrap_or(first)
    }

    /// A whole number within bounds.
    pub fn whole(&mut self, name: &'static str, least: i64, most: i64) -> Option<i64> {
        let value = self.get(name)?;
        let number = value.as_i64().filter(|number| (least..=most).contains(number));
        if number.is_none() {
            self.fault(name, &format!("This must be a whole number from {least} to {most}."));
        }
        number
    }

    /// True or false; false when absent.
    pub fn flag(&mut self, name: &'static str) -> bool {
        let Some(value) = self.get(name) else { return false };
        if !value.is_boolean() {
            self.fault(name, "This must be true or false.");
        }
        value.as_bool().unwrap_or(false)
    }

    /// An http or https address with a host and without credentials in it.
    pub fn address(&mut self, name: &'static str) -> Option<Url> {
        let text = self.some_text(name)?;
        let url = read_address(&text);
        if url.is_none() {
            self.fault(
                name,
                "This must be an address such as https://api.example.com/v1, without user or password.",
            );
        }
        url
    }

    /// Notes a fault of one field.
    pub fn fault(&mut self, name: &str, message: &str) {
        let path = format!("{}.{name}", self.path);
        self.faults.push(FieldFault { path, message: message.to_owned() });
    }

    /// All faults, unknown fields included.
    pub fn finish(mut self) -> Vec<FieldFault> {
        let names = self.fields.into_iter().flat_map(Map::keys);
        let unknown: Vec<&String> =
            names.filter(|name| !self.known.contains(&name.as_str())).take(20).collect();
        for name in unknown {
            let known = if self.known.is_empty() { "none".to_owned() } else { self.known.join(", ") };
            let shown: String = name.chars().take(40).collect();
            self.fault(&shown, &format!("There is no such field here. Known: {known}."));
        }
        self.faults
    }
}

/// An http or https address with a host and no user or password.
pub(super) fn read_address(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let is_web = matches!(url.scheme(), "http" | "https") && url.has_host();
    (is_web && url.username().is_empty() && url.password().is_none()).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::Shape;
    use serde_json::json;

    #[test]
    fn every_wrong_field_is_named_and_no_value_is_repeated() {
        let value = json!({"apiKey": 7, "site": "ftp://secret@host", "count": 900, "style": "odd", "extra": "s3cret"});
        let mut shape = Shape::new("config", &value);
        shape.text("apiKey");
        shape.text("name");
        shape.address("site");
        shape.whole("count", 1, 10);
        assert_eq!(shape.choice("style", &["page", "cursor"]), "page");
        let faults = shape.finish();
        let paths: Vec<&str> = faults.iter().map(|fault| fault.path.as_str()).collect();
        let expected =
            ["config.apiKey", "config.name", "config.site", "config.count", "config.style", "config.extra"];
        assert_eq!(paths, expected);
        assert!(!format!("{faults:?}").contains("s3cret") && !format!("{faults:?}").contains("secret@"));
    }

    #[test]
    fn nothing_is_an_empty_object_and_a_list_is_not_one() {
        assert!(Shape::new("config", &json!(null)).finish().is_empty());
        assert_eq!(Shape::new("config", &json!([])).finish()[0].path, "config");
    }
}

//! What an HTTP API source is configured with: `baseUrl`, `auth`, and the endpoints `people`, `person`, `company`.

use super::{
    endpoint::Endpoint,
    values::{COMPANY, PERSON, SEARCH},
};
use crate::{
    base::secret::SecretString,
    connectors::{
        common::Common,
        shape::{FieldFault, Shape},
    },
};
use serde_json::Value;
use url::Url;

/// Headers that are the client's own.
const RESERVED: [&str; 6] =
    ["host", "content-length", "transfer-encoding", "connection", "content-type", "upgrade"];

/// Where the key goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Auth {
    None,
    Bearer,
    Header(String),
    Query(String),
}

/// An API, described.
pub(crate) struct Settings {
    pub key: Option<SecretString>,
    pub common: Common,
    pub base: Url,
    pub(super) auth: Auth,
    pub(super) people: Option<Endpoint>,
    pub(super) person: Option<Endpoint>,
    pub(super) company: Option<Endpoint>,
}

/// Reads and checks; all faults at once.
pub(crate) fn read(config: &Value, credentials: &Value) -> Result<Settings, Vec<FieldFault>> {
    let mut shape = Shape::new("config", config);
    let mut faults = Vec::new();
    let common = Common::read(&mut shape);
    let base = shape.address("baseUrl");
    if config.get("baseUrl").is_none_or(Value::is_null) {
        shape.fault("baseUrl", "This is required.");
    }
    let auth = auth(shape.get("auth").unwrap_or(&Value::Null), &mut faults);
    let mut endpoint = |name: &'static str, known: &[&str]| {
        let (endpoint, found) = Endpoint::read(shape.get(name)?, &format!("config.{name}"), known);
        faults.extend(found);
        Some(endpoint)
    };
    let (people, person) = (endpoint("people", &SEARCH), endpoint("person", &PERSON));
    let company = endpoint("company", &COMPANY);
    if people.is_none() && person.is_none() && company.is_none() {
        shape.fault("people", "At least one of people, person and company is required.");
    }
    let mut keys = Shape::new("credentials", credentials);
    let key = if auth == Auth::None { keys.some_text("apiKey") } else { Some(keys.text("apiKey")) };
    let mut all = keys.finish();
    all.extend(shape.finish());
    all.extend(faults);
    match base {
        Some(base) if all.is_empty() => {
            Ok(Settings { key: key.map(SecretString::from), common, base, auth, people, person, company })
        }
        _ => Err(all),
    }
}

fn auth(value: &Value, faults: &mut Vec<FieldFault>) -> Auth {
    let mut shape = Shape::new("config.auth", value);
    let style = shape.choice("style", &["none", "bearer", "header", "query"]);
    let auth = match style {
        "bearer" => Auth::Bearer,
        "header" => Auth::Header(shape.text("name").to_lowercase()),
        "query" => Auth::Query(shape.text("name")),
        _ => Auth::None,
    };
    if let Auth::Header(name) = &auth {
        let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        if !is_name || RESERVED.contains(&name.as_str()) {
            shape.fault("name", "This must be the name of a header of the API, such as X-Api-Key.");
        }
    }
    faults.extend(shape.finish());
    auth
}

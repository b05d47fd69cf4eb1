//! Contact enrichment: up to 25 people, a credit for each new one; those who are not known come back as `NoMatch`.

use super::{
    manners::{document, invalid},
    request, shapes,
};
use crate::sandbox::{
    gate::Desk,
    ledger::Charge,
    wire::{text, texts},
    world::{company::Company, person::Persona},
};
use axum::{Extension, body::Bytes, response::Response};
use serde_json::{Map, Value, json};

const FIELDS: [&str; 3] = ["matchPersonInput", "outputFields", "requiredFields"];
/// Everything a contact has; an `outputFields` with any other name is refused as a whole.
pub const OUTPUT: [&str; 27] = [
    "id",
    "firstName",
    "lastName",
    "email",
    "emailAlt",
    "phone",
    "mobilePhone",
    "directPhoneDoNotCall",
    "mobilePhoneDoNotCall",
    "jobTitle",
    "jobFunction",
    "managementLevel",
    "contactAccuracyScore",
    "externalUrls",
    "street",
    "city",
    "state",
    "zipCode",
    "country",
    "withinEu",
    "withinCalifornia",
    "lastUpdatedDate",
    "employmentHistory",
    "companyId",
    "companyName",
    "companyWebsite",
    "company",
];

pub async fn contacts(Extension(desk): Extension<Desk>, body: Bytes) -> Response {
    let fields = match request::attributes(&body, "ContactEnrich", &FIELDS) {
        Ok(fields) => fields,
        Err(refusal) => return *refusal,
    };
    let inputs = fields.get("matchPersonInput").and_then(Value::as_array).cloned().unwrap_or_default();
    let output = texts(&fields, "outputFields");
    if inputs.is_empty() || inputs.len() > 25 || output.is_empty() {
        return invalid("PFAPI0002", "matchPersonInput has 1 to 25 entries and outputFields at least one.");
    }
    let is_unlicensed = |name: &&String| {
        !OUTPUT.contains(&name.as_str())
            || (desk.account.starts_with("basic") && name.as_str() == "mobilePhone")
    };
    if let Some(name) = output.iter().find(is_unlicensed) {
        return invalid("PFAPI0001", &format!("{name} is not allowed as an output field."));
    }
    let required = texts(&fields, "requiredFields");
    let rows: Vec<Value> = inputs.iter().map(|input| row(&desk, input, &output, &required)).collect();
    document(200, &json!({ "data": rows }))
}

fn row(desk: &Desk, input: &Value, output: &[String], required: &[String]) -> Value {
    let empty = Map::new();
    let sighting = wanted(desk, input.as_object().unwrap_or(&empty))
        .and_then(|persona| desk.world.sighting(desk.provider, persona));
    let has_required = |all: &Map<String, Value>| {
        required.iter().all(|name| all.get(name.as_str()).is_some_and(|value| !value.is_null()))
    };
    let Some((sighting, all)) = sighting
        .map(|it| {
            let all = shapes::contact(&it);
            (it, all)
        })
        .filter(|(_, all)| has_required(all))
    else {
        return json!({"id": "0", "type": "NoMatch", "meta": {"input": input, "matchStatus": "NO_MATCH"}});
    };
    let id = shapes::person_id(sighting.persona.id);
    desk.bill(Charge {
        endpoint: "contacts/enrich",
        fact: id.clone(),
        millicredits: 1_000,
        is_free_again: true,
    });
    let mut attributes: Map<_, _> = all.into_iter().filter(|(name, _)| output.contains(name)).collect();
    if output.iter().any(|name| name.starts_with("company")) {
        let company = sighting.company;
        attributes.insert("company".to_owned(), json!({
            "id": shapes::company_id(company), "name": company.legal_name, "website": format!("www.{}", company.domain),
        }));
    }
    let attributes = desk.row(Value::Object(attributes));
    json!({"id": id, "type": "Contact", "attributes": attributes, "meta": {"input": input, "matchStatus": "FULL_MATCH"}})
}

fn wanted<'a>(desk: &'a Desk, input: &Map<String, Value>) -> Option<&'a Persona> {
    if let Some(id) = text(input, "personId") {
        return desk.world.person(shapes::read_person_id(&id)?);
    }
    if let Some(email) = text(input, "emailAddress") {
        return desk.world.person_by_email(&email);
    }
    if let Some(profile) = text(input, "externalURL") {
        return desk.world.person_by_linkedin(&profile);
    }
    let name = text(input, "fullName")
        .or_else(|| Some(format!("{} {}", text(input, "firstName")?, text(input, "lastName")?)))?;
    desk.world.person_by_name(&name, employer(desk, input)?)
}

/// The company an input names, by id, web site or name.
pub fn employer<'a>(desk: &'a Desk, input: &Map<String, Value>) -> Option<&'a Company> {
    if let Some(id) = text(input, "companyId") {
        let index = id.parse::<u64>().ok()?.checked_sub(770_000)?;
        return desk.world.company(u16::try_from(index).ok()?);
    }
    match text(input, "companyWebsite") {
        Some(site) => desk.world.company_by_site(&site),
        None => desk.world.company_by_name(&text(input, "companyName")?),
    }
}

//! Companies: searched free, enriched for a credit each, once.

use super::{
    enrich::employer,
    manners::{document, invalid},
    request, shapes,
};
use crate::sandbox::{
    gate::Desk,
    ledger::Charge,
    wire::{page_of, text, texts},
};
use axum::{Extension, body::Bytes, http::Uri, response::Response};
use serde_json::{Map, Value, json};

const SEARCH: [&str; 12] = [
    "companyId",
    "companyName",
    "companyWebsite",
    "companyTicker",
    "country",
    "state",
    "metroRegion",
    "industryCodes",
    "employeeRangeMin",
    "employeeRangeMax",
    "revenueMin",
    "revenueMax",
];
/// Everything a company has.
pub const OUTPUT: [&str; 19] = [
    "id",
    "name",
    "website",
    "domainList",
    "ticker",
    "phone",
    "employeeCount",
    "revenue",
    "primaryIndustry",
    "industries",
    "foundedYear",
    "street",
    "city",
    "state",
    "country",
    "description",
    "socialMediaUrls",
    "companyFunding",
    "techAttributes",
];

pub async fn search(Extension(desk): Extension<Desk>, uri: Uri, body: Bytes) -> Response {
    let asked = request::attributes(&body, "CompanySearch", &SEARCH)
        .and_then(|fields| Ok((fields, request::page(&uri)?)));
    let (fields, page) = match asked {
        Ok(asked) => asked,
        Err(refusal) => return *refusal,
    };
    let mut filter = request::companies(&fields);
    filter.places = request::list(&fields, "state");
    if filter.places.is_empty() {
        filter.places = request::list(&fields, "country");
    }
    let found = desk.world.find_companies(desk.provider, &filter);
    let rows: Vec<Value> = page_of(&found, page.0, page.1).iter().map(|company| {
        let attributes = json!({"name": company.legal_name, "website": format!("www.{}", company.domain)});
        json!({"id": shapes::company_id(company).to_string(), "type": "Company", "attributes": desk.row(attributes)})
    }).collect();
    document(200, &request::paged(&rows, found.len(), page))
}

pub async fn enrich(Extension(desk): Extension<Desk>, body: Bytes) -> Response {
    let fields = match request::attributes(&body, "CompanyEnrich", &["matchCompanyInput", "outputFields"]) {
        Ok(fields) => fields,
        Err(refusal) => return *refusal,
    };
    let inputs = fields.get("matchCompanyInput").and_then(Value::as_array).cloned().unwrap_or_default();
    let output = texts(&fields, "outputFields");
    if inputs.is_empty() || inputs.len() > 25 || output.is_empty() {
        return invalid("PFAPI0002", "matchCompanyInput has 1 to 25 entries and outputFields at least one.");
    }
    if let Some(name) = output.iter().find(|name| !OUTPUT.contains(&name.as_str())) {
        return invalid("PFAPI0001", &format!("{name} is not allowed as an output field."));
    }
    let rows: Vec<Value> = inputs.iter().map(|input| row(&desk, input, &output)).collect();
    document(200, &json!({ "data": rows }))
}

fn row(desk: &Desk, input: &Value, output: &[String]) -> Value {
    let empty = Map::new();
    let asked = input.as_object().unwrap_or(&empty);
    let company = employer(desk, asked).or_else(|| {
        let ticker = text(asked, "companyTicker")?;
        desk.world.companies().iter().find(|company| company.symbol.eq_ignore_ascii_case(&ticker))
    });
    let Some(company) = company else {
        return json!({"id": "0", "type": "NoMatch", "meta": {"input": input, "matchStatus": "NO_MATCH"}});
    };
    let fact = company.domain.clone();
    desk.bill(Charge { endpoint: "companies/enrich", fact, millicredits: 1_000, is_free_again: true });
    let attributes: Map<_, _> =
        shapes::company(company).into_iter().filter(|(name, _)| output.contains(name)).collect();
    json!({
        "id": shapes::company_id(company).to_string(), "type": "Company", "attributes": desk.row(Value::Object(attributes)),
        "meta": {"input": input, "matchStatus": "FULL_MATCH"},
    })
}

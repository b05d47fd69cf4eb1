//! Organizations: one credit for each found, one for each page of a search.

use super::{input, shapes};
use crate::sandbox::{
    gate::Desk,
    wire::{answer, page_of, param, text, texts},
    world::company::Company,
};
use axum::{Extension, body::Bytes, http::Uri, response::Response};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

pub async fn one(Extension(desk): Extension<Desk>, uri: Uri) -> Response {
    let by = |name| param(&uri, name);
    let site = by("domain").or_else(|| by("website"));
    let company = match (site, by("linkedin_url"), by("name")) {
        (Some(site), _, _) => desk.world.company_by_site(&site),
        (None, Some(profile), _) => {
            desk.world.companies().iter().find(|company| {
                profile.trim_end_matches('/').ends_with(&format!("/{}", company.linkedin_id()))
            })
        }
        (None, None, Some(name)) => desk.world.company_by_name(&name),
        (None, None, None) => {
            return answer(422, &json!({"error": "A domain, website, linkedin_url or name is required."}));
        }
    };
    match company {
        Some(company) => answer(200, &json!({"organization": found(&desk, "organizations/enrich", company)})),
        None => answer(200, &json!({})),
    }
}

pub async fn many(Extension(desk): Extension<Desk>, uri: Uri, body: Bytes) -> Response {
    let Some(fields) = input::fields(&uri, &body) else {
        return answer(
            400,
            &json!({"status": "failed", "error_code": "INVALID_REQUEST", "error_message": "Not JSON."}),
        );
    };
    let domains = texts(&fields, "domains");
    if domains.len() > 10 {
        return answer(
            400,
            &json!({
                "status": "failed", "error_code": "RECORD_LIMIT_EXCEEDED", "error_message": "At most 10 domains."
            }),
        );
    }
    let companies: Vec<_> = domains.iter().map(|domain| desk.world.company_by_site(domain)).collect();
    let rows: Vec<_> = companies
        .iter()
        .map(|company| company.map(|it| found(&desk, "organizations/bulk_enrich", it)))
        .collect();
    let hits = rows.iter().flatten().count();
    answer(
        200,
        &json!({
            "status": "success", "error_code": null, "error_message": null,
            "total_requested_domains": domains.len(), "unique_domains": domains.len(),
            "unique_enriched_records": hits, "missing_records": domains.len() - hits, "organizations": rows,
        }),
    )
}

pub async fn search(Extension(desk): Extension<Desk>, uri: Uri, body: Bytes) -> Response {
    let Some(fields) = input::fields(&uri, &body) else {
        return answer(400, &json!({"error": "There was a problem parsing your JSON."}));
    };
    let (page, per_page) = input::page(&fields);
    let companies = desk.world.find_companies(desk.provider, &input::companies(&fields));
    let mut asked = fields.clone();
    asked.remove("page");
    let question = hex::encode(&Sha256::digest(Value::Object(asked).to_string())[..8]);
    desk.charge("mixed_companies/search", format!("{question} page {page}"));
    let shown = page_of(&companies, page, per_page);
    let name = text(&fields, "q_organization_name");
    let crumbs: Vec<_> = name.map(|name| json!({"label": "Company", "value": name})).into_iter().collect();
    let rows: Vec<_> = shown.iter().map(|company| desk.row(shapes::organization(company))).collect();
    answer(
        200,
        &json!({
            "breadcrumbs": crumbs,
            "partial_results_only": false, "partial_results_limit": 10_000,
            "pagination": {
                "page": page, "per_page": per_page, "total_entries": companies.len(),
                "total_pages": companies.len().div_ceil(per_page),
            },
            "organizations": rows,
            "accounts": [],
            "model_ids": shown.iter().map(|company| shapes::organization_id(company)).collect::<Vec<_>>(),
        }),
    )
}

fn found(desk: &Desk, endpoint: &'static str, company: &Company) -> Value {
    desk.charge(endpoint, company.domain.clone());
    desk.row(shapes::organization(company))
}

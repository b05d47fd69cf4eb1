//! The rows of provenance a dossier stands for: every value that was offered, the chosen ones marked.

use super::{Dossier, OWN};
use crate::{
    base::clock::Timestamp,
    connectors::facts::{CompanyField, PersonField},
    crm::keys,
    prospecting::{
        merge::{Candidate, Merged, Problem},
        waterfall::Field,
    },
};
use entity::ids::ProviderCallId;
use serde::Serialize;

/// Stands before the names of company fields where they lie beside a person's.
pub const COMPANY: &str = "company_";

/// One value from one source.
#[derive(Clone, Debug, PartialEq)]
pub struct Provenance {
    /// `email`; of the company: `company_industry`.
    pub field: String,
    pub value: String,
    /// The data source's id.
    pub source: String,
    /// `APOLLO`.
    pub provider: String,
    /// 0 to 100.
    pub confidence: u8,
    pub is_chosen: bool,
    /// Who checked it: a source's id.
    pub validator: Option<String>,
    /// `VALID`, `INVALID` …; `MALFORMED`, `OTHER_COMPANY` where the value cannot be used.
    pub verdict: Option<String>,
    pub call: Option<ProviderCallId>,
    /// The whole price of a call is told once, at the first field it was made for.
    pub cost_micros: i64,
    pub fetched_at: Timestamp,
}

/// The company's fields as [`Provenance::field`] writes them.
#[must_use]
pub fn company_fields() -> Vec<String> {
    use CompanyField as C;
    let all = [
        C::Name,
        C::Domain,
        C::Industry,
        C::EmployeeCount,
        C::AnnualRevenue,
        C::FoundedYear,
        C::City,
        C::Country,
        C::LinkedinUrl,
        C::Description,
        C::Technology,
        C::FundingTotal,
    ];
    all.iter().map(|field| format!("{COMPANY}{}", name(field))).collect()
}

/// All rows, the chosen first within each field. What we knew before anybody was asked has none.
#[must_use]
pub fn provenance(dossier: &Dossier, merged: &Merged) -> Vec<Provenance> {
    let own = merged.facts.iter().map(|c| (Field::Person(c.field), row(dossier, c, name(&c.field))));
    let company = merged.company.facts.iter();
    let company =
        company.map(|c| (Field::Company(c.field), row(dossier, c, format!("{COMPANY}{}", name(&c.field)))));
    let refuted = refuted(dossier).into_iter().map(|row| (Field::Person(PersonField::Email), row));
    let all = own.chain(company).chain(refuted).filter(|(_, row)| row.source != OWN);
    let mut rows: Vec<(Field, Provenance)> = all.collect();
    price(dossier, &mut rows);
    rows.into_iter().map(|(_, row)| row).collect()
}

fn row<F: Copy>(dossier: &Dossier, candidate: &Candidate<F>, field: String) -> Provenance {
    let check = (field == "email").then(|| dossier.check(&candidate.value)).flatten();
    let problem = candidate.problem.map(|problem| match problem {
        Problem::Malformed => "MALFORMED".to_owned(),
        Problem::OtherCompany => "OTHER_COMPANY".to_owned(),
    });
    let own = candidate.is_validated.then(|| (candidate.source.clone(), "VALID".to_owned()));
    let (validator, verdict) = check
        .map(|c| (c.source.clone(), shout(&c.status)))
        .or(own)
        .map_or((None, problem), |(who, what)| (Some(who), Some(what)));
    Provenance {
        provider: provider(dossier, &candidate.source),
        field,
        value: candidate.value.clone(),
        source: candidate.source.clone(),
        confidence: candidate.confidence,
        is_chosen: candidate.is_chosen,
        validator,
        verdict,
        call: None,
        cost_micros: 0,
        fetched_at: candidate.fetched_at,
    }
}

/// Addresses that proved wrong: kept, never chosen.
fn refuted(dossier: &Dossier) -> Vec<Provenance> {
    let mut rows = Vec::new();
    for record in &dossier.records {
        for fact in record.person.facts.iter().filter(|fact| fact.field == PersonField::Email) {
            let address = keys::email(&fact.value).unwrap_or_default();
            let mut probe = fact.clone();
            if dossier.stands(&mut probe) {
                continue;
            }
            let check = dossier.check(&address);
            rows.push(Provenance {
                field: "email".to_owned(),
                value: address.clone(),
                source: record.source.clone(),
                provider: provider(dossier, &record.source),
                confidence: fact.confidence,
                is_chosen: false,
                validator: check.map(|check| check.source.clone()),
                verdict: check.map(|check| shout(&check.status)),
                call: None,
                cost_micros: 0,
                fetched_at: record.fetched_at,
            });
        }
    }
    rows
}

/// Puts each call at the rows it gave, and its price at the first of them, preferring what it was made for.
fn price(dossier: &Dossier, rows: &mut [(Field, Provenance)]) {
    for call in &dossier.calls {
        let is_of = |row: &Provenance| row.source == call.source && row.fetched_at == call.at;
        rows.iter_mut().filter(|(_, row)| is_of(row)).for_each(|(_, row)| row.call = call.call);
        let first = rows
            .iter()
            .position(|(field, row)| is_of(row) && call.fields.contains(field))
            .or_else(|| rows.iter().position(|(_, row)| is_of(row)))
            .or_else(|| rows.iter().position(|(_, row)| row.validator.as_ref() == Some(&call.source)));
        if let Some((_, row)) = first.and_then(|at| rows.get_mut(at)) {
            row.cost_micros += call.cost_micros;
        }
    }
}

fn provider(dossier: &Dossier, source: &str) -> String {
    dossier.providers.get(source).cloned().unwrap_or_else(|| "CUSTOM".to_owned())
}

/// The field's name as facts are serialised.
fn name(field: &impl Serialize) -> String {
    match serde_json::to_value(field) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

fn shout(status: &impl Serialize) -> String {
    name(status).to_uppercase()
}

/// The company's fields by name; for what is kept as JSON beside the prospect.
#[must_use]
pub fn company_facts(merged: &Merged) -> serde_json::Value {
    let mut facts = serde_json::Map::new();
    for fact in merged.company.facts.iter().filter(|fact| fact.is_chosen) {
        let value = serde_json::Value::String(fact.value.clone());
        match fact.field {
            CompanyField::Technology => {
                let list = facts.entry("technologies").or_insert_with(|| serde_json::Value::Array(vec![]));
                if let serde_json::Value::Array(list) = list {
                    list.push(value);
                }
            }
            field => {
                facts.insert(name(&field), value);
            }
        }
    }
    serde_json::Value::Object(facts)
}

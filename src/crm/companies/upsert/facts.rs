//! Fills a company with what enrichment found. A value somebody wrote stays; one a provider gave may be replaced.

use super::{
    Outcome,
    merge::{fill, forget, gaps, united},
};
use crate::{
    crm::{
        companies::{create::twin, update::save, values::CompanyPatch},
        leads::upsert::Source,
    },
    kernel::{error::Result, tx::Tx},
};
use entity::{
    company::{Entity, Model},
    enrichment,
    ids::CompanyId,
};
use sea_orm::{ColumnTrait, QueryFilter};
use std::collections::BTreeSet;

/// Fills gaps and replaces what is known from providers (by the company's enrichment rows); malformed values are left out,
/// and so is a domain that another company has.
pub async fn apply_facts(tx: &mut Tx, id: CompanyId, values: CompanyPatch) -> Result<(Model, Outcome)> {
    let was = tx.hold::<Entity>(id).await?;
    let learnt = learnt(tx, &was).await?;
    let mut values = united(&was, gaps(&was, values, &|field| learnt.contains(field)));
    let mut row = was.clone();
    fill(&mut row, values.clone(), Source::Machine)?;
    if row.domain != was.domain && twin(tx, &row).await?.is_some() {
        forget(&mut values, "domain");
        row = was.clone();
        fill(&mut row, values, Source::Machine)?;
    }
    let row = save(tx, &was, row).await?;
    let is_same = row.version == was.version;
    Ok((row, if is_same { Outcome::Unchanged } else { Outcome::Updated }))
}

/// The fields whose present value some provider gave.
async fn learnt(tx: &Tx, row: &Model) -> Result<BTreeSet<String>> {
    let told = tx.scope().find::<enrichment::Entity>().filter(enrichment::Column::CompanyId.eq(row.id));
    let told = told.all(tx).await?;
    let is_present = |fact: &&enrichment::Model| {
        value(row, &fact.field).is_some_and(|value| value.eq_ignore_ascii_case(fact.value.trim()))
    };
    Ok(told.iter().filter(is_present).map(|fact| fact.field.clone()).collect())
}

/// The row's value of a field by the name enrichments use; money in whole units there.
fn value(row: &Model, field: &str) -> Option<String> {
    match field {
        "name" => Some(row.name.clone()),
        "industry" => row.industry.clone(),
        "employee_count" => row.employee_count.map(|n| n.to_string()),
        "annual_revenue" => row.annual_revenue_micros.map(|micros| (micros / 1_000_000).to_string()),
        "founded_year" => row.founded_year.map(|n| n.to_string()),
        "city" => row.city.clone(),
        "country" => row.country.clone(),
        "linkedin_url" => row.linkedin_url.clone(),
        "description" => row.description.clone(),
        "funding_total" => {
            let total = row.funding.as_ref().and_then(|funding| funding.total_micros);
            total.map(|micros| (micros / 1_000_000).to_string())
        }
        _ => None,
    }
}

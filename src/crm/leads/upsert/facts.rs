//! Fills a lead with what enrichment found. A value somebody wrote stays; one a provider gave may be replaced by a better.

use super::{
    Insight, KeptApart, Source,
    merge::{forget, merged},
    person::taken,
};
use crate::{
    crm::{
        activities::{self, Entry},
        events::people::LeadEnriched,
        leads::{
            party,
            row::{edit::Edit, twins::twins},
            values::LeadPatch,
        },
    },
    kernel::{error::Result, tx::Tx},
};
use entity::{activity::ActivityKind, contact::EmailStatus, enrichment, ids::LeadId, lead::Model};
use sea_orm::{ActiveEnum, ColumnTrait, QueryFilter};
use std::collections::BTreeSet;

/// A lead after enrichment.
#[derive(Clone, Debug)]
pub struct Enriched {
    pub lead: Model,
    /// The fields that have another value now, as clients know them.
    pub filled: Vec<String>,
    /// Values left out because another lead is known by them.
    pub kept_apart: Vec<KeptApart>,
}

/// Fills gaps and replaces what is known from providers (by the lead's enrichment rows); malformed values are left out.
pub async fn apply_facts(
    tx: &mut Tx,
    id: LeadId,
    mut values: LeadPatch,
    insight: &Insight,
) -> Result<Enriched> {
    let mut edit = Edit::open(tx, id).await?;
    let company = party::employer(tx, &values.company).await?;
    party::same_workspace(&edit.row, company.as_ref())?;
    let learnt = learnt(tx, &edit.row).await?;
    // An address that a check refuted is as good as none.
    let is_refuted = edit.row.email_status == EmailStatus::Invalid;
    let is_free = |field: &str| learnt.contains(field) || (field == "email" && is_refuted);
    let would = merged(&edit.row, values.clone(), Source::Machine, &is_free)?;
    let kept_apart = taken(&would, twins(tx, &would).await?.iter());
    for key in &kept_apart {
        forget(&mut values, key.field);
    }
    let had = edit.row.company_id;
    edit.row = merged(&edit.row, values, Source::Machine, &is_free)?;
    insight.onto(&mut edit.row);
    if edit.row.company_id != had {
        edit.employ(company.as_ref());
    }
    let saved = edit.save(tx).await?;
    let filled: Vec<String> = saved.changes.iter().map(|change| change.field.clone()).collect();
    if !filled.is_empty() {
        let line = format!("Filled in {}", filled.join(", "));
        activities::insert(tx, vec![Entry::new(id, ActivityKind::Enriched, line)]).await?;
        tx.emit(&LeadEnriched { lead: saved.lead(), changes: saved.changes.clone() }).await?;
    }
    Ok(Enriched { lead: saved.row, filled, kept_apart })
}

/// The fields whose present value some provider gave.
async fn learnt(tx: &Tx, row: &Model) -> Result<BTreeSet<String>> {
    let told = tx.scope().find::<enrichment::Entity>().filter(enrichment::Column::LeadId.eq(row.id));
    let told = told.all(tx).await?;
    let is_present = |fact: &&enrichment::Model| {
        self::told(row, &fact.field).is_some_and(|value| value.eq_ignore_ascii_case(fact.value.trim()))
    };
    Ok(told.iter().filter(is_present).map(|fact| fact.field.clone()).collect())
}

/// The row's value of a field by the name enrichments use.
pub fn told(row: &Model, field: &str) -> Option<String> {
    let text = match field {
        "first_name" => &row.first_name,
        "last_name" => &row.last_name,
        "full_name" => return Some(row.full_name.clone()),
        "title" => &row.title,
        "seniority" => return row.seniority.map(|seniority| seniority.to_value()),
        "department" => &row.department,
        "email" => &row.email,
        "phone" => &row.phone,
        "linkedin_url" => &row.linkedin_url,
        "city" => &row.city,
        "country" => &row.country,
        "time_zone" => &row.time_zone,
        "instagram" => &row.instagram,
        "facebook" => &row.facebook,
        "x" => &row.x,
        "whatsapp" => &row.whatsapp,
        _ => return None,
    };
    text.clone()
}

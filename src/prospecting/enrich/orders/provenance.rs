//! Where the values of a lead or company come from, as rows: newer statements of a source replace its older ones.

use crate::{
    crm::leads::upsert::told,
    kernel::{error::Result, tx::Tx},
    prospecting::{
        dossier::{COMPANY, Dossier, Provenance, provenance},
        merge::Merged,
        prospects::provenance::{insert, row},
    },
};
use entity::{
    enrichment::{ActiveModel, Column as C, Entity, Model},
    ids::{CompanyId, DataSourceId, EnrichmentId},
    lead,
};
use sea_orm::{ColumnTrait, QueryFilter, Set, sea_query::Expr};
use std::collections::BTreeSet;

/// Writes what the dossier learnt about the lead, and about their company.
pub(in crate::prospecting) async fn write(
    tx: &Tx,
    lead: Option<&lead::Model>,
    company: Option<CompanyId>,
    (dossier, merged): (&Dossier, &Merged),
) -> Result<()> {
    let (of_company, own): (Vec<_>, Vec<_>) =
        provenance(dossier, merged).into_iter().partition(|fact| fact.field.starts_with(COMPANY));
    if let Some(lead) = lead {
        let owner = || C::LeadId.eq(lead.id);
        replace(tx, owner(), &own).await?;
        let rows = own.into_iter().map(|fact| ActiveModel { lead_id: Set(Some(lead.id)), ..row(tx, fact) });
        insert(tx, rows.collect()).await?;
        choose(tx, owner(), |field| told(lead, field)).await?;
    }
    if let Some(company) = company {
        let bare = |fact: Provenance| Provenance { field: fact.field[COMPANY.len()..].to_owned(), ..fact };
        let facts: Vec<Provenance> = of_company.into_iter().map(bare).collect();
        replace(tx, C::CompanyId.eq(company), &facts).await?;
        let rows =
            facts.into_iter().map(|fact| ActiveModel { company_id: Set(Some(company)), ..row(tx, fact) });
        insert(tx, rows.collect()).await?;
    }
    Ok(())
}

/// Takes out what the same sources said of the same fields before.
async fn replace(tx: &Tx, owner: Expr, facts: &[Provenance]) -> Result<()> {
    let sources: BTreeSet<DataSourceId> = facts.iter().filter_map(|fact| fact.source.parse().ok()).collect();
    if sources.is_empty() {
        return Ok(());
    }
    tx.delete::<Entity>()
        .filter(owner)
        .filter(C::DataSourceId.is_in(sources))
        .filter(C::Field.is_in(facts.iter().map(|fact| fact.field.as_str())))
        .exec(tx)
        .await?;
    Ok(())
}

/// Marks, of each field, the most trusted row that says what the lead says.
async fn choose(tx: &Tx, owner: Expr, kept: impl Fn(&str) -> Option<String>) -> Result<()> {
    let rows = tx.scope().find::<Entity>().filter(owner.clone()).all(tx).await?;
    let mut fields: BTreeSet<&str> = BTreeSet::new();
    let mut best: Vec<&Model> = rows.iter().collect();
    best.sort_by_key(|row| std::cmp::Reverse((row.validator.is_some(), row.confidence, row.fetched_at)));
    let says =
        |row: &&Model| kept(&row.field).is_some_and(|value| value.eq_ignore_ascii_case(row.value.trim()));
    let best = best.into_iter().filter(says).filter(|row| fields.insert(row.field.as_str()));
    let ids: Vec<EnrichmentId> = best.map(|row| row.id).collect();
    let mark = |is_chosen: bool| tx.update::<Entity>().col_expr(C::IsChosen, Expr::val(is_chosen));
    mark(false).filter(owner).exec(tx).await?;
    if !ids.is_empty() {
        mark(true).filter(C::Id.is_in(ids)).exec(tx).await?;
    }
    Ok(())
}

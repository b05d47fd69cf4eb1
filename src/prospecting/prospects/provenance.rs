//! Where each value of a prospect came from, as rows.

use crate::{
    kernel::{app::App, error::Result, permission::Permission, scope::Scope, tx::Tx},
    prospecting::{
        dossier::{self, Dossier, Provenance},
        merge::Merged,
    },
};
use entity::{
    enrichment::{ActiveModel, Column as C, Entity, Model},
    ids::{EnrichmentId, LeadId, ProspectId},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, Set};
use std::collections::HashMap;

/// Rows in one statement.
const ROWS: usize = 200;

/// The rows of one prospect.
pub(super) fn rows(tx: &Tx, prospect: ProspectId, dossier: &Dossier, merged: &Merged) -> Vec<ActiveModel> {
    let all = dossier::provenance(dossier, merged);
    all.into_iter().map(|fact| ActiveModel { prospect_id: Set(Some(prospect)), ..row(tx, fact) }).collect()
}

/// One row, about nobody yet.
pub(in crate::prospecting) fn row(tx: &Tx, fact: Provenance) -> ActiveModel {
    ActiveModel {
        id: Set(EnrichmentId::new()),
        agency_id: Set(tx.scope().agency()),
        prospect_id: Set(None),
        lead_id: Set(None),
        company_id: Set(None),
        data_source_id: Set(fact.source.parse().ok()),
        provider_call_id: Set(fact.call),
        provider: Set(fact.provider),
        field: Set(fact.field),
        value: Set(fact.value),
        confidence: Set(i32::from(fact.confidence)),
        is_chosen: Set(fact.is_chosen),
        validator: Set(fact.validator),
        validator_result: Set(fact.verdict),
        cost_micros: Set(fact.cost_micros),
        currency: Set("USD".into()),
        fetched_at: Set(fact.fetched_at),
        expires_at: Set(None),
        created_at: Set(tx.now()),
    }
}

pub(in crate::prospecting) async fn insert(tx: &Tx, rows: Vec<ActiveModel>) -> Result<()> {
    for some in rows.chunks(ROWS) {
        Entity::insert_many(some.to_vec()).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// The rows as the dossier has them now.
pub(super) async fn replace(tx: &Tx, id: ProspectId, dossier: &Dossier, merged: &Merged) -> Result<()> {
    tx.delete::<Entity>().filter(C::ProspectId.eq(id)).exec(tx).await?;
    insert(tx, rows(tx, id, dossier, merged)).await
}

/// The provenance of prospects, each with the lead it was saved as; the chosen values first within each field.
pub async fn of_prospects(
    app: &App,
    scope: &Scope,
    asked: &[(ProspectId, Option<LeadId>)],
) -> Result<HashMap<ProspectId, Vec<Model>>> {
    scope.require(Permission::Read)?;
    let ids = asked.iter().map(|(id, _)| *id);
    let leads = asked.iter().filter_map(|(_, lead)| *lead);
    let any = Condition::any().add(C::ProspectId.is_in(ids)).add(C::LeadId.is_in(leads));
    let rows = scope.find::<Entity>().filter(any);
    let rows = rows.order_by_asc(C::Field).order_by_desc(C::IsChosen).order_by_desc(C::Confidence);
    let rows = rows.order_by_asc(C::Id).all(&scope.read(app)).await?;
    let of = |(id, lead): &(ProspectId, Option<LeadId>)| {
        let is_own = |row: &&Model| row.prospect_id == Some(*id) || (lead.is_some() && row.lead_id == *lead);
        (*id, rows.iter().filter(is_own).cloned().collect())
    };
    Ok(asked.iter().map(of).collect())
}

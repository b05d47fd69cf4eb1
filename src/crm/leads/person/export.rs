//! All that is known of one person, as data for them: what they may ask for by law. Reading it is on record.

use super::parts::parts;
use crate::kernel::{
    app::App, audit::Deed, change, error::Result, permission::Permission, scope::Scope, tx::Tx,
};
use entity::{
    activity, campaign, campaign_lead, company, enrichment,
    ids::{LeadId, TypedId},
    lead::{self, Column},
    lead_list, lead_list_member, pipeline, pipeline_card, pipeline_stage, prospect, stage_change, task,
};
use sea_orm::{ColumnTrait, Iden, Iterable, QueryFilter, QueryOrder};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// Of no use to the person, or somebody else's: who owns the row, how it is found.
fn is_ours(column: Column) -> bool {
    matches!(
        column,
        Column::AgencyId
            | Column::WorkspaceId
            | Column::CompanyId
            | Column::CampaignId
            | Column::SortName
            | Column::SearchText
            | Column::EmailKey
            | Column::PhoneKey
            | Column::LinkedinKey
            | Column::AssignedTo
            | Column::CreatedBy
    )
}

/// One person's data, deleted or not, with what became part of them.
pub async fn export(app: &App, scope: &Scope, id: LeadId) -> Result<Value> {
    scope.require(Permission::Export)?;
    let mut tx = Tx::begin(app, scope).await?;
    let row = scope.get::<lead::Entity>(id, &tx).await?;
    let parts = parts(&tx, id).await?;
    let mut data = json!({
        "exportedAt": tx.now(),
        "lead": person(&row)?,
        "formerLeads": parts.iter().map(person).collect::<Result<Vec<_>>>()?,
        "company": company(&tx, &row).await?,
        "campaigns": campaigns(&tx, id).await?,
        "lists": lists(&tx, id).await?,
        "cards": cards(&tx, id).await?,
        "tasks": tasks(&tx, id).await?,
        "activities": activities(&tx, id).await?,
        "enrichments": enrichments(&tx, id).await?,
        "prospects": prospects(&tx, id).await?,
    });
    for (name, part) in app.wiring().known(&tx, id).await? {
        data[name] = part;
    }
    tx.audit(Deed { action: "LEAD_EXPORTED", subject: ("LEAD", id.0), changes: vec![] }).await?;
    tx.commit().await?;
    Ok(data)
}

/// The row under the names the API has for its fields.
fn person(row: &lead::Model) -> Result<Value> {
    let Value::Object(mut columns) = serde_json::to_value(row)? else { return Ok(Value::Null) };
    let mut shown = Map::new();
    for column in Column::iter().filter(|column| !is_ours(*column)) {
        let value = columns.remove(column.unquoted()).unwrap_or_default();
        shown.insert(change::field(column), value);
    }
    shown.insert("id".into(), row.id.shown().into());
    shown.insert("mergedInto".into(), row.merged_into.map(TypedId::shown).into());
    Ok(Value::Object(shown))
}

async fn company(tx: &Tx, row: &lead::Model) -> Result<Value> {
    let Some(id) = row.company_id else { return Ok(Value::Null) };
    let company = tx.scope().get::<company::Entity>(id, tx).await?;
    Ok(json!({ "name": company.name, "domain": company.domain }))
}

async fn campaigns(tx: &Tx, id: LeadId) -> Result<Vec<Value>> {
    let joined = tx.scope().find::<campaign_lead::Entity>().filter(campaign_lead::Column::LeadId.eq(id));
    let joined = joined.order_by_asc(campaign_lead::Column::CreatedAt).all(tx).await?;
    let rows = tx.scope().find::<campaign::Entity>();
    let rows = rows.filter(campaign::Column::Id.is_in(joined.iter().map(|row| row.campaign_id)));
    let names: HashMap<_, _> = rows.all(tx).await?.into_iter().map(|row| (row.id, row.name)).collect();
    let shown = |row: &campaign_lead::Model| json!({ "name": names.get(&row.campaign_id), "joinedAt": row.created_at });
    Ok(joined.iter().map(shown).collect())
}

async fn lists(tx: &Tx, id: LeadId) -> Result<Vec<Value>> {
    let listed =
        tx.scope().find::<lead_list_member::Entity>().filter(lead_list_member::Column::LeadId.eq(id));
    let listed = listed.order_by_asc(lead_list_member::Column::CreatedAt).all(tx).await?;
    let rows = tx.scope().find::<lead_list::Entity>();
    let rows = rows.filter(lead_list::Column::Id.is_in(listed.iter().map(|row| row.lead_list_id)));
    let names: HashMap<_, _> = rows.all(tx).await?.into_iter().map(|row| (row.id, row.name)).collect();
    let shown = |row: &lead_list_member::Model| json!({ "name": names.get(&row.lead_list_id), "addedAt": row.created_at });
    Ok(listed.iter().map(shown).collect())
}

async fn cards(tx: &Tx, id: LeadId) -> Result<Vec<Value>> {
    let cards = tx.scope().find::<pipeline_card::Entity>().filter(pipeline_card::Column::LeadId.eq(id));
    let cards = cards.order_by_asc(pipeline_card::Column::CreatedAt).all(tx).await?;
    let boards = tx.scope().find::<pipeline::Entity>();
    let boards = boards.filter(pipeline::Column::Id.is_in(cards.iter().map(|card| card.pipeline_id)));
    let boards: HashMap<_, _> = boards.all(tx).await?.into_iter().map(|row| (row.id, row.name)).collect();
    let stages = tx.scope().find::<pipeline_stage::Entity>();
    let stages = stages.filter(pipeline_stage::Column::Id.is_in(cards.iter().map(|card| card.stage_id)));
    let stages: HashMap<_, _> = stages.all(tx).await?.into_iter().map(|row| (row.id, row.name)).collect();
    let history = tx.scope().find::<stage_change::Entity>();
    let history = history.filter(stage_change::Column::CardId.is_in(cards.iter().map(|card| card.id)));
    let history = history.order_by_asc(stage_change::Column::At).all(tx).await?;
    let steps = |card: &pipeline_card::Model| {
        let own = history.iter().filter(|step| step.card_id == card.id);
        own.map(|step| json!({ "from": step.from_name, "to": step.to_name, "reason": step.reason, "at": step.at }))
            .collect::<Vec<_>>()
    };
    let shown = |card: &pipeline_card::Model| {
        json!({
            "pipeline": boards.get(&card.pipeline_id), "stage": stages.get(&card.stage_id), "status": card.status,
            "notes": card.notes, "valueMicros": card.value_micros, "currency": card.currency,
            "createdAt": card.created_at, "history": steps(card),
        })
    };
    Ok(cards.iter().map(shown).collect())
}

async fn tasks(tx: &Tx, id: LeadId) -> Result<Vec<Value>> {
    let rows = tx.scope().find::<task::Entity>().filter(task::Column::LeadId.eq(id));
    let rows = rows.order_by_asc(task::Column::CreatedAt).all(tx).await?;
    let shown = |row: &task::Model| json!({ "kind": row.kind, "title": row.title, "dueAt": row.due_at, "doneAt": row.done_at, "createdAt": row.created_at });
    Ok(rows.iter().map(shown).collect())
}

async fn activities(tx: &Tx, id: LeadId) -> Result<Vec<Value>> {
    let rows = tx.scope().find::<activity::Entity>().filter(activity::Column::LeadId.eq(id));
    let rows = rows.order_by_asc(activity::Column::At).order_by_asc(activity::Column::Id).all(tx).await?;
    Ok(rows.iter().map(|row| json!({ "kind": row.kind, "summary": row.summary, "at": row.at })).collect())
}

async fn enrichments(tx: &Tx, id: LeadId) -> Result<Vec<Value>> {
    let rows = tx.scope().find::<enrichment::Entity>().filter(enrichment::Column::LeadId.eq(id));
    let rows =
        rows.order_by_asc(enrichment::Column::Field).order_by_asc(enrichment::Column::Id).all(tx).await?;
    let shown = |row: &enrichment::Model| {
        json!({
            "provider": row.provider, "field": row.field, "value": row.value, "confidence": row.confidence,
            "isChosen": row.is_chosen, "fetchedAt": row.fetched_at,
        })
    };
    Ok(rows.iter().map(shown).collect())
}

async fn prospects(tx: &Tx, id: LeadId) -> Result<Vec<Value>> {
    let rows = tx.scope().find::<prospect::Entity>().filter(prospect::Column::LeadId.eq(id));
    let rows = rows.order_by_asc(prospect::Column::CreatedAt).all(tx).await?;
    let shown = |row: &prospect::Model| {
        json!({
            "fullName": row.full_name, "title": row.title, "companyName": row.company_name, "location": row.location,
            "email": row.email, "phone": row.phone, "linkedinUrl": row.linkedin_url, "handles": row.handles,
            "externalIds": row.external_ids, "score": row.score, "scoreParts": row.score_parts,
            "matchReasons": row.match_reasons, "evidence": row.evidence, "tags": row.tags, "createdAt": row.created_at,
        })
    };
    Ok(rows.iter().map(shown).collect())
}

//! Enriching or checking everybody on a list: made by `jobCreate`, or by a schedule.

use super::{
    fields::EnrichField,
    order::{Order, Subject},
};
use crate::{
    jobs::{Draft, NewJob, Purpose},
    kernel::{
        error::{Error, Result},
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    ids::{LeadId, LeadListId},
    job::JobKind,
    lead, lead_list, lead_list_member,
};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use serde_json::Value;
use std::collections::BTreeSet;

/// Leads in one job: each is one task, and a line in the job's checkpoint.
const MOST: usize = 500;

pub(super) async fn make(tx: &mut Tx, draft: Draft, purpose: Purpose) -> Result<NewJob> {
    tx.scope().require(Permission::Prospect)?;
    let list = match draft.list {
        Some(id) => living_list(tx.scope(), id, &*tx).await?,
        None => return Err(Error::invalid("leadListId", "the list to work on")),
    };
    if draft.workspace.is_some_and(|id| id != list.workspace_id) {
        return Err(Error::invalid("workspaceId", "the workspace of the list"));
    }
    let is_check = draft.kind == JobKind::Verify;
    let fields = if is_check { vec![EnrichField::Email] } else { fields(&draft.config)? };
    let leads = leads(tx.scope(), list.id, is_check, &*tx).await?;
    // A schedule's list may fill later.
    if leads.is_empty() && purpose == Purpose::Make {
        return Err(Error::conflict("There is nobody on this list to work on."));
    }
    let order = Order { subjects: leads.into_iter().map(Subject::Lead).collect(), fields, is_check };
    Ok(NewJob {
        workspace: Some(list.workspace_id),
        total: i32::try_from(order.subjects.len()).ok(),
        config: serde_json::to_value(&order)?,
        ..NewJob::of(draft.kind)
    })
}

/// What is to be found out, as `config.fields` says.
fn fields(config: &Value) -> Result<Vec<EnrichField>> {
    let wrong = || Error::invalid("config.fields", "a list of fields, as at `leadsEnrich`");
    let said: BTreeSet<EnrichField> = match config.get("fields") {
        None | Some(Value::Null) => return Ok(EnrichField::USUAL.to_vec()),
        Some(fields) => serde_json::from_value(fields.clone()).map_err(|_| wrong())?,
    };
    if said.is_empty() { Err(wrong()) } else { Ok(said.into_iter().collect()) }
}

pub(super) async fn living_list(
    scope: &Scope,
    id: LeadListId,
    c: &impl ConnectionTrait,
) -> Result<lead_list::Model> {
    let list = scope.get::<lead_list::Entity>(id, c).await?;
    if list.deleted_at.is_some() { Err(Error::NotFound("lead_list")) } else { Ok(list) }
}

/// The living leads of the list, no more than a job takes; for a check, only those with an address.
pub(super) async fn leads(
    scope: &Scope,
    list: LeadListId,
    is_check: bool,
    c: &impl ConnectionTrait,
) -> Result<Vec<LeadId>> {
    let members = scope.find::<lead_list_member::Entity>();
    let members = members.filter(lead_list_member::Column::LeadListId.eq(list));
    let members = members.select_only().column(lead_list_member::Column::LeadId).into_query();
    let mut leads = scope
        .find::<lead::Entity>()
        .filter(lead::Column::Id.in_subquery(members))
        .filter(lead::Column::DeletedAt.is_null())
        .filter(lead::Column::MergedInto.is_null());
    if is_check {
        leads = leads.filter(lead::Column::EmailKey.is_not_null());
    }
    let ids = leads.select_only().column(lead::Column::Id).order_by_asc(lead::Column::Id);
    let ids: Vec<LeadId> = ids.limit(MOST as u64 + 1).into_tuple().all(c).await?;
    if ids.len() > MOST {
        return Err(Error::conflict_with_hint(
            format!("This list holds more than {MOST} leads."),
            "Make smaller lists with `leadListAddLeads`.",
        ));
    }
    Ok(ids)
}

//! A new task.

use super::{change::TITLE, told};
use crate::{
    crm::{events::tasks::TaskCreated, leads},
    kernel::{
        app::App,
        check::{Problems, line},
        error::{Error, Result},
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use chrono::{DateTime, SubsecRound, Utc};
use entity::{
    ids::{LeadId, MembershipId, PipelineCardId, TaskId},
    lead, pipeline_card,
    task::{ActiveModel, Model, TaskKind},
};
use sea_orm::{ActiveModelTrait, Set};

/// What a new task is made of.
#[derive(Clone, Debug)]
pub struct NewTask {
    pub kind: TaskKind,
    /// 1 to 200 characters.
    pub title: String,
    /// About whom; a card's lead goes without saying.
    pub lead: Option<LeadId>,
    pub card: Option<PipelineCardId>,
    pub due_at: Option<DateTime<Utc>>,
    pub assignee: Option<MembershipId>,
}

pub async fn create(app: &App, scope: &Scope, new: NewTask) -> Result<Model> {
    scope.require(Permission::WriteLeads)?;
    let mut tx = Tx::begin(app, scope).await?;
    let lead = about(&tx, new.lead, new.card).await?;
    let assignee = leads::assignee(&tx, new.assignee).await?;
    let mut problems = Problems::default();
    let title = problems.keep("title", line(&new.title, TITLE));
    problems.finish()?;
    let row = ActiveModel {
        id: Set(TaskId::new()),
        agency_id: Set(scope.agency()),
        lead_id: Set(lead),
        card_id: Set(new.card),
        kind: Set(new.kind),
        title: Set(title.unwrap_or_default()),
        due_at: Set(new.due_at.map(|at| at.trunc_subsecs(6))),
        assignee_id: Set(assignee),
        done_at: Set(None),
        source_event_seq: Set(None),
        created_by: Set(scope.actor().columns().1),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    let row = row.insert(&tx).await?;
    let of = told(&tx, &row).await?;
    tx.emit(&TaskCreated { of }).await?;
    tx.commit().await?;
    Ok(row)
}

/// The lead it is about: the named one, or the card's.
async fn about(tx: &Tx, lead: Option<LeadId>, card: Option<PipelineCardId>) -> Result<Option<LeadId>> {
    if let Some(id) = lead {
        let row = tx.scope().get::<lead::Entity>(id, tx).await?;
        if row.deleted_at.is_some() {
            return Err(Error::NotFound("lead"));
        }
    }
    let Some(card) = card else { return Ok(lead) };
    let card = tx.scope().get::<pipeline_card::Entity>(card, tx).await?;
    match lead {
        Some(lead) if lead != card.lead_id => Err(Error::invalid("leadId", "the card's lead, or nothing")),
        _ => Ok(Some(card.lead_id)),
    }
}

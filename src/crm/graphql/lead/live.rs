//! Leads as they change.

use super::Lead;
use crate::graphql::{
    CtxExt, Id, Result,
    live::{self, Ask, ChangeMeta, Moment},
    scalars::Cursor,
};
use crate::{
    crm::events::people::LeadRef,
    kernel::{events::LoggedEvent, permission::Permission},
};
use async_graphql::{ComplexObject, Context, InputObject, SimpleObject, Subscription, futures_util::Stream};
use entity::{
    event_kind::{EventKind, SubjectKind},
    ids::{CampaignId, CompanyId, LeadId, WorkspaceId},
    lead::LeadStatus,
};
use serde::Deserialize;

/// Something happened to a lead.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct LeadChange {
    #[graphql(flatten)]
    meta: ChangeMeta,
    #[graphql(skip)]
    ids: Vec<LeadId>,
}

#[ComplexObject]
impl LeadChange {
    /// The lead it happened to; null when it happened to many.
    fn lead_id(&self) -> Option<Id<LeadId>> {
        self.one().map(Id)
    }

    /// Whom it happened to: one lead, or, of LEADS_IMPORTED and LEADS_IMPORT_REVERTED, up to 500.
    fn lead_ids(&self) -> Vec<Id<LeadId>> {
        self.ids.iter().copied().map(Id).collect()
    }

    /// The lead as it is now; null when it is deleted, or when it happened to many.
    async fn lead(&self, ctx: &Context<'_>) -> Result<Option<Lead>> {
        let Some(id) = self.one() else { return Ok(None) };
        Ok(Lead::find(ctx, id).await?.filter(|lead| lead.0.deleted_at.is_none()))
    }
}

impl LeadChange {
    fn one(&self) -> Option<LeadId> {
        if let [id] = self.ids[..] { Some(id) } else { None }
    }
}

/// Which changes to follow; all of these must hold, as of the event.
#[derive(Clone, Default, InputObject)]
pub struct LeadChangesFilter {
    /// Of these leads; at most 100.
    #[graphql(validator(max_items = 100))]
    ids: Option<Vec<Id<LeadId>>>,
    /// In this workspace.
    workspace_id: Option<Id<WorkspaceId>>,
    /// Who are in this campaign.
    campaign_id: Option<Id<CampaignId>>,
    /// Who work for this company; not told of imports, which bring people of many.
    company_id: Option<Id<CompanyId>>,
    /// With one of these statuses; not told of imports.
    statuses: Option<Vec<LeadStatus>>,
    /// Of these kinds.
    kinds: Option<Vec<EventKind>>,
}

impl LeadChangesFilter {
    fn pick(&self, moment: &Moment) -> Option<LeadChange> {
        let event = moment.event.as_ref()?;
        if let Some(ids) = many(event) {
            let is_wanted = self.ids.as_ref().is_none_or(|wanted| ids.iter().any(|id| wanted.contains(&Id(*id))))
                && self.workspace_id.is_none_or(|id| Some(id.0) == event.about.workspace)
                && self.campaign_id.is_none_or(|id| event.campaigns().any(|of| of == id.0))
                // These are not known of each of them.
                && self.company_id.is_none()
                && self.statuses.is_none()
                && self.kinds.as_ref().is_none_or(|all| all.contains(&event.kind));
            return is_wanted.then(|| LeadChange { meta: moment.into(), ids });
        }
        if event.subject.kind != SubjectKind::Lead {
            return None;
        }
        let lead = LeadRef::deserialize(&event.fact).ok()?;
        let is_wanted = self.ids.as_ref().is_none_or(|ids| ids.contains(&Id(lead.lead)))
            && self.workspace_id.is_none_or(|id| id.0 == lead.workspace)
            && self.campaign_id.is_none_or(|id| event.campaigns().any(|of| of == id.0))
            && self.company_id.is_none_or(|id| Some(id.0) == lead.company)
            && self.statuses.as_ref().is_none_or(|all| all.contains(&lead.status))
            && self.kinds.as_ref().is_none_or(|all| all.contains(&event.kind));
        is_wanted.then(|| LeadChange { meta: moment.into(), ids: vec![lead.lead] })
    }
}

/// Whom an event about many leads at once names.
#[derive(Deserialize)]
struct Many {
    /// Who came, or is gone.
    #[serde(alias = "removed")]
    created: Vec<LeadId>,
    updated: Vec<LeadId>,
}

/// The leads of such an event. Read from what everybody may know of it, not by its fact: a CLIENT hears of no import.
fn many(event: &LoggedEvent) -> Option<Vec<LeadId>> {
    if !matches!(event.kind, EventKind::LeadsImported | EventKind::LeadsImportReverted) {
        return None;
    }
    let Many { created, updated } = Many::deserialize(&event.fact).ok()?;
    Some(created.into_iter().chain(updated).collect())
}

#[derive(Default)]
pub struct LeadSubscription;

#[Subscription]
impl LeadSubscription {
    /// What happens to leads, in order, without gaps or repeats; begins with no snapshot.
    async fn lead_changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which changes.")] filter: Option<LeadChangesFilter>,
        #[graphql(desc = "Go on after this cursor of an earlier message.")] after: Option<Cursor>,
    ) -> Result<impl Stream<Item = Result<LeadChange>>> {
        let filter = filter.unwrap_or_default();
        let may_open = async { ctx.scope()?.require(Permission::Read) };
        let ask = Ask { after, has_snapshot: false };
        live::changes(ctx, ask, may_open, move |moment| filter.pick(moment)).await
    }
}

//! Leads as they change.

use super::Lead;
use crate::graphql::{
    CtxExt, Id, Result,
    live::{self, Ask, ChangeMeta, Moment},
    scalars::Cursor,
};
use crate::{crm::events::people::LeadRef, kernel::permission::Permission};
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
    id: LeadId,
}

#[ComplexObject]
impl LeadChange {
    /// The lead it happened to.
    fn lead_id(&self) -> Id<LeadId> {
        self.id.into()
    }

    /// The lead as it is now; null when it is deleted.
    async fn lead(&self, ctx: &Context<'_>) -> Result<Option<Lead>> {
        Ok(Lead::find(ctx, self.id).await?.filter(|lead| lead.0.deleted_at.is_none()))
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
    /// Whose latest campaign is this one.
    campaign_id: Option<Id<CampaignId>>,
    /// Who work for this company.
    company_id: Option<Id<CompanyId>>,
    /// With one of these statuses.
    statuses: Option<Vec<LeadStatus>>,
    /// Of these kinds.
    kinds: Option<Vec<EventKind>>,
}

impl LeadChangesFilter {
    fn pick(&self, moment: &Moment) -> Option<LeadChange> {
        let event = moment.event.as_ref().filter(|event| event.subject.kind == SubjectKind::Lead)?;
        let lead = LeadRef::deserialize(&event.fact).ok()?;
        let is_wanted = self.ids.as_ref().is_none_or(|ids| ids.contains(&Id(lead.lead)))
            && self.workspace_id.is_none_or(|id| id.0 == lead.workspace)
            && self.campaign_id.is_none_or(|id| Some(id.0) == lead.campaign)
            && self.company_id.is_none_or(|id| Some(id.0) == lead.company)
            && self.statuses.as_ref().is_none_or(|all| all.contains(&lead.status))
            && self.kinds.as_ref().is_none_or(|all| all.contains(&event.kind));
        is_wanted.then(|| LeadChange { meta: moment.into(), id: lead.lead })
    }
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

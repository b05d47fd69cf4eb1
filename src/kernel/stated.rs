//! Events that wait for their numbers: what a transaction holds of them until it commits.

use super::{
    error::Result,
    events::{About, Data, Event, Subject, written},
    scope::Scope,
    tx::Tx,
};
use chrono::{DateTime, Utc};
use entity::{
    campaign_lead::{Column, Entity},
    event,
    event_kind::{EventKind, SubjectKind},
    ids::{CampaignId, LeadId, WorkspaceId},
};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};

/// Leads looked up in one statement.
const AT_ONCE: usize = 500;

/// An event that waits for its number.
pub(super) struct Stated {
    kind: EventKind,
    subject: Subject,
    workspace: Option<WorkspaceId>,
    campaign: Option<CampaignId>,
    /// The lead it is about, until its campaigns are looked up.
    lead: Option<LeadId>,
    /// What else that lead is in.
    others: Vec<CampaignId>,
    pub data: Value,
}

impl Stated {
    /// As it waits, and the fact as it is written.
    pub fn of<E: Event>(fact: &E) -> Result<(Self, Value)> {
        let (subject, about) = (fact.subject(), fact.about());
        let lead = lead_of(subject, &about);
        let data = Data::of(written(fact)?, fact.changes(), about.also);
        let stated = Self {
            kind: E::KIND,
            subject,
            workspace: about.workspace,
            campaign: about.campaign,
            lead,
            others: vec![],
            data: serde_json::to_value(&data)?,
        };
        Ok((stated, data.fact))
    }

    /// The row, under this number.
    pub fn row(self, scope: &Scope, at: DateTime<Utc>, seq: i64) -> event::Model {
        let (actor_type, actor_id) = scope.actor().columns();
        let others: Vec<String> = self.others.iter().map(ToString::to_string).collect();
        event::Model {
            agency_id: scope.agency(),
            seq,
            kind: self.kind,
            subject_type: self.subject.kind,
            subject_id: self.subject.id,
            actor_type,
            actor_id,
            request_id: scope.request_id().map(Into::into),
            workspace_id: self.workspace,
            campaign_id: self.campaign,
            other_campaigns: (!others.is_empty()).then(|| others.join(",")),
            data: self.data,
            at,
        }
    }
}

/// The lead that happened, or whose card; a lead without a latest campaign is in none.
fn lead_of(subject: Subject, about: &About) -> Option<LeadId> {
    let lead = match subject.kind {
        SubjectKind::Lead => Some(subject),
        SubjectKind::PipelineCard => about.also.iter().copied().find(|it| it.kind == SubjectKind::Lead),
        _ => None,
    };
    lead.filter(|_| about.campaign.is_some()).map(|lead| LeadId(lead.id))
}

/// Notes on each what else its lead is in: a lead is seen with any of its campaigns, and so is what happens to it. One look for
/// all of them, and none where no lead is concerned that is in a campaign.
pub(super) async fn look_around(tx: &Tx, stated: &mut [Stated]) -> Result<()> {
    let leads: BTreeSet<LeadId> = stated.iter().filter_map(|one| one.lead).collect();
    let leads: Vec<LeadId> = leads.into_iter().collect();
    let mut found: HashMap<LeadId, Vec<CampaignId>> = HashMap::new();
    for some in leads.chunks(AT_ONCE) {
        let rows = tx.scope().find::<Entity>().filter(Column::LeadId.is_in(some.iter().copied()));
        let rows = rows.select_only().columns([Column::LeadId, Column::CampaignId]);
        for (lead, campaign) in rows.into_tuple::<(LeadId, CampaignId)>().all(tx).await? {
            found.entry(lead).or_default().push(campaign);
        }
    }
    for one in stated {
        if let Some(all) = one.lead.take().and_then(|lead| found.get(&lead)) {
            one.others = all.iter().copied().filter(|id| Some(*id) != one.campaign).collect();
        }
    }
    Ok(())
}

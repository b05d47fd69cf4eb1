//! What happened with a lead.

use crate::graphql::{Id, node, plan::Planned};
use async_graphql::Object;
use chrono::{DateTime, Utc};
use entity::{
    activity::{self, ActivityKind},
    actor::ActorType,
    ids::{ActivityId, LeadId, TypedId},
};

node! {
    /// One thing that happened with a lead.
    Activity(activity)
}

impl Planned for activity::Entity {
    const TYPE: &'static str = "Activity";
    const PLAIN: &'static [&'static str] = &["kind", "summary", "actorType", "at"];
    const IDS: &'static [(&'static str, &'static str)] = &[("leadId", LeadId::PREFIX)];
}

/// One thing that happened with a lead.
#[Object]
impl Activity {
    /// Its id.
    pub async fn id(&self) -> Id<ActivityId> {
        self.0.id.into()
    }

    /// The lead it is about.
    fn lead_id(&self) -> Id<LeadId> {
        self.0.lead_id.into()
    }

    /// What happened.
    fn kind(&self) -> ActivityKind {
        self.0.kind
    }

    /// One line for people. A NOTE's is what somebody wrote.
    fn summary(&self) -> &str {
        &self.0.summary
    }

    /// Who did it.
    fn actor_type(&self) -> ActorType {
        self.0.actor_type
    }

    /// When.
    fn at(&self) -> DateTime<Utc> {
        self.0.at
    }
}

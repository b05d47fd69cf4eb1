//! The verbs that move a lead's conversation.

use super::Lead;
use crate::{
    crm::leads::{self, Contact, Decision},
    graphql::{CtxExt, Id, Result},
};
use async_graphql::{Context, InputObject, Object};
use chrono::{DateTime, Utc};
use entity::{contact::Channel, ids::LeadId};

/// A lead that fits.
#[derive(InputObject)]
pub struct LeadQualifyInput {
    /// The lead.
    id: Id<LeadId>,
    /// Why; 1 to 1,000 characters.
    reason: Option<String>,
    /// Refuse when it has another version by now.
    expected_version: Option<i32>,
}

/// A lead that does not fit.
#[derive(InputObject)]
pub struct LeadDisqualifyInput {
    /// The lead.
    id: Id<LeadId>,
    /// Why; 1 to 1,000 characters.
    reason: String,
    /// Refuse when it has another version by now.
    expected_version: Option<i32>,
}

/// A disqualified lead that gets a new start.
#[derive(InputObject)]
pub struct LeadReopenInput {
    /// The lead.
    id: Id<LeadId>,
    /// Refuse when it has another version by now.
    expected_version: Option<i32>,
}

/// A contact that took place.
#[derive(InputObject)]
pub struct LeadRecordContactInput {
    /// The lead.
    id: Id<LeadId>,
    /// By which way.
    channel: Channel,
    /// When; now, unless said otherwise. Not in the future.
    at: Option<DateTime<Utc>>,
    /// What was said; 1 to 2,000 characters. Stands in the lead's history, not in its events.
    note: Option<String>,
}

#[derive(Default)]
pub struct LeadStepMutation;

#[Object]
impl LeadStepMutation {
    /// Finds that a lead fits: it becomes QUALIFIED.
    async fn lead_qualify(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lead that fits, and why.")] input: LeadQualifyInput,
    ) -> Result<Lead> {
        let LeadQualifyInput { id, reason, expected_version } = input;
        let decision = Decision { id: id.0, expected_version, reason };
        Ok(leads::qualify(ctx.app(), ctx.scope()?, decision).await?.into())
    }

    /// Finds that a lead does not fit: it becomes DISQUALIFIED; `leadReopen` gives it a new start.
    async fn lead_disqualify(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lead that does not fit, and why.")] input: LeadDisqualifyInput,
    ) -> Result<Lead> {
        let LeadDisqualifyInput { id, reason, expected_version } = input;
        let decision = Decision { id: id.0, expected_version, reason: Some(reason) };
        Ok(leads::disqualify(ctx.app(), ctx.scope()?, decision).await?.into())
    }

    /// Gives a disqualified lead a new start: it becomes NEW and undecided.
    async fn lead_reopen(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The disqualified lead to begin anew with.")] input: LeadReopenInput,
    ) -> Result<Lead> {
        let LeadReopenInput { id, expected_version } = input;
        let decision = Decision { id: id.0, expected_version, reason: None };
        Ok(leads::reopen(ctx.app(), ctx.scope()?, decision).await?.into())
    }

    /// Records that somebody contacted a lead. A NEW one becomes CONTACTED; one further on stays where it is; one that is
    /// DISQUALIFIED or UNSUBSCRIBED is not to be contacted.
    async fn lead_record_contact(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who was contacted, on which channel, and when.")] input: LeadRecordContactInput,
    ) -> Result<Lead> {
        let LeadRecordContactInput { id, channel, at, note } = input;
        let contact = Contact { id: id.0, channel, at, note };
        Ok(leads::record_contact(ctx.app(), ctx.scope()?, contact).await?.into())
    }
}

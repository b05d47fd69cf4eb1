//! What a person may ask for by law: their data, and to be forgotten.

use crate::{
    crm::leads::{self, Erasure},
    graphql::{CtxExt, Id, Result},
};
use async_graphql::{Context, InputObject, Json, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::ids::LeadId;
use serde_json::Value;

/// Whom to forget.
#[derive(InputObject)]
pub struct LeadEraseInput {
    /// The lead, deleted or not.
    id: Id<LeadId>,
    /// Keep only keyed hashes of their addresses, so that nobody takes them in again in this workspace. What they asked for
    /// themselves (UNSUBSCRIBE) stays in any case.
    #[graphql(default = true)]
    suppress: bool,
    /// Why, for the audit log: 1 to 500 characters; not their name.
    reason: Option<String>,
    /// Refuse when it has another version by now.
    expected_version: Option<i32>,
}

/// Somebody is forgotten.
#[derive(SimpleObject)]
pub struct LeadEraseResult {
    /// The lead there was.
    lead_id: Id<LeadId>,
    /// How many leads that had become part of it are gone with it.
    merged_lead_count: usize,
    /// When.
    erased_at: DateTime<Utc>,
}

/// Whose data.
#[derive(InputObject)]
pub struct LeadExportInput {
    /// The lead, deleted or not.
    id: Id<LeadId>,
    /// Why, for the audit log: 1 to 500 characters; not their name.
    reason: Option<String>,
}

/// One person's data.
#[derive(SimpleObject)]
pub struct LeadExportResult {
    /// The lead it is about.
    lead_id: Id<LeadId>,
    /// All that is known of them: the lead with its fields, company, campaigns, lists, cards, tasks, activities,
    /// enrichments, prospects, and whether they are suppressed.
    data: Json<Value>,
}

#[derive(Default)]
pub struct LeadPrivacyMutation;

#[Object]
impl LeadPrivacyMutation {
    /// Forgets a person for good: the lead, what became part of it, its history, cards, tasks, what providers said, the prospects
    /// it was, and the files of imports that it came by. What stays holds no personal value, but for exports and what jobs found:
    /// such files are not looked through, and go when their time is over. Nothing brings it back.
    async fn lead_erase(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who is forgotten, why, and whether a hash keeps them from coming back.")]
        input: LeadEraseInput,
    ) -> Result<LeadEraseResult> {
        let LeadEraseInput { id, suppress, reason, expected_version } = input;
        let ask = Erasure { id: id.0, is_kept_out: suppress, expected_version };
        let done = leads::erase(ctx.app(), &ctx.scope()?.because(reason), ask).await?;
        Ok(LeadEraseResult { lead_id: done.id.into(), merged_lead_count: done.parts, erased_at: done.at })
    }

    /// One person's data, to give to them. Reading it is kept in the audit log.
    async fn lead_export(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose data is given out, and why.")] input: LeadExportInput,
    ) -> Result<LeadExportResult> {
        let scope = ctx.scope()?.because(input.reason);
        let data = leads::export(ctx.app(), &scope, input.id.0).await?;
        Ok(LeadExportResult { lead_id: input.id, data: Json(data) })
    }
}

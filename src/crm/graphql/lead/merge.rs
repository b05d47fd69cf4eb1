//! Two leads that are one person become one, and two again.

use super::Lead;
use crate::{
    crm::leads::merge::{self, Merged, Merging},
    graphql::{
        CtxExt, Id, Result,
        batch::{self, Batch},
        node,
    },
    kernel::{app::App, error, scope::Scope},
};
use async_graphql::{Context, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{
    ids::{LeadId, LeadMergeId},
    lead_merge::Model,
};
use std::collections::HashMap;

node! {
    /// A merge of two leads.
    LeadMerge(lead_merge)
}

/// A merge of two leads.
#[Object]
impl LeadMerge {
    /// Its id; for `leadMergeUndo`.
    pub async fn id(&self) -> Id<LeadMergeId> {
        self.0.id.into()
    }

    /// The lead that stayed.
    async fn winner(&self, ctx: &Context<'_>) -> Result<Lead> {
        Lead::required(ctx, self.0.winner_id).await
    }

    /// The lead that became part of it; its id leads to the other.
    async fn loser_id(&self) -> Id<LeadId> {
        self.0.loser_id.into()
    }

    /// What changed hands.
    async fn moved(&self) -> LeadMergeMoved {
        LeadMergeMoved::from(self.0.as_ref())
    }

    /// It can be undone until then.
    async fn undoable_until(&self) -> DateTime<Utc> {
        self.0.undo_until
    }

    /// When it was undone.
    async fn undone_at(&self) -> Option<DateTime<Utc>> {
        self.0.undone_at
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}

/// How many of each changed hands with a merge.
#[derive(SimpleObject)]
pub struct LeadMergeMoved {
    /// Lines of history.
    activities: usize,
    /// Places in campaigns; where both were, one stays.
    campaigns: usize,
    /// Places in lists; where both were, one stays.
    lists: usize,
    /// Cards; where both had one on a board, the one that got further stays.
    cards: usize,
    /// Cards given up for that.
    dropped_cards: usize,
    /// Tasks.
    tasks: usize,
    /// Values that providers gave.
    enrichments: usize,
    /// Prospects it was saved from.
    prospects: usize,
    /// Suppressions added, because one of them must not be contacted.
    suppressions: usize,
}

impl From<&Model> for LeadMergeMoved {
    fn from(row: &Model) -> Self {
        let count = |table: &str| row.moved.0.get(table).map_or(0, Vec::len);
        Self {
            activities: count("activity"),
            campaigns: count("campaign_lead"),
            lists: count("lead_list_member"),
            cards: count("pipeline_card"),
            dropped_cards: row.dropped_cards.as_array().map_or(0, Vec::len),
            tasks: count("task"),
            enrichments: count("enrichment"),
            prospects: count("prospect"),
            suppressions: count("suppression"),
        }
    }
}

/// Which two leads are one person.
#[derive(InputObject)]
pub struct LeadMergeInput {
    /// The lead that stays, with its id and its values; the other's fill what is empty.
    winner_id: Id<LeadId>,
    /// The lead that becomes part of it.
    loser_id: Id<LeadId>,
    /// Only show what would become of it.
    #[graphql(default)]
    dry_run: bool,
    /// Refuse when the winner has another version by now.
    expected_version: Option<i32>,
    /// Refuse when the loser has another version by now.
    loser_expected_version: Option<i32>,
    /// Why, for the audit log: 1 to 500 characters; no secret and nobody's name.
    reason: Option<String>,
}

/// Which merge to undo.
#[derive(InputObject)]
pub struct LeadMergeUndoInput {
    /// The merge; `lead.merges` lists them.
    id: Id<LeadMergeId>,
    /// Why, for the audit log: 1 to 500 characters; no secret and nobody's name.
    reason: Option<String>,
}

/// What became of a merge, or would.
#[derive(SimpleObject)]
pub struct LeadMergeResult {
    /// True: nothing was kept, this is what would be.
    dry_run: bool,
    /// The lead that stays. In a dry run its own fields are as they would be; what hangs on it is as it is.
    lead: Lead,
    /// Its fields that are other than before.
    changed_fields: Vec<String>,
    /// What changed hands.
    moved: LeadMergeMoved,
    /// The merge, to undo it by; null in a dry run.
    merge: Option<LeadMerge>,
}

/// Two leads again.
#[derive(SimpleObject)]
pub struct LeadMergeUndoResult {
    /// The lead that had stayed.
    winner: Lead,
    /// The lead that is one of its own again.
    loser: Lead,
    /// The merge that was undone.
    merge: LeadMerge,
}

impl From<Merged> for LeadMergeResult {
    fn from(merged: Merged) -> Self {
        let Merged { lead, merge, is_dry_run, changed } = merged;
        let moved = LeadMergeMoved::from(&merge);
        let merge = (!is_dry_run).then(|| merge.into());
        Self { dry_run: is_dry_run, lead: lead.into(), changed_fields: changed, moved, merge }
    }
}

#[derive(Default)]
pub struct LeadMergeMutation;

#[Object]
impl LeadMergeMutation {
    /// Makes one lead of two that are the same person: the winner keeps its id and values, the loser's fill what is empty,
    /// everything that hangs on the loser moves, and who asked to be left alone stays so. Look at it with `dryRun` first; it
    /// can be undone for 30 days (`leadMergeUndo`).
    async fn lead_merge(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which lead becomes part of which, and whether that is only tried.")]
        input: LeadMergeInput,
    ) -> Result<LeadMergeResult> {
        let ask = Merging {
            winner: input.winner_id.0,
            loser: input.loser_id.0,
            is_dry_run: input.dry_run,
            expected_version: input.expected_version,
            loser_expected_version: input.loser_expected_version,
        };
        Ok(merge::merge(ctx.app(), &ctx.scope()?.because(input.reason), ask).await?.into())
    }

    /// Makes two leads again of what was merged: what moved and is still there goes back, fields nobody changed since are as
    /// they were.
    async fn lead_merge_undo(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The merge to take apart again, and why.")] input: LeadMergeUndoInput,
    ) -> Result<LeadMergeUndoResult> {
        let scope = ctx.scope()?.because(input.reason);
        let (winner, loser, merge) = merge::undo(ctx.app(), &scope, input.id.0).await?;
        Ok(LeadMergeUndoResult { winner: winner.into(), loser: loser.into(), merge: merge.into() })
    }
}

/// What became part of a lead.
pub async fn merges(ctx: &Context<'_>, lead: LeadId) -> Result<Vec<LeadMerge>> {
    let rows = batch::one::<Merges>(ctx, lead).await?.unwrap_or_default();
    Ok(rows.into_iter().map(LeadMerge::from).collect())
}

struct Merges;

impl Batch for Merges {
    type Key = LeadId;
    type Value = Vec<Model>;

    async fn load(app: &App, scope: &Scope, keys: &[LeadId]) -> error::Result<HashMap<LeadId, Vec<Model>>> {
        merge::of_winners(app, scope, keys).await
    }
}

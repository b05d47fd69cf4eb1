//! The same change for many leads, and what became of each.

use super::Lead;
use crate::{
    crm::leads::{BulkChange, BulkOutcome, BulkVerdict},
    graphql::{Id, patch},
};
use async_graphql::{Enum, InputObject, MaybeUndefined, SimpleObject};
use entity::{
    ids::{LeadId, MembershipId},
    lead::{LeadStatus, Priority, Segment},
};

/// A change for many leads. What is left out stays, null clears.
#[derive(InputObject)]
pub struct LeadsBulkUpdateInput {
    /// The leads; 1 to 500.
    ids: Vec<Id<LeadId>>,
    /// The status each should have, by the one legal step that leads there.
    status: Option<LeadStatus>,
    /// How soon.
    priority: Option<Priority>,
    /// Size of the company.
    segment: MaybeUndefined<Segment>,
    /// The member who looks after them; null: nobody.
    assignee_id: MaybeUndefined<Id<MembershipId>>,
    /// Labels to add.
    #[graphql(default)]
    add_tags: Vec<String>,
    /// Labels to take off.
    #[graphql(default)]
    remove_tags: Vec<String>,
    /// A key for each of `ids`, in their order: an item whose key was used for the same change before gets the outcome it got
    /// then, and is not touched again. Good for 24 hours.
    #[graphql(validator(max_items = 500))]
    item_keys: Option<Vec<String>>,
}

/// What became of a change for many leads.
#[derive(SimpleObject)]
pub struct LeadsBulkUpdateResult {
    /// How many were changed.
    updated_count: usize,
    /// How many were like that already.
    unchanged_count: usize,
    /// How many could not be changed so.
    refused_count: usize,
    /// How many there are not.
    not_found_count: usize,
    /// How many came with a key that was used for another item.
    mismatch_count: usize,
    /// Each lead, in the order given.
    items: Vec<LeadBulkItem>,
}

/// What became of one lead.
#[derive(SimpleObject)]
pub struct LeadBulkItem {
    /// The lead's id, as given.
    id: Id<LeadId>,
    /// What became of it.
    outcome: LeadBulkOutcome,
    /// The lead afterwards; null when it was refused or there is none.
    lead: Option<Lead>,
    /// Why it was refused.
    message: Option<String>,
    /// What would help.
    hint: Option<String>,
}

/// What becomes of one lead in a change for many.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
pub enum LeadBulkOutcome {
    /// It was changed.
    Updated,
    /// It was like that already.
    Unchanged,
    /// It could not be changed so.
    Refused,
    /// There is no such lead.
    NotFound,
    /// Its key was used for another lead or another change; nothing was done.
    IdempotencyMismatch,
}

impl From<BulkVerdict> for LeadBulkOutcome {
    fn from(verdict: BulkVerdict) -> Self {
        match verdict {
            BulkVerdict::Updated => Self::Updated,
            BulkVerdict::Unchanged => Self::Unchanged,
            BulkVerdict::Refused => Self::Refused,
            BulkVerdict::NotFound => Self::NotFound,
            BulkVerdict::Mismatch => Self::IdempotencyMismatch,
        }
    }
}

impl LeadsBulkUpdateInput {
    /// The leads with their keys, and the change.
    pub fn split(self) -> ((Vec<LeadId>, Option<Vec<String>>), BulkChange) {
        let change = BulkChange {
            status: self.status,
            priority: self.priority,
            segment: patch(self.segment),
            assignee: patch(self.assignee_id).map(|id| id.0),
            add_tags: self.add_tags,
            remove_tags: self.remove_tags,
        };
        ((self.ids.into_iter().map(|id| id.0).collect(), self.item_keys), change)
    }
}

impl From<Vec<(LeadId, BulkOutcome)>> for LeadsBulkUpdateResult {
    fn from(outcomes: Vec<(LeadId, BulkOutcome)>) -> Self {
        let items: Vec<LeadBulkItem> = outcomes.into_iter().map(LeadBulkItem::from).collect();
        let count = |outcome| items.iter().filter(|item| item.outcome == outcome).count();
        Self {
            updated_count: count(LeadBulkOutcome::Updated),
            unchanged_count: count(LeadBulkOutcome::Unchanged),
            refused_count: count(LeadBulkOutcome::Refused),
            not_found_count: count(LeadBulkOutcome::NotFound),
            mismatch_count: count(LeadBulkOutcome::IdempotencyMismatch),
            items,
        }
    }
}

impl From<(LeadId, BulkOutcome)> for LeadBulkItem {
    fn from((id, outcome): (LeadId, BulkOutcome)) -> Self {
        let (message, hint) = outcome.why.map_or((None, None), |why| (Some(why.message), why.hint));
        Self {
            id: id.into(),
            outcome: outcome.verdict.into(),
            lead: outcome.lead.map(|row| (*row).into()),
            message,
            hint,
        }
    }
}

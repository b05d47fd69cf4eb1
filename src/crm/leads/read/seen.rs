//! What leads a CLIENT can choose by: never by what they are not shown. Otherwise a filter would tell them, one question at a time,
//! who works where, whose job they are, and which of theirs are in campaigns and lists that are hidden.

use super::LeadFilter;
use crate::kernel::{
    filter::Choice,
    scope::{Scope, Visibility},
};
use entity::ids::CampaignId;
use std::borrow::Cow;

impl LeadFilter {
    /// The same conditions on leads as the caller sees them. What is hidden is answered like what there is not.
    pub(super) fn as_seen(&self, scope: &Scope) -> Cow<'_, Self> {
        match scope.visibility() {
            Visibility::Agency => Cow::Borrowed(self),
            Visibility::Campaigns(seen) => Cow::Owned(self.among(seen)),
        }
    }

    /// A CLIENT's leads are in the campaigns they see, in no list, work nowhere, and are nobody's job.
    fn among(&self, seen: &[CampaignId]) -> Self {
        let known = |all: &Vec<CampaignId>| all.iter().copied().filter(|id| seen.contains(id)).collect();
        let each = |all: &[Self]| all.iter().map(|inner| inner.among(seen)).collect();
        Self {
            company: self.company.as_ref().map(Choice::on_nothing),
            campaigns: self.campaigns.as_ref().map(known),
            lists: self.lists.as_ref().map(|_| vec![]),
            assigned_to: self.assigned_to.as_ref().map(Choice::on_nothing),
            and: each(&self.and),
            or: each(&self.or),
            not: self.not.as_deref().map(|inner| Box::new(inner.among(seen))),
            ..self.clone()
        }
    }
}

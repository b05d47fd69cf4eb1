//! Leads that are to join or leave a second time: who has a key gets the outcome the key got first.

use super::{
    edit::hold,
    members::{Changed, Membership, Outcome, limited},
};
use crate::kernel::{error::Result, idempotency::Items, tx::Tx};
use entity::ids::{LeadId, LeadListId};

/// The leads, and what their keys say.
pub(super) async fn claim(
    tx: &Tx,
    command: &str,
    list: LeadListId,
    (leads, keys): (Vec<LeadId>, Option<Vec<String>>),
) -> Result<Items<LeadId>> {
    limited(&leads)?;
    Items::claim(tx, command, ("leadIds", leads), keys, &list.to_string()).await
}

/// Everything asked for was done before: the list as it is.
pub(super) async fn unchanged(tx: &Tx, id: LeadListId) -> Result<Changed> {
    Ok(Changed { list: hold(tx, id).await?, outcomes: vec![] })
}

impl Changed {
    /// The same with the outcomes of those who were done before; what is new is kept under its keys.
    pub(super) async fn settled(self, tx: &Tx, items: Items<LeadId>) -> Result<Self> {
        let new = self.outcomes.into_iter().map(|outcome| outcome.membership).collect();
        let settled = items.settle(tx, new, &Membership::Mismatch).await?;
        let outcomes = settled.into_iter().map(|(lead, membership)| Outcome { lead, membership }).collect();
        Ok(Self { list: self.list, outcomes })
    }
}

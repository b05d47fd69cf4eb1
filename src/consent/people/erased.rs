//! Who is forgotten is not contacted again: their keyed hashes stay when nothing else does.

use super::carry::ways;
use crate::{
    consent::{add::NewSuppression, add_all::add_all},
    crm::events::people::LeadErased,
    kernel::{error::Result, tx::Tx},
};
use entity::{
    lead::{self, LeadStatus},
    suppression::SuppressionSource,
};
use sea_orm::{ColumnTrait, QueryFilter};

/// Enters what the person was reached by: as their own word when they had asked to be left alone, else when that is wanted.
pub(super) async fn keep_out(tx: &mut Tx, fact: LeadErased) -> Result<()> {
    let all = fact.parts.iter().copied().chain([fact.lead.lead]);
    let rows = tx.scope().find::<lead::Entity>().filter(lead::Column::Id.is_in(all)).all(&*tx).await?;
    let source = match rows.iter().any(|row| row.status == LeadStatus::Unsubscribed) {
        true => SuppressionSource::Unsubscribe,
        false if fact.is_kept_out => SuppressionSource::Legal,
        false => return Ok(()),
    };
    let entry = |(kind, value)| NewSuppression {
        kind,
        value,
        source,
        reason: Some("Erased".to_owned()),
        workspace: Some(fact.lead.workspace),
        campaign: None,
    };
    let entries = rows.iter().flat_map(ways).map(entry).collect();
    add_all(tx, entries).await.map(drop)
}

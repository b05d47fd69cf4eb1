//! Who is forgotten is not contacted again: their keyed hashes stay when nothing else does.

use super::{
    add::{NewSuppression, add},
    carry::ways,
};
use crate::{
    crm::events::people::LeadErased,
    kernel::{
        error::{Error, Result},
        tx::Tx,
    },
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
    for (kind, value) in rows.iter().flat_map(ways) {
        let (reason, workspace) = (Some("Erased".to_owned()), Some(fact.lead.workspace));
        match add(tx, NewSuppression { kind, value, source, reason, workspace }).await {
            // A value that is none of its kind cannot be written to either.
            Ok(_) | Err(Error::Invalid(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

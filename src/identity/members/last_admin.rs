//! An agency always has somebody who can run it.

use crate::{
    identity::platform,
    kernel::{
        error::{Error, Result},
        tx::Tx,
    },
};
use entity::{
    membership::{self, Role},
    user,
};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect, QueryTrait};

/// Refuses what would leave the agency without an admin who can sign in. The caller holds the agency.
pub async fn stays(tx: &Tx, leaving: &membership::Model) -> Result<()> {
    if leaving.role != Role::AgencyAdmin {
        return Ok(());
    }
    let disabled = platform::users().filter(user::Column::DisabledAt.is_not_null());
    let disabled = disabled.select_only().column(user::Column::Id);
    let others = tx
        .scope()
        .find::<membership::Entity>()
        .filter(membership::Column::Role.eq(Role::AgencyAdmin))
        .filter(membership::Column::RemovedAt.is_null())
        .filter(membership::Column::Id.ne(leaving.id))
        .filter(membership::Column::UserId.not_in_subquery(disabled.into_query()));
    if others.limit(1).one(tx).await?.is_some() {
        return Ok(());
    }
    Err(Error::conflict_with_hint(
        "This is the agency's last admin.",
        "Make somebody else an admin first (`memberUpdateRole` or `memberInvite`).",
    ))
}

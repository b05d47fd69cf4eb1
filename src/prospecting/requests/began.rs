//! Work on a request begins: its profile is kept, and its status says so.

use super::{mirror::take, state::Step};
use crate::{
    kernel::{error::Result, tx::Tx},
    prospecting::profile::Profile,
};
use entity::lead_request::{Column as C, Entity, LeadRequestStatus, Model};
use sea_orm::{ColumnTrait, QueryFilter, sea_query::Expr};

/// Keeps the profile; a request that waited is RUNNING from now on.
pub(in crate::prospecting) async fn began(tx: &mut Tx, row: &Model, profile: &Profile) -> Result<()> {
    let write = tx.update::<Entity>().col_expr(C::Profile, Expr::val(serde_json::to_value(profile)?));
    write.filter(C::Id.eq(row.id)).exec(&*tx).await?;
    if row.status == LeadRequestStatus::Queued {
        take(tx, row, Step::Start).await?;
    }
    Ok(())
}

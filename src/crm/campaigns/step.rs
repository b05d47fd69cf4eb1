//! The life of a campaign, a step at a time.

use super::{hold, state::CampaignStep};
use crate::{
    crm::events::campaigns::CampaignStatusChanged,
    kernel::{app::App, check, error::Result, permission::Permission, scope::Scope, state, tx::Tx},
};
use entity::{
    campaign::{self, Column, Model},
    ids::CampaignId,
};
use sea_orm::{ColumnTrait, QueryFilter, sea_query::Expr};

/// Takes one step. What the status does not allow is refused, naming what it does.
pub async fn step(
    app: &App,
    scope: &Scope,
    id: CampaignId,
    step: CampaignStep,
    expected_version: Option<i32>,
) -> Result<Model> {
    scope.require(Permission::ManageCampaigns)?;
    let mut tx = Tx::begin(app, scope).await?;
    let mut row = hold(&tx, id).await?;
    check::version("campaign", expected_version, row.version)?;
    let from = row.status;
    row.status = state::step::<campaign::Entity, _>(&tx, id, Column::Status, from, step).await?;
    (row.version, row.updated_at) = (row.version + 1, tx.now());
    tx.update::<campaign::Entity>()
        .col_expr(Column::Version, Expr::val(row.version))
        .col_expr(Column::UpdatedAt, Expr::val(row.updated_at))
        .filter(Column::Id.eq(id))
        .exec(&tx)
        .await?;
    tx.emit(&CampaignStatusChanged { of: (&row).into(), from, to: row.status }).await?;
    tx.commit().await?;
    Ok(row)
}

//! Deleting a campaign that never ran, or was put away.

use super::{hold, living, remove::fall_back, state::is_deletable};
use crate::{
    crm::events::campaigns::CampaignDeleted,
    kernel::{
        app::App,
        check,
        error::{Error, Result},
        permission::Permission,
        scope::Scope,
        state::shout,
        tx::Tx,
    },
};
use entity::{
    campaign::{self, Column, Model},
    campaign_lead,
    ids::CampaignId,
};
use sea_orm::{ColumnTrait, PaginatorTrait, QueryFilter, sea_query::Expr};

/// Deletes a DRAFT or ARCHIVED campaign. Its leads stay; their history keeps that they were in it.
pub async fn delete(
    app: &App,
    scope: &Scope,
    id: CampaignId,
    expected_version: Option<i32>,
) -> Result<Model> {
    scope.require(Permission::ManageCampaigns)?;
    let mut tx = Tx::begin(app, scope).await?;
    decide(&living(scope.get::<campaign::Entity>(id, &tx).await?)?, expected_version)?;
    let members = || campaign_lead::Column::CampaignId.eq(id);
    tx.delete::<campaign_lead::Entity>().filter(members()).exec(&tx).await?;
    fall_back(&tx, id).await?;
    // Leads are held before campaigns; what happened to the campaign in between is found out here.
    let mut row = hold(&tx, id).await?;
    decide(&row, expected_version)?;
    if scope.find::<campaign_lead::Entity>().filter(members()).count(&tx).await? > 0 {
        return Err(Error::conflict("Leads joined this campaign while it was being deleted."));
    }
    (row.deleted_at, row.version, row.updated_at) = (Some(tx.now()), row.version + 1, tx.now());
    tx.update::<campaign::Entity>()
        .col_expr(Column::DeletedAt, Expr::val(row.deleted_at))
        .col_expr(Column::Version, Expr::val(row.version))
        .col_expr(Column::UpdatedAt, Expr::val(row.updated_at))
        .filter(Column::Id.eq(id))
        .exec(&tx)
        .await?;
    tx.emit(&CampaignDeleted { of: (&row).into() }).await?;
    tx.commit().await?;
    Ok(row)
}

fn decide(row: &Model, expected_version: Option<i32>) -> Result<()> {
    check::version("campaign", expected_version, row.version)?;
    if is_deletable(row.status) {
        return Ok(());
    }
    Err(Error::conflict_with_hint(
        format!(
            "A campaign that is {} cannot be deleted; one that is DRAFT or ARCHIVED can.",
            shout(row.status)
        ),
        "Put it away first: `campaignComplete`, then `campaignArchive`.",
    ))
}

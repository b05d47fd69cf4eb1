//! Which campaigns a CLIENT may see: given and taken away. Who has a stream open is let out of it within seconds, and comes back
//! with what is theirs now.

use crate::{
    identity::events::{CampaignAccessGranted, CampaignAccessRevoked},
    kernel::{
        app::App,
        error::{Error, Result},
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    campaign,
    campaign_access::{ActiveModel, Column, Entity},
    ids::{CampaignAccessId, CampaignId, MembershipId},
    membership::{self, Role},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, Set, sea_query::OnConflict};
use std::collections::HashMap;

/// Shows a campaign to a CLIENT, with its leads, their cards and numbers; again is no trouble.
pub async fn show_campaign(
    app: &App,
    scope: &Scope,
    member: MembershipId,
    campaign: CampaignId,
) -> Result<campaign::Model> {
    scope.require(Permission::ManageAgency)?;
    let mut tx = Tx::begin(app, scope).await?;
    let (who, what) = held(&tx, member, campaign).await?;
    if who.role != Role::Client || who.removed_at.is_some() {
        return Err(Error::invalid("memberId", "a member who is a CLIENT: others see all campaigns"));
    }
    let row = ActiveModel {
        id: Set(CampaignAccessId::new()),
        agency_id: Set(scope.agency()),
        membership_id: Set(member),
        campaign_id: Set(campaign),
        created_by: Set(scope.actor().columns().1),
        created_at: Set(tx.now()),
    };
    let once = OnConflict::new().do_nothing().to_owned();
    let written = Entity::insert(row).on_conflict(once).exec_without_returning(&tx).await?;
    if written > 0 {
        tx.emit(&CampaignAccessGranted { member, campaign, workspace: what.workspace_id }).await?;
        tx.commit().await?;
    }
    Ok(what)
}

/// Hides a campaign from a CLIENT again; one who does not see it is no trouble.
pub async fn hide_campaign(
    app: &App,
    scope: &Scope,
    member: MembershipId,
    campaign: CampaignId,
) -> Result<campaign::Model> {
    scope.require(Permission::ManageAgency)?;
    let mut tx = Tx::begin(app, scope).await?;
    let (_, what) = held(&tx, member, campaign).await?;
    let theirs = tx.delete::<Entity>().filter(Column::MembershipId.eq(member));
    let gone = theirs.filter(Column::CampaignId.eq(campaign)).exec(&tx).await?;
    if gone.rows_affected > 0 {
        tx.emit(&CampaignAccessRevoked { member, campaign, workspace: what.workspace_id }).await?;
        tx.commit().await?;
    }
    Ok(what)
}

/// The member, held: who becomes something else meanwhile is not left with what a CLIENT was given.
async fn held(
    tx: &Tx,
    member: MembershipId,
    campaign: CampaignId,
) -> Result<(membership::Model, campaign::Model)> {
    let what = tx.scope().get::<campaign::Entity>(campaign, tx).await?;
    let who = tx.hold::<membership::Entity>(member).await?;
    if what.deleted_at.is_some() { Err(Error::NotFound("campaign")) } else { Ok((who, what)) }
}

/// The members each of these campaigns is shown to, who was let in first first. A CLIENT does not see who else is.
pub async fn shown_to(
    app: &App,
    scope: &Scope,
    campaigns: &[CampaignId],
) -> Result<HashMap<CampaignId, Vec<membership::Model>>> {
    scope.require(Permission::Read)?;
    let c = scope.read(app);
    let rows = scope.find::<Entity>().filter(Column::CampaignId.is_in(campaigns.iter().copied()));
    let rows = rows.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id).all(&c).await?;
    let ids = rows.iter().map(|row| row.membership_id);
    let members =
        scope.find::<membership::Entity>().filter(membership::Column::Id.is_in(ids)).all(&c).await?;
    let members: HashMap<_, _> = members.into_iter().map(|row| (row.id, row)).collect();
    let mut found: HashMap<_, Vec<_>> = campaigns.iter().map(|id| (*id, vec![])).collect();
    for row in rows {
        found.entry(row.campaign_id).or_default().extend(members.get(&row.membership_id).cloned());
    }
    Ok(found)
}

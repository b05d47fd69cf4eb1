//! Asking somebody in.

use super::grant;
use crate::{
    base::secret::SecretString,
    identity::{platform, secret, users},
    kernel::{
        app::App,
        audit::Deed,
        error::{Error, Result},
        events::FieldChange,
        permission::{Permission, Permissions},
        scope::Scope,
        tx::Tx,
    },
};
use chrono::TimeDelta;
use entity::{
    campaign,
    ids::{CampaignId, InvitationId, TypedId},
    invitation,
    json::CampaignIds,
    membership::{self, Role},
    user,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, QueryFilter, QuerySelect, Set,
    sea_query::{Expr, ExprTrait, Query},
};
use std::collections::HashSet;

/// How long the link works.
const LIFE: TimeDelta = TimeDelta::days(7);

/// Whom to ask in, as what.
pub struct MemberInvite {
    pub email: String,
    pub role: Role,
    /// What a CLIENT will see; for other roles empty.
    pub campaigns: Vec<CampaignId>,
}

/// The invitation, and the token for its link: shown once.
pub struct Invited {
    pub invitation: invitation::Model,
    pub token: SecretString,
}

/// Makes a one-time token for somebody to join with. An earlier invitation of the same address is withdrawn, and the agency is held,
/// so that of two at once the later one stays.
pub async fn invite(app: &App, scope: &Scope, mut input: MemberInvite) -> Result<Invited> {
    scope.require(Permission::ManageAgency)?;
    grant::role(scope, input.role)?;
    let mut tx = Tx::begin(app, scope).await?;
    platform::lock_agency(&tx).await?;
    grant::still(&tx, Permissions::of(input.role)).await?;
    scope.get_all::<campaign::Entity>(&input.campaigns, &tx).await?;
    // Named twice is shown once; nobody could join with a pair that is there already.
    let mut named = HashSet::new();
    input.campaigns.retain(|id| named.insert(*id));
    let email = users::create::email("email", &input.email)?;
    if input.role != Role::Client && !input.campaigns.is_empty() {
        return Err(Error::invalid("campaignIds", "nothing: only a CLIENT is limited to campaigns"));
    }
    refuse_member(&tx, &email).await?;
    withdraw_pending(&tx, &email).await?;
    let minted = secret::mint(app.random(), "lwi_");
    let row = invitation::ActiveModel {
        id: Set(InvitationId::new()),
        agency_id: Set(scope.agency()),
        email: Set(email),
        role: Set(input.role),
        campaign_ids: Set(CampaignIds(input.campaigns)),
        token_hash: Set(minted.hash),
        expires_at: Set(tx.now() + LIFE),
        accepted_at: Set(None),
        revoked_at: Set(None),
        created_by: Set(scope.actor().columns().1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    let invitation = row.insert(&tx).await?;
    let subject = ("INVITATION", invitation.id.0);
    let campaigns: Vec<_> = invitation.campaign_ids.0.iter().copied().map(TypedId::shown).collect();
    let changes = vec![
        FieldChange::shown("role", (), invitation.role),
        FieldChange::shown("campaignIds", (), campaigns),
    ];
    tx.audit(Deed { action: "INVITATION_CREATED", subject, changes }).await?;
    tx.commit().await?;
    Ok(Invited { invitation, token: minted.shown })
}

async fn refuse_member(tx: &Tx, email: &str) -> Result<()> {
    let is_theirs = Query::select()
        .column(user::Column::Id)
        .from(user::Entity)
        .and_where(user::Column::Email.eq(email))
        .to_owned();
    let members = tx.scope().find::<membership::Entity>().filter(membership::Column::RemovedAt.is_null());
    let found = members.filter(membership::Column::UserId.in_subquery(is_theirs)).limit(1).one(tx).await?;
    match found {
        None => Ok(()),
        Some(_) => Err(Error::conflict("This person is a member already.")),
    }
}

async fn withdraw_pending(tx: &Tx, email: &str) -> Result<()> {
    tx.update::<invitation::Entity>()
        .col_expr(invitation::Column::RevokedAt, Expr::val(tx.now()))
        .col_expr(invitation::Column::UpdatedAt, Expr::val(tx.now()))
        .filter(invitation::Column::Email.eq(email))
        .filter(invitation::Column::AcceptedAt.is_null().and(invitation::Column::RevokedAt.is_null()))
        .exec(tx)
        .await?;
    Ok(())
}

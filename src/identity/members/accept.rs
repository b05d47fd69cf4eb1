//! Joining with an invitation's token.

use crate::{
    base::secret::{ExposeSecret, SecretString},
    identity::{
        events::MemberAdded,
        platform, secret,
        sessions::{self, Tokens, attempts},
        users::{NewUser, create::prepare, password},
    },
    kernel::{
        app::App,
        caller::{Caller, Origin},
        error::{Error, Result},
        permission::Permissions,
        platform::PlatformTx,
        scope::{Actor, Grant, Scope, Visibility},
        tx::Tx,
    },
};
use entity::{
    agency, campaign_access,
    ids::{CampaignAccessId, MembershipId, UserId},
    invitation,
    membership::{self, Role},
    user,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, IntoActiveModel, QueryFilter, Set, sea_query::Expr};

/// What somebody brings to join with.
pub struct Acceptance {
    pub token: SecretString,
    /// Of a new account.
    pub name: String,
    /// A new account's, or the one of the account with this address. Not needed when signed in as that account.
    pub password: Option<SecretString>,
}

/// They are in.
pub struct Accepted {
    pub agency: agency::Model,
    pub membership: membership::Model,
    /// `None` when they were signed in already.
    pub tokens: Option<Tokens>,
}

/// Makes the invited person a member; makes their account when there is none. Good once.
pub async fn accept(app: &App, caller: &Caller, input: Acceptance) -> Result<Accepted> {
    let hash = secret::digest(input.token.expose_secret());
    let invitation = platform::open_invitation(&hash, app.now(), app.db().platform()).await?;
    let invitation = invitation.ok_or_else(|| {
        Error::invalid("token", "the token of an invitation that is neither used, withdrawn nor expired")
    })?;
    let known = platform::user_by_email(&invitation.email, app.db().platform()).await?;
    let is_signed_in = known.as_ref().is_some_and(|user| caller.user == Some(user.id));
    let joining = match known {
        Some(user) if is_signed_in => Joining::Known(user),
        Some(user) => Joining::Known(prove(app, caller, user, input.password).await?),
        None => {
            let password =
                input.password.ok_or_else(|| Error::invalid("password", "a password to sign in with"))?;
            let email = invitation.email.clone();
            let new = NewUser { email, name: input.name, password, is_super_admin: false };
            Joining::New(prepare(app, new).await?)
        }
    };
    let (agency, membership) = join(app, &caller.origin, invitation, joining).await?;
    let tokens = if is_signed_in { None } else { Some(sign_in(app, caller, membership.user_id).await?) };
    Ok(Accepted { agency, membership, tokens })
}

enum Joining {
    Known(user::Model),
    New(crate::identity::users::create::Prepared),
}

/// An account exists: only its password shows that it is theirs. Guesses count like sign-ins.
async fn prove(
    app: &App,
    caller: &Caller,
    user: user::Model,
    password: Option<SecretString>,
) -> Result<user::Model> {
    let wrong = || {
        Error::BadCredentials("There is an account with this address: give its password, or sign in first.")
    };
    let password = password.ok_or_else(wrong)?;
    let attempt = attempts::begin(app, &caller.origin, &user.email, attempts::Counted::SignIn).await?;
    let is_right = password::matches(app, user.password_hash.clone(), password).await?;
    if !is_right || user.disabled_at.is_some() {
        return Err(wrong());
    }
    let tx = PlatformTx::begin(app).await?;
    attempts::succeeded(&tx, &attempt).await?;
    tx.commit().await?;
    Ok(user)
}

async fn sign_in(app: &App, caller: &Caller, user: UserId) -> Result<Tokens> {
    let tx = PlatformTx::begin(app).await?;
    let tokens = sessions::create::start(app, &tx, user, &caller.origin).await?;
    tx.commit().await?;
    Ok(tokens)
}

async fn join(
    app: &App,
    origin: &Origin,
    invitation: invitation::Model,
    joining: Joining,
) -> Result<(agency::Model, membership::Model)> {
    let id = MembershipId::new();
    let scope = Scope::granted(Grant {
        agency: invitation.agency_id,
        actor: Actor::Member(id),
        membership: Some(id),
        permissions: Permissions::default(),
        visibility: Visibility::Agency,
        request_id: Some(origin.request_id.clone()).filter(|id| !id.is_empty()),
        ip: origin.ip,
        acting_as: None,
    });
    let mut tx = Tx::begin(app, &scope).await?;
    use_up(&tx, &invitation).await?;
    let user = match joining {
        Joining::Known(user) => user,
        Joining::New(person) => person.insert(&tx, tx.now()).await?,
    };
    let membership = enter(&tx, id, user.id, invitation.role).await?;
    give_campaigns(&tx, &membership, &invitation).await?;
    tx.emit(&MemberAdded { member: membership.id, role: membership.role }).await?;
    let agency = platform::agency(invitation.agency_id, &tx).await?;
    tx.commit().await?;
    Ok((agency, membership))
}

/// Compares and sets: of two who hold the token, one joins.
async fn use_up(tx: &Tx, invitation: &invitation::Model) -> Result<()> {
    let used = tx
        .update::<invitation::Entity>()
        .col_expr(invitation::Column::AcceptedAt, Expr::val(tx.now()))
        .col_expr(invitation::Column::UpdatedAt, Expr::val(tx.now()))
        .filter(invitation::Column::Id.eq(invitation.id))
        .filter(invitation::Column::AcceptedAt.is_null())
        .filter(invitation::Column::RevokedAt.is_null())
        .exec(tx)
        .await?;
    if used.rows_affected == 1 {
        Ok(())
    } else {
        Err(Error::conflict("This invitation was used or withdrawn just now."))
    }
}

/// A membership is never deleted, so somebody who comes back finds theirs.
async fn enter(tx: &Tx, id: MembershipId, user: UserId, role: Role) -> Result<membership::Model> {
    let earlier = tx.scope().find::<membership::Entity>().filter(membership::Column::UserId.eq(user));
    if let Some(earlier) = earlier.one(tx).await? {
        if earlier.removed_at.is_none() {
            return Err(Error::conflict("You are a member already."));
        }
        let version = earlier.version + 1;
        let mut row = earlier.into_active_model();
        row.role = Set(role);
        row.removed_at = Set(None);
        row.version = Set(version);
        row.updated_at = Set(tx.now());
        return Ok(row.update(tx).await?);
    }
    let row = membership::ActiveModel {
        id: Set(id),
        agency_id: Set(tx.scope().agency()),
        user_id: Set(user),
        role: Set(role),
        removed_at: Set(None),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    Ok(row.insert(tx).await?)
}

/// What the invitation names and nothing from an earlier membership.
async fn give_campaigns(tx: &Tx, member: &membership::Model, invitation: &invitation::Model) -> Result<()> {
    let earlier = tx.delete::<campaign_access::Entity>();
    earlier.filter(campaign_access::Column::MembershipId.eq(member.id)).exec(tx).await?;
    for campaign in &invitation.campaign_ids.0 {
        let row = campaign_access::ActiveModel {
            id: Set(CampaignAccessId::new()),
            agency_id: Set(member.agency_id),
            membership_id: Set(member.id),
            campaign_id: Set(*campaign),
            created_by: Set(invitation.created_by),
            created_at: Set(tx.now()),
        };
        row.insert(tx).await?;
    }
    Ok(())
}

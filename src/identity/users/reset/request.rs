//! Asking. The same answer in the same time for every address, whoever has it.

use crate::{
    identity::{
        events::PasswordResetRequested,
        platform,
        sessions::attempts::{self, Counted},
        users::create::email,
    },
    kernel::{
        app::App,
        caller::Origin,
        error::Result,
        permission::Permissions,
        scope::{Actor, Grant, Scope, Visibility},
        tx::Tx,
    },
};
use entity::{membership, user};

/// Takes the wish of somebody without a password. Asked for too often, by address or for an account, it is refused; that
/// says nothing either.
pub async fn request(app: &App, origin: &Origin, address: &str) -> Result<()> {
    let address = email("email", address)?;
    attempts::begin(app, origin, &address, Counted::PasswordReset).await?;
    let (app, origin) = (app.clone(), origin.clone());
    // Beside the answer, which must not take longer for an account that exists.
    tokio::spawn(async move {
        if let Err(error) = state(&app, &origin, &address).await {
            tracing::error!(%error, "a wish for a new password was lost");
        }
    });
    Ok(())
}

/// States it wherever the account opens something. The first of these is where the link is owed.
async fn state(app: &App, origin: &Origin, address: &str) -> Result<()> {
    let c = app.db().platform();
    let user = platform::user_by_email(address, c).await?;
    let Some(user) = user.filter(can_have_one) else { return Ok(()) };
    for (at, member) in platform::memberships_of(user.id, c).await?.into_iter().enumerate() {
        let mut tx = Tx::begin(app, &nobody_in(&member, origin)).await?;
        tx.emit(&PasswordResetRequested { member: member.id, owes_link: at == 0 }).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Whoever signs in elsewhere has no password to forget.
pub(super) fn can_have_one(user: &user::Model) -> bool {
    user.disabled_at.is_none() && user.password_hash.is_some()
}

/// Who asked is not known; from where is.
pub(super) fn nobody_in(member: &membership::Model, origin: &Origin) -> Scope {
    Scope::granted(Grant {
        agency: member.agency_id,
        actor: Actor::System,
        membership: None,
        permissions: Permissions::default(),
        visibility: Visibility::Agency,
        request_id: Some(origin.request_id.clone()).filter(|id| !id.is_empty()),
        ip: origin.ip,
        acting_as: None,
    })
}

//! Sign-ins: one session is one refresh-token family on one device.

pub mod access;
pub(in crate::identity) mod attempts;
pub mod create;
pub(in crate::identity) mod forget;
pub mod refresh;
mod refresh_token;
pub mod revoke;

pub use create::{SignIn, create};
pub use refresh::refresh;
pub use revoke::revoke;

use super::platform;
use crate::{
    base::{clock::Timestamp, secret::SecretString},
    kernel::{
        app::App,
        caller::Caller,
        error::{Error, Result},
        page::{self, OrderBy, Page, PageArgs},
        permission::Permission,
    },
};
use entity::{
    ids::MembershipId,
    membership,
    session::{self, Column},
};
use sea_orm::{ColumnTrait, Condition, QueryFilter};

/// What a sign-in or a refresh gives.
pub struct Tokens {
    pub access: SecretString,
    /// Good once: refreshing gives the next one.
    pub refresh: SecretString,
    /// Of the access token.
    pub expires_at: Timestamp,
}

/// One page of the sessions that are not over, newest first: one's own, or a member's for their admin, who sees those that they
/// could end.
pub async fn list(
    app: &App,
    caller: &Caller,
    member: Option<MembershipId>,
    args: &PageArgs,
) -> Result<Page<session::Model>> {
    let c = app.db().platform();
    let user = match member {
        None => caller.user()?,
        Some(id) => {
            let scope = caller.scope()?;
            scope.require(Permission::ManageAgency)?;
            let user = scope.get::<membership::Entity>(id, &scope.read(app)).await?.user_id;
            if caller.user != Some(user) && !revoke::is_lesser_member((app, c), scope, caller, user).await? {
                return Err(Error::NotFound("membership"));
            }
            user
        }
    };
    let open = Condition::all().add(Column::RevokedAt.is_null()).add(Column::ExpiresAt.gt(app.now()));
    let newest = OrderBy { column: Column::CreatedAt, is_descending: true };
    page::page(platform::sessions_of(user).filter(open), newest, args, c).await
}

/// The sign-in the request belongs to; `None` for keys and other issuers' tokens.
pub async fn current(app: &App, caller: &Caller) -> Result<Option<session::Model>> {
    let (Some(user), Some(id)) = (caller.user, caller.session) else { return Ok(None) };
    Ok(platform::sessions_of(user).filter(Column::Id.eq(id)).one(app.db().platform()).await?)
}

//! May a stream that was opened a while ago go on? Asked every few seconds for each socket: one statement, two for a CLIENT.

use super::{
    key, person,
    standing::{self, Standing},
};
use crate::kernel::{
    app::App,
    caller::Caller,
    error::Result,
    permission::Permissions,
    scope::{Actor, Scope, Visibility},
};
use entity::membership::Role;

/// Is everything the caller was let in for still so? `false` when the token ran out, the session or key was revoked, the
/// person disabled, the membership removed, or its role or campaigns changed.
pub async fn still_valid(app: &App, caller: &Caller) -> Result<bool> {
    if caller.expires_at.is_some_and(|at| at <= app.now()) {
        return Ok(false);
    }
    match (caller.user, &caller.scope) {
        (Some(_), scope) => match standing(app, caller).await? {
            Some(who) => stands(app, caller, &who, scope.as_ref()).await,
            None => Ok(false),
        },
        (None, Some(scope)) => match scope.actor() {
            Actor::ApiKey(id) => key::still_valid(app, id, caller, scope).await,
            Actor::Member(_) | Actor::SuperAdmin(_) | Actor::System => Ok(false),
        },
        (None, None) => Ok(true),
    }
}

async fn standing(app: &App, caller: &Caller) -> Result<Option<Standing>> {
    let c = app.db().platform();
    match (caller.session, caller.user) {
        (Some(session), Some(user)) => standing::of_session(session, user, app.now(), c).await,
        (None, Some(user)) => standing::of_user(user, c).await,
        (_, None) => Ok(None),
    }
}

async fn stands(app: &App, caller: &Caller, who: &Standing, scope: Option<&Scope>) -> Result<bool> {
    if who.is_super_admin != caller.is_super_admin {
        return Ok(false);
    }
    let Some(scope) = scope else { return Ok(true) };
    let place = who.places.iter().find(|place| Some(place.membership) == scope.membership());
    let Some(place) = place else { return Ok(who.is_super_admin && scope.membership().is_none()) };
    // A super admin's permissions are not the membership's.
    if !who.is_super_admin && Permissions::of(place.role) != scope.permissions() {
        return Ok(false);
    }
    match scope.visibility() {
        Visibility::Campaigns(seen) if place.role == Role::Client => {
            Ok(*seen == person::campaigns(place.membership, place.agency, app).await?)
        }
        Visibility::Campaigns(_) | Visibility::Agency => Ok(true),
    }
}

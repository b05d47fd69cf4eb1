//! People in an agency, each with a role; and those asked to join.

pub mod accept;
mod grant;
pub mod invite;

pub use accept::{Acceptance, Accepted, accept};
pub use invite::{Invited, MemberInvite, invite};

use super::platform;
use crate::kernel::{app::App, caller::Caller, error::Result, scope::Scope};
use entity::{agency, membership};
use std::collections::HashMap;

/// Every agency the person is a member of, oldest membership first. An API key has none.
pub async fn memberships_of(app: &App, caller: &Caller) -> Result<Vec<(membership::Model, agency::Model)>> {
    let Some(user) = caller.user else { return Ok(vec![]) };
    let members = platform::memberships_of(user, app.db().platform()).await?;
    let agencies = platform::agencies_by_id(members.iter().map(|m| m.agency_id), app.db().platform()).await?;
    let mut agencies: HashMap<_, _> = agencies.into_iter().map(|row| (row.id, row)).collect();
    let pairs = members.into_iter().filter_map(|m| Some((agencies.remove(&m.agency_id)?, m)));
    Ok(pairs.map(|(agency, member)| (member, agency)).collect())
}

/// The caller's own membership; `None` for keys and super admins elsewhere. A CLIENT too sees this one.
pub async fn own(app: &App, scope: &Scope) -> Result<Option<membership::Model>> {
    match scope.membership() {
        Some(id) => platform::membership(scope.agency(), id, &scope.read(app)).await,
        None => Ok(None),
    }
}

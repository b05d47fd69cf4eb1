//! Somebody who is not here: the rights, as they are now, of whoever asked earlier for what is done now.

use super::{key, person};
use crate::{
    identity::platform,
    kernel::{app::App, error::Result, scope::Scope},
};
use entity::ids::{ActorId, AgencyId, ApiKeyId, MembershipId, UserId};

/// What this member, API key or super admin may do in the agency now; `None` when they may do nothing any more: removed,
/// disabled, revoked, expired.
pub async fn absent(app: &App, agency: AgencyId, actor: ActorId) -> Result<Option<Scope>> {
    let c = app.db().platform();
    if let Some(member) = platform::membership(agency, MembershipId(actor.0), c).await? {
        let is_member = member.removed_at.is_none();
        return if is_member { person::absent(app, agency, member.user_id).await } else { Ok(None) };
    }
    if let Some(row) = platform::api_key(agency, ApiKeyId(actor.0), c).await? {
        return Ok(key::absent(&row, app.now()));
    }
    person::absent(app, agency, UserId(actor.0)).await
}

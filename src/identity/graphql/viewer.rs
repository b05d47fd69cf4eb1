//! Who is asking.

use super::{Agency, ApiKey, Member, Role, Session, User, permission::Permission};
use crate::{
    graphql::{CtxExt, Id, Result},
    identity::{agencies, api_keys, members, sessions, users},
    kernel::caller::Caller,
};
use async_graphql::{Context, Object, SimpleObject};
use entity::ids::{MembershipId, SessionId};

/// Who is asking, and what they may do where they are.
pub struct Viewer(Caller);

/// One agency the viewer is a member of.
#[derive(SimpleObject)]
pub struct ViewerMembership {
    /// The membership's id.
    id: Id<MembershipId>,
    /// What they are there.
    role: Role,
    /// The agency.
    agency: Agency,
}

/// Who is asking, and what they may do where they are.
#[Object]
impl Viewer {
    /// The person; null when an API key asks.
    async fn user(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        let Some(id) = self.0.user else { return Ok(None) };
        Ok(Some(User(users::myself(ctx.app(), id).await?)))
    }

    /// The sign-in this request belongs to; null for API keys and tokens of another issuer.
    fn session_id(&self) -> Option<Id<SessionId>> {
        self.0.session.map(Id)
    }

    /// That sign-in.
    async fn session(&self, ctx: &Context<'_>) -> Result<Option<Session>> {
        Ok(sessions::current(ctx.app(), &self.0).await?.map(Session))
    }

    /// The API key; null when a person asks.
    async fn api_key(&self, ctx: &Context<'_>) -> Result<Option<ApiKey>> {
        Ok(api_keys::own(ctx.app(), &self.0).await?.map(Into::into))
    }

    /// Operator of this installation: may act in any agency.
    fn is_super_admin(&self) -> bool {
        self.0.is_super_admin
    }

    /// Agencies this person is a member of. With several, name one in the header `X-Agency`.
    async fn memberships(&self, ctx: &Context<'_>) -> Result<Vec<ViewerMembership>> {
        let all = members::memberships_of(ctx.app(), &self.0).await?;
        let each = |(member, agency): (entity::membership::Model, _)| ViewerMembership {
            id: member.id.into(),
            role: member.role,
            agency: Agency(agency),
        };
        Ok(all.into_iter().map(each).collect())
    }

    /// The agency this request acts in; null when none was chosen.
    async fn agency(&self, ctx: &Context<'_>) -> Result<Option<Agency>> {
        let Some(scope) = &self.0.scope else { return Ok(None) };
        Ok(Some(Agency(agencies::own(ctx.app(), scope).await?)))
    }

    /// The membership this request acts as; null for API keys, and for super admins elsewhere.
    async fn member(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        let Some(scope) = &self.0.scope else { return Ok(None) };
        Ok(members::own(ctx.app(), scope).await?.map(Into::into))
    }

    /// What this request may do in that agency.
    fn permissions(&self) -> Vec<Permission> {
        let held = self.0.scope.iter().flat_map(|scope| scope.permissions().iter());
        held.map(Permission::from).collect()
    }
}

#[derive(Default)]
pub struct ViewerQuery;

#[Object]
impl ViewerQuery {
    /// Who is asking: the person or API key, their agencies, what they may do.
    async fn viewer(&self, ctx: &Context<'_>) -> Result<Viewer> {
        Ok(Viewer(ctx.caller()?.known()?.clone()))
    }
}

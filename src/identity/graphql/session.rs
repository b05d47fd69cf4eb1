//! Signing in and out.

use crate::{
    base::secret::ExposeSecret,
    graphql::{Connection, CtxExt, Id, Result, connect, connection::page_args, scalars::EmailAddress},
    identity::sessions::{self, SignIn, Tokens},
};
use async_graphql::{Context, InputObject, Object};
use chrono::{DateTime, Utc};
use entity::{
    ids::{MembershipId, SessionId},
    session,
};

/// What a sign-in gives. Keep both tokens secret.
pub struct SessionTokens(pub Tokens);

/// What a sign-in gives. Keep both tokens secret.
#[Object]
impl SessionTokens {
    /// Send it as `Authorization: Bearer …` with each request.
    fn access_token(&self) -> &str {
        self.0.access.expose_secret()
    }

    /// Good once, for `sessionRefresh`. Using an old one again ends the session: somebody else may hold a copy.
    fn refresh_token(&self) -> &str {
        self.0.refresh.expose_secret()
    }

    /// The access token is good until then.
    fn expires_at(&self) -> DateTime<Utc> {
        self.0.expires_at
    }
}

/// One sign-in on one device.
pub struct Session(pub session::Model);

impl From<session::Model> for Session {
    fn from(row: session::Model) -> Self {
        Self(row)
    }
}

/// One sign-in on one device.
#[Object]
impl Session {
    /// Its id.
    fn id(&self) -> Id<SessionId> {
        self.0.id.into()
    }

    /// What the device said it is.
    fn user_agent(&self) -> Option<&str> {
        self.0.user_agent.as_deref()
    }

    /// The address it was last refreshed from.
    fn ip(&self) -> Option<&str> {
        self.0.ip.as_deref()
    }

    /// Is it the one this request belongs to?
    fn is_current(&self, ctx: &Context<'_>) -> Result<bool> {
        Ok(ctx.caller()?.session == Some(self.0.id))
    }

    /// When it was last refreshed.
    fn last_used_at(&self) -> DateTime<Utc> {
        self.0.last_used_at
    }

    /// It is over then, unless it is refreshed before.
    fn expires_at(&self) -> DateTime<Utc> {
        self.0.expires_at
    }

    /// Ended since then.
    fn revoked_at(&self) -> Option<DateTime<Utc>> {
        self.0.revoked_at
    }

    /// When they signed in.
    fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}

#[derive(Default)]
pub struct SessionQuery;

#[Object]
impl SessionQuery {
    /// Your sign-ins that are not over, newest first; or a member's, for an admin of the agency.
    async fn sessions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from the start; 25 unless said, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Whose, when not your own.")] member_id: Option<Id<MembershipId>>,
    ) -> Result<Connection<Session>> {
        let (app, caller, args) = (ctx.app(), ctx.caller()?, page_args(first, after, last, before));
        let member = member_id.map(|id| id.0);
        connect(args, async |args| sessions::list(app, caller, member, &args).await).await
    }
}

/// Who signs in.
#[derive(InputObject)]
pub struct SessionCreateInput {
    /// The account's address.
    email: EmailAddress,
    /// Its password.
    #[graphql(secret)]
    password: String,
}

/// The refresh token in hand.
#[derive(InputObject)]
pub struct SessionRefreshInput {
    /// The newest refresh token of the session.
    #[graphql(secret)]
    refresh_token: String,
}

/// Which sign-in to end.
#[derive(InputObject)]
pub struct SessionRevokeInput {
    /// Which; your own is `viewer { sessionId }`.
    id: Id<SessionId>,
}

#[derive(Default)]
pub struct SessionMutation;

#[Object]
impl SessionMutation {
    /// Signs in with e-mail and password. Needs no caller. Repeated failures are refused for a while.
    async fn session_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The address and password of an account.")] input: SessionCreateInput,
    ) -> Result<SessionTokens> {
        let input = SignIn { email: input.email.0, password: input.password.into() };
        Ok(SessionTokens(sessions::create(ctx.app(), &ctx.caller()?.origin, input).await?))
    }

    /// Renews a session: new tokens for the refresh token, which is used up. Needs no caller. A refresh token that was used
    /// before ends the session.
    async fn session_refresh(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The refresh token that is used up for new ones.")] input: SessionRefreshInput,
    ) -> Result<SessionTokens> {
        let token = input.refresh_token.into();
        Ok(SessionTokens(sessions::refresh(ctx.app(), &ctx.caller()?.origin, token).await?))
    }

    /// Ends a sign-in: your own, or a member's for an admin of the agency. Its live streams close within seconds.
    async fn session_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The sign-in to end.")] input: SessionRevokeInput,
    ) -> Result<Session> {
        Ok(Session(sessions::revoke(ctx.app(), ctx.caller()?, input.id.0).await?))
    }
}

//! Signing in and out.

use crate::{
    base::secret::ExposeSecret,
    graphql::{CtxExt, Result, scalars::EmailAddress},
    identity::sessions::{self, SignIn, Tokens},
    kernel::caller::Caller,
};
use async_graphql::{Context, InputObject, Object};
use chrono::{DateTime, Utc};

/// What a sign-in gives. Keep both tokens secret.
pub struct SessionTokens(pub Tokens);

#[Object]
impl SessionTokens {
    /// Send it as `Authorization: Bearer …` with each request.
    async fn access_token(&self) -> &str {
        self.0.access.expose_secret()
    }

    /// Good once, for `sessionRefresh`. Using an old one again ends the session: somebody else may hold a copy.
    async fn refresh_token(&self) -> &str {
        self.0.refresh.expose_secret()
    }

    /// The access token is good until then.
    async fn expires_at(&self) -> DateTime<Utc> {
        self.0.expires_at
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

#[derive(Default)]
pub struct SessionMutation;

#[Object]
impl SessionMutation {
    /// Signs in with e-mail and password. Needs no caller. Repeated failures are refused for a while.
    async fn session_create(&self, ctx: &Context<'_>, input: SessionCreateInput) -> Result<SessionTokens> {
        let input = SignIn { email: input.email.0, password: input.password.into() };
        let origin = ctx.data_opt::<Caller>().map(|caller| caller.origin.clone()).unwrap_or_default();
        Ok(SessionTokens(sessions::create(ctx.app(), &origin, input).await?))
    }
}

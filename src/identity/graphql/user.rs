//! A person.

use crate::{
    graphql::{CtxExt, Id, Result, loader::Loaders, scalars},
    identity::users,
    kernel::{
        app::App,
        error::{self, Error},
        scope::Scope,
    },
};
use async_graphql::{Context, Object, dataloader::Loader};
use chrono::{DateTime, Utc};
use entity::{ids::UserId, user};
use std::collections::HashMap;

/// A person who signs in. They belong to agencies as members.
#[derive(Clone, Debug)]
pub struct User(pub user::Model);

#[Object]
impl User {
    /// Its id.
    async fn id(&self) -> Id<UserId> {
        self.0.id.into()
    }

    /// What they sign in with.
    async fn email(&self) -> scalars::EmailAddress {
        scalars::EmailAddress(self.0.email.clone())
    }

    /// What they are called.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Language they prefer, a BCP 47 tag such as `en-ZA`.
    async fn locale(&self) -> Option<&str> {
        self.0.locale.as_deref()
    }

    /// Where they are.
    async fn time_zone(&self) -> Option<scalars::TimeZone> {
        self.0.time_zone.clone().map(scalars::TimeZone)
    }

    /// Raised by every change; give it as `expectedVersion`.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// Since when they have an account.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}

impl User {
    /// A person who is or was a member of the caller's agency.
    pub async fn required(ctx: &Context<'_>, id: UserId) -> Result<Self> {
        let loaders = ctx.data_opt::<Loaders>().ok_or_else(|| Error::bug("a request without loaders"))?;
        let (app, scope) = (ctx.app().clone(), ctx.scope()?.clone());
        let found = loaders.get::<UserId, _>(|| Colleagues { app, scope })?.load_one(id).await?;
        Ok(Self(found.ok_or(Error::NotFound("user"))?))
    }
}

/// People of the caller's agency, all that one level of a request asks for in one statement.
struct Colleagues {
    app: App,
    scope: Scope,
}

impl Loader<UserId> for Colleagues {
    type Value = user::Model;
    type Error = Error;

    async fn load(&self, ids: &[UserId]) -> error::Result<HashMap<UserId, user::Model>> {
        users::colleagues(&self.app, &self.scope, ids).await
    }
}

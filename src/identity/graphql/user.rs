//! A person.

use crate::{
    graphql::{CtxExt, Id, Result, loader::Loaders, patch, scalars},
    identity::users::{self, UserChange},
    kernel::{
        app::App,
        error::{self, Error},
        scope::Scope,
    },
};
use async_graphql::{Context, InputObject, Json, MaybeUndefined, Object, dataloader::Loader};
use chrono::{DateTime, Utc};
use entity::{ids::UserId, user};
use std::collections::HashMap;

/// A person who signs in. They belong to agencies as members.
#[derive(Clone, Debug)]
pub struct User(pub user::Model);

/// A person who signs in. They belong to agencies as members.
#[Object]
impl User {
    /// Its id.
    fn id(&self) -> Id<UserId> {
        self.0.id.into()
    }

    /// What they sign in with.
    fn email(&self) -> scalars::EmailAddress {
        scalars::EmailAddress(self.0.email.clone())
    }

    /// What they are called.
    fn name(&self) -> &str {
        &self.0.name
    }

    /// Language they prefer, a BCP 47 tag such as `en-ZA`.
    fn locale(&self) -> Option<&str> {
        self.0.locale.as_deref()
    }

    /// Where they are.
    fn time_zone(&self) -> Option<scalars::TimeZone> {
        self.0.time_zone.clone().map(scalars::TimeZone)
    }

    /// Settings they keep for themselves, such as how a screen looks to them. Null for everybody else, and in live messages.
    fn settings(&self, ctx: &Context<'_>) -> Result<Option<Json<serde_json::Value>>> {
        let is_theirs = ctx.caller()?.user == Some(self.0.id);
        Ok(is_theirs.then(|| Json(self.0.settings.clone())))
    }

    /// Raised by every change; give it as `expectedVersion`.
    fn version(&self) -> i32 {
        self.0.version
    }

    /// Since when they have an account.
    fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}

impl User {
    /// A person who is or was a member of the caller's agency, or the caller themselves.
    pub async fn required(ctx: &Context<'_>, id: UserId) -> Result<Self> {
        let loaders = ctx.data_opt::<Loaders>().ok_or_else(|| Error::bug("a request without loaders"))?;
        let (app, scope, myself) = (ctx.app().clone(), ctx.scope()?.clone(), ctx.caller()?.user);
        let found = loaders.get::<UserId, _>(|| Colleagues { app, scope, myself })?.load_one(id).await?;
        Ok(Self(found.ok_or(Error::NotFound("user"))?))
    }
}

/// People of the caller's agency, all that one level of a request asks for in one statement.
struct Colleagues {
    app: App,
    scope: Scope,
    myself: Option<UserId>,
}

impl Loader<UserId> for Colleagues {
    type Value = user::Model;
    type Error = Error;

    async fn load(&self, ids: &[UserId]) -> error::Result<HashMap<UserId, user::Model>> {
        users::colleagues(&self.app, &self.scope, self.myself, ids).await
    }
}

/// Changes of your own profile: what is absent stays, `null` clears.
#[derive(InputObject)]
pub struct UserUpdateInput {
    /// The version you read; refused when it has changed since.
    expected_version: Option<i32>,
    /// What you are called; cannot be cleared.
    name: MaybeUndefined<String>,
    /// Language you prefer, a BCP 47 tag such as `en-ZA`.
    locale: MaybeUndefined<String>,
    /// Where you are.
    time_zone: MaybeUndefined<scalars::TimeZone>,
    /// Your own settings, a JSON object in place of what was there.
    settings: MaybeUndefined<Json<serde_json::Value>>,
}

impl From<UserUpdateInput> for UserChange {
    fn from(input: UserUpdateInput) -> Self {
        Self {
            expected_version: input.expected_version,
            name: patch(input.name),
            locale: patch(input.locale),
            time_zone: patch(input.time_zone).map(|zone| zone.0),
            settings: patch(input.settings).map(|settings| settings.0),
        }
    }
}

/// The old password and the new one.
#[derive(InputObject)]
pub struct PasswordChangeInput {
    /// The password you have now.
    #[graphql(secret)]
    current_password: String,
    /// The one you want: 12 characters or more.
    #[graphql(secret)]
    new_password: String,
}

#[derive(Default)]
pub struct UserMutation;

#[Object]
impl UserMutation {
    /// Changes your own profile.
    async fn user_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Your new name, language, time zone or settings.")] input: UserUpdateInput,
    ) -> Result<User> {
        Ok(User(users::update(ctx.app(), ctx.caller()?, input.into()).await?))
    }

    /// Changes your own password. Your other sign-ins end.
    async fn password_change(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The password you have, and the one you want.")] input: PasswordChangeInput,
    ) -> Result<User> {
        let (current, new) = (input.current_password.into(), input.new_password.into());
        Ok(User(users::change_password(ctx.app(), ctx.caller()?, current, new).await?))
    }
}

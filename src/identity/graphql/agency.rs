//! The tenant.

use super::SessionTokens;
use crate::{
    config::Config,
    graphql::{
        Connection, CtxExt, Id, Result, connect, connection::page_args, file::Bytes, patch,
        scalars::EmailAddress,
    },
    identity::{
        agencies::{self, AgencyChange, Founder, Registration},
        platform::PlatformScope,
    },
};
use async_graphql::{Context, InputObject, Json, MaybeUndefined, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{agency, ids::AgencyId};

/// An agency: everything in it is seen by its members only.
#[derive(Clone, Debug)]
pub struct Agency(pub agency::Model);

impl From<agency::Model> for Agency {
    fn from(row: agency::Model) -> Self {
        Self(row)
    }
}

/// An agency: everything in it is seen by its members only.
#[Object]
impl Agency {
    /// Its id; good in `X-Agency`.
    fn id(&self) -> Id<AgencyId> {
        self.0.id.into()
    }

    /// What people call it.
    fn name(&self) -> &str {
        &self.0.name
    }

    /// Its short name; good in `X-Agency`. Unique.
    fn slug(&self) -> &str {
        &self.0.slug
    }

    /// Settings its admins may change.
    async fn settings(&self, ctx: &Context<'_>) -> Result<Json<serde_json::Value>> {
        agencies::require_settings(ctx.app(), ctx.caller()?, self.0.id).await?;
        Ok(Json(self.0.settings.clone()))
    }

    /// What holds for each caller in it. What may be spent is another matter: see `budgets`.
    async fn limits(&self, ctx: &Context<'_>) -> AgencyLimits {
        AgencyLimits::of(ctx.app().config())
    }

    /// Raised by every change; give it as `expectedVersion`.
    fn version(&self) -> i32 {
        self.0.version
    }

    /// When it was founded.
    fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it last changed.
    fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }
}

/// What holds for each caller in an agency; set by whoever runs the installation. What is beyond is refused, saying when it
/// helps to come back.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct AgencyLimits {
    /// Most that one document may cost; `extensions.cost` says what one did.
    cost_per_document: i32,
    /// Most that all documents of one caller may cost in a minute.
    cost_per_minute: i32,
    /// Queries of one caller in a minute.
    queries_per_minute: i32,
    /// Commands of one caller in a minute; a document with several is several.
    commands_per_minute: i32,
    /// Of these, commands that ask providers and may cost money.
    paid_commands_per_minute: i32,
    /// Subscriptions that one caller may begin in a minute.
    subscriptions_per_minute: i32,
    /// Long connections of one person at once.
    connections_per_user: i32,
    /// Subscriptions on one connection at once.
    subscriptions_per_connection: i32,
    /// Longest file that may be sent.
    upload_bytes: Bytes,
}

impl AgencyLimits {
    /// As they are set.
    #[must_use]
    pub fn of(config: &Config) -> Self {
        let (limits, live) = (&config.limits, &config.live);
        let shown = |most: usize| i32::try_from(most).unwrap_or(i32::MAX);
        Self {
            cost_per_document: shown(limits.cost),
            cost_per_minute: shown(limits.cost_per_minute),
            queries_per_minute: shown(limits.reads_per_minute),
            commands_per_minute: shown(limits.writes_per_minute),
            paid_commands_per_minute: shown(limits.paid_per_minute),
            subscriptions_per_minute: shown(limits.streams_per_minute),
            connections_per_user: shown(live.sockets_per_user),
            subscriptions_per_connection: shown(live.subscriptions_per_socket),
            upload_bytes: Bytes(i64::try_from(config.files.max_upload_bytes).unwrap_or(i64::MAX)),
        }
    }
}

#[derive(Default)]
pub struct AgencyQuery;

#[Object]
impl AgencyQuery {
    /// The agency this request acts in.
    async fn agency(&self, ctx: &Context<'_>) -> Result<Agency> {
        Ok(Agency(agencies::own(ctx.app(), ctx.scope()?).await?))
    }

    /// All agencies of this installation, newest first. For super admins.
    async fn agencies(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from the start; 25 unless said, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Agency>> {
        let (app, operator, args) =
            (ctx.app(), PlatformScope::of(ctx.caller()?)?, page_args(first, after, last, before));
        connect(args, async |args| agencies::list(app, &operator, &args).await).await
    }
}

/// Who founds an agency.
#[derive(InputObject)]
pub struct FounderInput {
    /// What they will sign in with.
    email: EmailAddress,
    /// What they are called.
    #[graphql(default)]
    name: String,
    /// 12 characters or more.
    #[graphql(secret)]
    password: String,
}

/// An agency to be.
#[derive(InputObject)]
pub struct AgencyRegisterInput {
    /// What people call it; up to 200 characters.
    name: String,
    /// Its short name: lower-case letters, digits and hyphens. Made from the name unless given.
    slug: Option<String>,
    /// Who founds it; not needed when signed in.
    founder: Option<FounderInput>,
}

impl From<AgencyRegisterInput> for Registration {
    fn from(input: AgencyRegisterInput) -> Self {
        let founder = input.founder.map(|FounderInput { email, name, password }| Founder {
            email: email.0,
            name,
            password: password.into(),
        });
        Self { agency_name: input.name, slug: input.slug, founder }
    }
}

/// The new agency.
#[derive(SimpleObject)]
pub struct AgencyRegistration {
    /// The agency; you are its admin.
    agency: Agency,
    /// A sign-in; null for those who were signed in already.
    tokens: Option<SessionTokens>,
}

/// Changes of the agency: what is absent stays, `null` clears.
#[derive(InputObject)]
pub struct AgencyUpdateInput {
    /// The version you read; refused when it has changed since.
    expected_version: Option<i32>,
    /// What people call it; cannot be cleared.
    name: MaybeUndefined<String>,
    /// Its short name; cannot be cleared.
    slug: MaybeUndefined<String>,
    /// Settings, a JSON object in place of what was there.
    settings: MaybeUndefined<Json<serde_json::Value>>,
}

impl From<AgencyUpdateInput> for AgencyChange {
    fn from(input: AgencyUpdateInput) -> Self {
        Self {
            expected_version: input.expected_version,
            name: patch(input.name),
            slug: patch(input.slug),
            settings: patch(input.settings).map(|settings| settings.0),
        }
    }
}

#[derive(Default)]
pub struct AgencyMutation;

#[Object]
impl AgencyMutation {
    /// Founds an agency of your own, where this installation lets anybody do so. Needs no caller.
    async fn agency_register(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the agency is called, and who founds it.")] input: AgencyRegisterInput,
    ) -> Result<AgencyRegistration> {
        let made = agencies::register(ctx.app(), ctx.caller()?, input.into()).await?;
        let tokens = made.tokens.map(SessionTokens);
        Ok(AgencyRegistration { agency: Agency(made.founded.agency), tokens })
    }

    /// Changes the agency this request acts in.
    async fn agency_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The agency's new names and settings.")] input: AgencyUpdateInput,
    ) -> Result<Agency> {
        Ok(Agency(agencies::update(ctx.app(), ctx.scope()?, input.into()).await?))
    }
}

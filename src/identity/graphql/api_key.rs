//! Machines' way in.

use super::{member::Role, permission::Permission};
use crate::{
    base::secret::ExposeSecret,
    graphql::{Connection, CtxExt, Id, Result, connect, connection::page_args, node},
    identity::api_keys::{self, ApiKeyDraft, Created},
    kernel::permission,
};
use async_graphql::{Context, InputObject, Object};
use chrono::{DateTime, Utc};
use entity::ids::ApiKeyId;

node! {
    /// A machine's way in. Send its secret as `X-Api-Key` or as a bearer token.
    ApiKey(api_key)
}

/// A machine's way in. Send its secret as `X-Api-Key` or as a bearer token.
#[Object]
impl ApiKey {
    /// Its id.
    pub async fn id(&self) -> Id<ApiKeyId> {
        self.0.id.into()
    }

    /// What it is for.
    fn name(&self) -> &str {
        &self.0.name
    }

    /// The secret's first characters, to recognise it by.
    fn prefix(&self) -> &str {
        &self.0.prefix
    }

    /// What it may do.
    fn scopes(&self) -> Vec<Permission> {
        let named = self.0.scopes.0.iter().filter_map(|name| permission::Permission::parse(name));
        named.map(Permission::from).collect()
    }

    /// Its ceiling: never more than this role may.
    fn role(&self) -> Role {
        self.0.role
    }

    /// Addresses and networks (CIDR) it may come from; empty: anywhere.
    fn ip_allow_list(&self) -> &[String] {
        &self.0.ip_allow_list.0
    }

    /// Good until then; null: until revoked.
    fn expires_at(&self) -> Option<DateTime<Utc>> {
        self.0.expires_at
    }

    /// When it was last used, to the minute.
    fn last_used_at(&self) -> Option<DateTime<Utc>> {
        self.0.last_used_at
    }

    /// Refused since then.
    fn revoked_at(&self) -> Option<DateTime<Utc>> {
        self.0.revoked_at
    }

    /// When it was made.
    fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}

/// A new key and its secret.
pub struct CreatedApiKey(Created);

/// A new key and its secret.
#[Object]
impl CreatedApiKey {
    /// The key.
    fn api_key(&self) -> ApiKey {
        self.0.key.clone().into()
    }

    /// The secret. Shown this once: we keep only a hash of it.
    fn secret(&self) -> &str {
        self.0.secret.expose_secret()
    }
}

#[derive(Default)]
pub struct ApiKeyQuery;

#[Object]
impl ApiKeyQuery {
    /// The agency's API keys, newest first.
    async fn api_keys(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from the start; 25 unless said, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Revoked ones too; they are left out unless you say so.")] include_revoked: Option<
            bool,
        >,
    ) -> Result<Connection<ApiKey>> {
        let (app, scope) = (ctx.app().clone(), ctx.scope()?.clone());
        let (args, all) = (page_args(first, after, last, before), include_revoked.unwrap_or_default());
        let page = connect(args, async |args| api_keys::list(&app, &scope, all, &args).await).await?;
        Ok(page.counted_by(move || api_keys::total(app.clone(), scope.clone(), all)))
    }
}

/// A key to be.
#[derive(InputObject)]
pub struct ApiKeyCreateInput {
    /// What it is for; up to 200 characters.
    name: String,
    /// Its ceiling: never more than this role may.
    role: Role,
    /// What it may do; each must be among what the role and you yourself may do.
    #[graphql(validator(max_items = 100))]
    scopes: Vec<Permission>,
    /// Addresses and networks (CIDR) it may come from; empty: anywhere. At most 50.
    #[graphql(default)]
    ip_allow_list: Vec<String>,
    /// Good until then; null: until revoked.
    expires_at: Option<DateTime<Utc>>,
    /// Why, for the audit log: 1 to 500 characters; no secret and nobody's name.
    reason: Option<String>,
}

impl From<ApiKeyCreateInput> for ApiKeyDraft {
    fn from(input: ApiKeyCreateInput) -> Self {
        let ApiKeyCreateInput { name, role, scopes, ip_allow_list, expires_at, reason: _ } = input;
        Self { name, role, scopes: scopes.into_iter().map(Into::into).collect(), ip_allow_list, expires_at }
    }
}

/// Which key to revoke.
#[derive(InputObject)]
pub struct ApiKeyRevokeInput {
    /// Which.
    id: Id<ApiKeyId>,
    /// Why, for the audit log: 1 to 500 characters; no secret and nobody's name.
    reason: Option<String>,
}

#[derive(Default)]
pub struct ApiKeyMutation;

#[Object]
impl ApiKeyMutation {
    /// Makes an API key. The answer holds its secret, this once. It does not outlive its maker's rights: it is revoked when they
    /// are removed, or get a role that may less than it.
    async fn api_key_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the key is for, what it may do, from where, and until when.")]
        input: ApiKeyCreateInput,
    ) -> Result<CreatedApiKey> {
        let scope = ctx.scope()?.because(input.reason.clone());
        Ok(CreatedApiKey(api_keys::create(ctx.app(), &scope, input.into()).await?))
    }

    /// Revokes an API key for good: refused from now on, its live streams close within seconds.
    async fn api_key_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The key that is refused from now on, and why.")] input: ApiKeyRevokeInput,
    ) -> Result<ApiKey> {
        let scope = ctx.scope()?.because(input.reason);
        Ok(api_keys::revoke(ctx.app(), &scope, input.id.0).await?.into())
    }
}

//! Data sources on Mutation.

use super::DataSource;
use crate::{
    connections::{self, DataSourceChange, NewDataSource},
    graphql::{CtxExt, Id, Result, patch},
};
use async_graphql::{Context, InputObject, Json, MaybeUndefined, Object, SimpleObject};
use entity::{
    data_source::{DataSourceKind, DataSourceStatus},
    ids::DataSourceId,
};
use serde_json::Value;

/// What to plug in.
#[derive(Debug, InputObject)]
pub struct DataSourceCreateInput {
    /// Which provider or form.
    kind: DataSourceKind,
    /// What people will call it.
    name: String,
    /// For people.
    description: Option<String>,
    /// Settings of the connection; which ones depends on the kind. Never a secret.
    config: Option<Json<Value>>,
    /// What the provider wants to see, such as `{"apiKey": "…"}`. Sealed at once, never shown again.
    #[graphql(secret)]
    credentials: Option<Json<Value>>,
}

/// What to change. Absent: keep; null: clear.
#[derive(Debug, InputObject)]
pub struct DataSourceUpdateInput {
    /// Which one.
    id: Id<DataSourceId>,
    /// What people will call it.
    name: MaybeUndefined<String>,
    /// For people.
    description: MaybeUndefined<String>,
    /// All settings of the connection, in place of the old ones.
    config: MaybeUndefined<Json<Value>>,
    /// New credentials, in place of the old ones.
    #[graphql(secret)]
    credentials: MaybeUndefined<Json<Value>>,
    /// ACTIVE or INACTIVE.
    status: MaybeUndefined<DataSourceStatus>,
    /// Refuse when the version is another by now.
    expected_version: Option<i32>,
    /// Why, for the audit log: 1 to 500 characters; no secret and nobody's name.
    reason: Option<String>,
}

/// What to unplug.
#[derive(Debug, InputObject)]
pub struct DataSourceDeleteInput {
    /// Which one.
    id: Id<DataSourceId>,
    /// Refuse when the version is another by now.
    expected_version: Option<i32>,
}

/// What to test.
#[derive(Debug, InputObject)]
pub struct DataSourceTestInput {
    /// Which one.
    id: Id<DataSourceId>,
}

/// What was unplugged.
#[derive(Debug, SimpleObject)]
pub struct DataSourceDeletion {
    /// It is not there any more.
    deleted_id: Id<DataSourceId>,
}

impl From<DataSourceCreateInput> for NewDataSource {
    fn from(input: DataSourceCreateInput) -> Self {
        Self {
            kind: input.kind,
            name: input.name,
            description: input.description,
            config: input.config.map_or(Value::Null, |json| json.0),
            credentials: input.credentials.map_or(Value::Null, |json| json.0),
        }
    }
}

impl From<DataSourceUpdateInput> for DataSourceChange {
    fn from(input: DataSourceUpdateInput) -> Self {
        Self {
            name: patch(input.name),
            description: patch(input.description),
            config: patch(input.config).map(|json| json.0),
            credentials: patch(input.credentials).map(|json| json.0),
            status: patch(input.status),
            expected_version: input.expected_version,
        }
    }
}

#[derive(Default)]
pub struct DataSourceMutation;

#[Object]
impl DataSourceMutation {
    /// Plugs in a data source. Settings and credentials are checked for shape; `dataSourceTest` asks the provider.
    async fn data_source_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The provider, its settings, and the credentials to ask it with.")]
        input: DataSourceCreateInput,
    ) -> Result<DataSource> {
        Ok(connections::create(ctx.app(), ctx.scope()?, input.into()).await?.into())
    }

    /// Changes a data source. New settings or credentials make earlier tests count for nothing.
    async fn data_source_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The source, and its new settings, credentials or status.")]
        input: DataSourceUpdateInput,
    ) -> Result<DataSource> {
        let (id, scope) = (input.id.0, ctx.scope()?.because(input.reason.clone()));
        Ok(connections::update(ctx.app(), &scope, id, input.into()).await?.into())
    }

    /// Unplugs a data source: its credentials are gone at once. Jobs that use it go on without.
    async fn data_source_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The source to unplug.")] input: DataSourceDeleteInput,
    ) -> Result<DataSourceDeletion> {
        connections::delete(ctx.app(), ctx.scope()?, input.id.0, input.expected_version).await?;
        Ok(DataSourceDeletion { deleted_id: input.id })
    }

    /// Asks the provider whether it accepts the credentials, with a call that costs nothing. The source is TESTING until
    /// the answer is there: follow `dataSourceChanges`, or ask for `lastTestStatus`.
    async fn data_source_test(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The source whose credentials are tried.")] input: DataSourceTestInput,
    ) -> Result<DataSource> {
        Ok(connections::test(ctx.app(), ctx.scope()?, input.id.0).await?.into())
    }
}

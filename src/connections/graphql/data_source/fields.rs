//! The type. Credentials are written and never read: there is no field for them.

use crate::{
    graphql::{Connection, CtxExt, Id, Result, connect, connection::page_args, node},
    jobs::{self, JobFilter, graphql::Job},
    kernel::{filter::Choice, page::OrderBy},
};
use async_graphql::{Context, Json, Object};
use chrono::{DateTime, Utc};
use entity::{
    data_source::{DataSourceKind, DataSourceStatus, TestStatus},
    ids::DataSourceId,
    job,
};

node! {
    /// Where people and facts come from.
    DataSource(data_source)
}

/// Where people and facts come from.
#[Object]
impl DataSource {
    /// Its id.
    pub async fn id(&self) -> Id<DataSourceId> {
        self.0.id.into()
    }

    /// What people call it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Which provider or form.
    async fn kind(&self) -> DataSourceKind {
        self.0.kind
    }

    /// For people.
    async fn description(&self) -> Option<&str> {
        self.0.description.as_deref()
    }

    /// Settings of the connection; never a secret.
    async fn config(&self) -> Json<&serde_json::Value> {
        Json(&self.0.config)
    }

    /// Whether credentials are stored. They are never shown.
    async fn has_credentials(&self) -> bool {
        self.0.credentials.is_some()
    }

    /// Whether it is used.
    async fn status(&self) -> DataSourceStatus {
        self.0.status
    }

    /// When it was last tested.
    async fn last_test_at(&self) -> Option<DateTime<Utc>> {
        self.0.last_test_at
    }

    /// How the last test went.
    async fn last_test_status(&self) -> Option<TestStatus> {
        self.0.last_test_status
    }

    /// Why the last test, or a call, was refused.
    async fn last_test_error(&self) -> Option<&str> {
        self.0.last_test_error.as_deref()
    }

    /// Jobs that used it.
    async fn total_jobs(&self) -> i32 {
        self.0.total_jobs
    }

    /// Of these, completed.
    async fn successful_jobs(&self) -> i32 {
        self.0.successful_jobs
    }

    /// Of these, failed.
    async fn failed_jobs(&self) -> i32 {
        self.0.failed_jobs
    }

    /// Records it gave.
    async fn total_records(&self) -> i64 {
        self.0.total_records
    }

    /// The jobs that read it alone, newest first.
    async fn jobs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many, 1 to 100; 25 when absent.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many instead.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Job>> {
        let (app, scope) = (ctx.app().clone(), ctx.scope()?.clone());
        let mine = Choice { eq: Some(self.0.id), ..Choice::default() };
        let filter = JobFilter { data_source: mine, ..JobFilter::default() };
        let order = OrderBy { column: job::Column::CreatedAt, is_descending: true };
        let args = page_args(first, after, last, before);
        let page = connect(args, async |args| jobs::list(&app, &scope, &filter, order, &args).await).await?;
        Ok(page.counted_by(move || jobs::count(app.clone(), scope.clone(), filter.clone())))
    }

    /// Raised by every change; an update may name the one it read.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }
}

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
    fn name(&self) -> &str {
        &self.0.name
    }

    /// Which provider or form.
    fn kind(&self) -> DataSourceKind {
        self.0.kind
    }

    /// For people.
    fn description(&self) -> Option<&str> {
        self.0.description.as_deref()
    }

    /// Settings of the connection; never a secret.
    fn config(&self) -> Json<&serde_json::Value> {
        Json(&self.0.config)
    }

    /// Whether credentials are stored. They are never shown.
    fn has_credentials(&self) -> bool {
        self.0.credentials.is_some()
    }

    /// Whether it is used.
    fn status(&self) -> DataSourceStatus {
        self.0.status
    }

    /// When it was last tested.
    fn last_test_at(&self) -> Option<DateTime<Utc>> {
        self.0.last_test_at
    }

    /// How the last test went.
    fn last_test_status(&self) -> Option<TestStatus> {
        self.0.last_test_status
    }

    /// Why the last test, or a call, was refused.
    fn last_test_error(&self) -> Option<&str> {
        self.0.last_test_error.as_deref()
    }

    /// Jobs that used it.
    fn total_jobs(&self) -> i32 {
        self.0.total_jobs
    }

    /// Of these, completed.
    fn successful_jobs(&self) -> i32 {
        self.0.successful_jobs
    }

    /// Of these, failed.
    fn failed_jobs(&self) -> i32 {
        self.0.failed_jobs
    }

    /// Records it gave.
    fn total_records(&self) -> i64 {
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
    fn version(&self) -> i32 {
        self.0.version
    }

    /// When it was made.
    fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it last changed.
    fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }
}

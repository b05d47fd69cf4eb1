//! A transaction over rows of no agency: users, sessions, sign-in attempts. For `identity`; everybody else opens a `Tx`.

use super::{app::App, error::Result, idempotency, work::Work};
use crate::base::clock::Timestamp;
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, Statement};

/// An open transaction of no agency. It states no events and books no tasks: nobody could read them.
/// Dropped without [`PlatformTx::commit`], nothing happened.
pub struct PlatformTx {
    work: Work,
    now: Timestamp,
}

impl PlatformTx {
    pub(crate) async fn begin(app: &App) -> Result<Self> {
        Ok(Self { work: Work::begin(app.db()).await?, now: app.now() })
    }

    /// When this unit of work happens: one instant for all its rows.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.now
    }

    pub async fn commit(self) -> Result<()> {
        idempotency::mark(&self.work).await?;
        self.work.commit().await
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for PlatformTx {
    fn get_database_backend(&self) -> DbBackend {
        self.work.get_database_backend()
    }

    async fn execute_raw(&self, stmt: Statement) -> Result<ExecResult, DbErr> {
        self.work.execute_raw(stmt).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.work.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, stmt: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.work.query_one_raw(stmt).await
    }

    async fn query_all_raw(&self, stmt: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.work.query_all_raw(stmt).await
    }
}

//! The installation's one row, which tells whether a process holds the right keys, and the way to find tasks long done.

use crate::table::{Table, create_all, drop_all};
use sea_orm_migration::prelude::{DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};
use sea_orm_migration::sea_orm::ConnectionTrait;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_all(manager, &tables()).await?;
        manager.get_connection().execute_unprepared(FINISHED).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared("DROP INDEX ix_background_task_finished_at").await?;
        drop_all(manager, &tables()).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const FINISHED: &str = "CREATE INDEX ix_background_task_finished_at ON background_task (finished_at)
WHERE status IN ('DONE', 'CANCELLED')";

fn tables() -> Vec<Table> {
    vec![
        Table::keyed("instance", "id")
            .ints(&["id"])
            .bytes(&["canary"])
            .times(&["created_at"])
            .check("id = 1"),
    ]
}

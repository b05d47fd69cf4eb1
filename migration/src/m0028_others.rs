//! A lead is seen with any of its campaigns, and so is what happens to it: an event says which others there were beside the
//! one it joined last. Those that are written already say no more than that one.

use crate::notation::{Kind, column};
use sea_orm_migration::prelude::{DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};
use sea_orm_migration::sea_orm::ConnectionTrait;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let others = column(manager.get_database_backend(), "other_campaigns?", Kind::Text);
        let added = format!("ALTER TABLE event ADD COLUMN {others}");
        manager.get_connection().execute_unprepared(&added).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let dropped = "ALTER TABLE event DROP COLUMN other_campaigns";
        manager.get_connection().execute_unprepared(dropped).await.map(drop)
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

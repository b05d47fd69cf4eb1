//! What the audit log seals may be about others than the subject: a task's title is about its lead, a merge about two. An entry
//! says about whom; those that are written already are about their subject.

use crate::notation::{Kind, column};
use sea_orm_migration::prelude::{DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};
use sea_orm_migration::sea_orm::ConnectionTrait;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let people = column(manager.get_database_backend(), "people?", Kind::Text);
        let added = format!("ALTER TABLE audit_entry ADD COLUMN {people}");
        manager.get_connection().execute_unprepared(&added).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let dropped = "ALTER TABLE audit_entry DROP COLUMN people";
        manager.get_connection().execute_unprepared(dropped).await.map(drop)
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

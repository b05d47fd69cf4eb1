//! How many cards each column of a board has, kept beside it: counting them costs more the more there are.

use crate::notation::{Kind, column};
use sea_orm_migration::prelude::{DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};
use sea_orm_migration::sea_orm::ConnectionTrait;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        let count = column(manager.get_database_backend(), "card_count=0", Kind::Int);
        db.execute_unprepared(&format!("ALTER TABLE pipeline_stage ADD COLUMN {count}")).await?;
        db.execute_unprepared(COUNT).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        db.execute_unprepared("ALTER TABLE pipeline_stage DROP COLUMN card_count").await.map(drop)
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// What lies on boards already.
const COUNT: &str = "UPDATE pipeline_stage SET card_count = (SELECT count(*) FROM pipeline_card
WHERE pipeline_card.agency_id = pipeline_stage.agency_id AND pipeline_card.stage_id = pipeline_stage.id)";

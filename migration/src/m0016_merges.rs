//! Leads that became part of others, and what it takes to undo that.

use crate::table::{Table, create_all, drop_all};
use sea_orm_migration::prelude::{DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_all(manager, &tables()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &tables()).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn tables() -> Vec<Table> {
    vec![
        Table::tenant("lead_merge")
            .refer("workspace_id", "workspace")
            .owned("winner_id", "lead")
            .owned("loser_id", "lead")
            .jsons(&["winner_before", "winner_after", "moved={}", "dropped_cards=[]"])
            .times(&["undo_until", "undone_at?"])
            .uuids(&["created_by?"])
            .times(&["created_at"])
            .index("agency_id, winner_id, created_at, id")
            .index("agency_id, loser_id"),
    ]
}

//! Boards and their columns.

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
    vec![pipeline(), pipeline_stage()]
}

fn pipeline() -> Table {
    Table::tenant("pipeline")
        .refer("workspace_id", "workspace")
        .texts(&["name"])
        .folded(&["name_folded"])
        .one_of("template", &["OUTREACH", "RECRUITING", "CUSTOM"])
        .uuids(&["created_by?"])
        .ints(&["version=1"])
        .times(&["created_at", "updated_at"])
        .index("agency_id, created_at, id")
        .index("agency_id, name_folded, id")
        .index("agency_id, workspace_id, created_at, id")
}

fn pipeline_stage() -> Table {
    Table::tenant("pipeline_stage")
        .owned("pipeline_id", "pipeline")
        .texts(&["name", "key"])
        .folded(&["position"])
        .one_of("kind=OPEN", &["OPEN", "WON", "LOST"])
        .ints(&["wip_limit?", "version=1"])
        .times(&["created_at", "updated_at"])
        .check("wip_limit IS NULL OR wip_limit > 0")
        .unique("pipeline_stage_key", "agency_id, pipeline_id, key")
        .index("agency_id, pipeline_id, position, id")
}

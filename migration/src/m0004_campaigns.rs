//! Campaigns, and which of them a client may see.

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
    vec![campaign(), campaign_access()]
}

fn campaign() -> Table {
    Table::tenant("campaign")
        .refer("workspace_id", "workspace")
        .texts(&["name"])
        .folded(&["name_folded"])
        .texts(&["description?"])
        .one_of("status=DRAFT", &["DRAFT", "ACTIVE", "PAUSED", "COMPLETED", "ARCHIVED"])
        .dates(&["start_date?", "end_date?"])
        .jsons(&["target_audience={}"])
        .uuids(&["sequence_id?"])
        .ints(&[
            "lead_count=0",
            "qualified_count=0",
            "contacted_count=0",
            "replied_count=0",
            "bounced_count=0",
            "unsubscribed_count=0",
        ])
        .uuids(&["created_by?"])
        .ints(&["version=1"])
        .times(&["deleted_at?", "created_at", "updated_at"])
        .check("end_date IS NULL OR start_date IS NULL OR end_date >= start_date")
        .index_where("agency_id, created_at, id", "deleted_at IS NULL")
        .index_where("agency_id, updated_at, id", "deleted_at IS NULL")
        .index_where("agency_id, name_folded, id", "deleted_at IS NULL")
        .index_where("agency_id, status, created_at, id", "deleted_at IS NULL")
        .index_where("agency_id, workspace_id, created_at, id", "deleted_at IS NULL")
}

fn campaign_access() -> Table {
    Table::tenant("campaign_access")
        .owned("membership_id", "membership")
        .owned("campaign_id", "campaign")
        .uuids(&["created_by?"])
        .times(&["created_at"])
        .unique("campaign_access_pair", "agency_id, membership_id, campaign_id")
        .index("agency_id, campaign_id")
}

//! Where people and facts come from.

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
    vec![data_source()]
}

fn data_source() -> Table {
    Table::tenant("data_source")
        .texts(&["name"])
        .folded(&["name_folded"])
        .one_of(
            "kind",
            &[
                "APOLLO",
                "LINKEDIN",
                "CLEARBIT",
                "CRUNCHBASE",
                "ZOOMINFO",
                "HUNTER",
                "CSV",
                "HTTP_API",
                "MODEL",
                "CUSTOM",
            ],
        )
        .texts(&["description?"])
        .jsons(&["config={}"])
        .bytes(&["credentials?"])
        .texts(&["credentials_key_id?", "account?"])
        .one_of("status=ACTIVE", &["ACTIVE", "INACTIVE", "ERROR", "TESTING"])
        .one_of("tested_from?", &["ACTIVE", "INACTIVE", "ERROR", "TESTING"])
        .times(&["last_test_at?"])
        .one_of("last_test_status?", &["SUCCEEDED", "FAILED"])
        .texts(&["last_test_error?"])
        .ints(&["total_jobs=0", "successful_jobs=0", "failed_jobs=0"])
        .bigs(&["total_records=0"])
        .uuids(&["created_by?"])
        .ints(&["version=1"])
        .times(&["deleted_at?", "created_at", "updated_at"])
        .index_where("agency_id, created_at, id", "deleted_at IS NULL")
        .index_where("agency_id, name_folded, id", "deleted_at IS NULL")
        .index_where("agency_id, status, kind", "deleted_at IS NULL")
}

//! Files: what came in and what went out. The bytes lie on disk.

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
        Table::tenant("file")
            .texts(&["name", "media_type", "sha256?"])
            .bigs(&["bytes=0"])
            .one_of("purpose", &["UPLOAD", "RESULT", "ERRORS", "EXPORT"])
            .one_of("status", &["WRITING", "READY"])
            .uuids(&["created_by?"])
            .times(&["expires_at", "created_at", "updated_at"])
            .check("status = 'WRITING' OR sha256 IS NOT NULL")
            .index("agency_id, created_by")
            .index("expires_at")
            .index_where("updated_at", "status = 'WRITING'"),
    ]
}

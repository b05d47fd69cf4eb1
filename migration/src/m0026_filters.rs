//! An index for each way that suppressions, imports and audit entries can be chosen by, in the order they are listed in.

use sea_orm_migration::prelude::{DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};
use sea_orm_migration::sea_orm::ConnectionTrait;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, on) in INDEXES {
            manager.get_connection().execute_unprepared(&format!("CREATE INDEX {name} ON {on}")).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, _) in INDEXES.iter().rev() {
            manager.get_connection().execute_unprepared(&format!("DROP INDEX {name}")).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// Name, and table with columns. Few rows have a workspace or a campaign of their own: those indexes hold nothing else.
const INDEXES: [(&str, &str); 8] = [
    ("ix_suppression_kind_created_at_id", "suppression (agency_id, kind, created_at, id)"),
    ("ix_suppression_scope_created_at_id", "suppression (agency_id, scope, created_at, id)"),
    ("ix_suppression_source_created_at_id", "suppression (agency_id, source, created_at, id)"),
    (
        "ix_suppression_workspace_id_created_at_id",
        "suppression (agency_id, workspace_id, created_at, id) WHERE workspace_id IS NOT NULL",
    ),
    (
        "ix_suppression_campaign_id_created_at_id",
        "suppression (agency_id, campaign_id, created_at, id) WHERE campaign_id IS NOT NULL",
    ),
    ("ix_import_status_created_at_id", "import (agency_id, status, created_at, id)"),
    ("ix_import_workspace_id_created_at_id", "import (agency_id, workspace_id, created_at, id)"),
    (
        "ix_audit_entry_request_id_at",
        "audit_entry (agency_id, request_id, at, id) WHERE request_id IS NOT NULL",
    ),
];

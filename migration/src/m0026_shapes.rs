//! An index for each way that suppressions, imports, deliveries and audit entries can be chosen by, in the order they are listed in, and for
//! orders that were offered without one; and of which kind of event a notification is made.

use crate::notation::{Kind, column};
use sea_orm_migration::prelude::{DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let c = manager.get_connection();
        for (name, on) in INDEXES {
            c.execute_unprepared(&format!("CREATE INDEX {name} ON {on}")).await?;
        }
        let backend = manager.get_database_backend();
        if backend == DbBackend::Postgres {
            c.execute_unprepared(RANK_DOWN).await?;
        }
        let kind = column(backend, "event_kind=TASK_CREATED", Kind::Text);
        c.execute_unprepared(&format!("ALTER TABLE notification ADD COLUMN {kind}")).await?;
        c.execute_unprepared(EVENT_KIND).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let c = manager.get_connection();
        c.execute_unprepared("ALTER TABLE notification DROP COLUMN event_kind").await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            c.execute_unprepared("DROP INDEX ix_prospect_rank_id_down").await?;
        }
        for (name, _) in INDEXES.iter().rev() {
            c.execute_unprepared(&format!("DROP INDEX {name}")).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// Both are kept for 90 days: where the event is gone already, the notification follows it soon.
const EVENT_KIND: &str = "UPDATE notification SET event_kind =
  (SELECT e.kind FROM event e WHERE e.agency_id = notification.agency_id AND e.seq = notification.seq)
WHERE EXISTS (SELECT 1 FROM event e WHERE e.agency_id = notification.agency_id AND e.seq = notification.seq)";

/// Name, and table with columns. Few rows have a workspace or a campaign of their own: those indexes hold nothing else.
const INDEXES: [(&str, &str); 13] = [
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
    ("ix_budget_created_at_id", "budget (agency_id, created_at, id)"),
    ("ix_lead_deleted_created_at_id", "lead (agency_id, created_at, id) WHERE deleted_at IS NOT NULL"),
    ("ix_prospect_rank_id", "prospect (agency_id, rank, id)"),
    ("ix_webhook_delivery_status_created_at_id", "webhook_delivery (agency_id, status, created_at, id)"),
    (
        "ix_webhook_delivery_event_kind_created_at_id",
        "webhook_delivery (agency_id, event_kind, created_at, id)",
    ),
];

/// Those without a rank come last either way: SQLite reads one index both ways, PostgreSQL wants a second one.
const RANK_DOWN: &str =
    "CREATE INDEX ix_prospect_rank_id_down ON prospect (agency_id, rank DESC NULLS LAST, id DESC)";

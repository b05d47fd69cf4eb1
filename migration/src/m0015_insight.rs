//! What members are told, and what they do not want to be told; and two ways to find things in the audit log.

use crate::table::{Table, create_all, drop_all};
use sea_orm_migration::prelude::{DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};
use sea_orm_migration::sea_orm::ConnectionTrait;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_all(manager, &tables()).await?;
        for (name, column) in AUDIT {
            let index = format!("CREATE INDEX {name} ON audit_entry (agency_id, {column}, at, id)");
            manager.get_connection().execute_unprepared(&index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, _) in AUDIT {
            manager.get_connection().execute_unprepared(&format!("DROP INDEX {name}")).await?;
        }
        drop_all(manager, &tables()).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const AUDIT: [(&str, &str); 2] =
    [("ix_audit_entry_actor_id_at", "actor_id"), ("ix_audit_entry_action_at", "action")];

const KINDS: &[&str] = &[
    "JOB_COMPLETED",
    "JOB_FAILED",
    "IMPORT_DONE",
    "SOURCE_BROKEN",
    "WEBHOOK_DISABLED",
    "TASK_ASSIGNED",
    "BUDGET_REACHED",
];

fn tables() -> Vec<Table> {
    vec![notification(), notification_preference()]
}

fn notification() -> Table {
    Table::tenant("notification")
        .owned("membership_id", "membership")
        .bigs(&["seq"])
        .one_of("kind", KINDS)
        .one_of("level", &["INFO", "SUCCESS", "WARNING", "ERROR"])
        .texts(&["title", "message", "subject_type"])
        .uuids(&["subject_id"])
        .texts(&["action_path", "action_label"])
        .times(&["read_at?", "created_at"])
        .unique("notification_event", "agency_id, membership_id, seq")
        .index("agency_id, membership_id, created_at, id")
        .index_where("agency_id, membership_id, id", "read_at IS NULL")
        .index("created_at")
}

fn notification_preference() -> Table {
    Table::tenant("notification_preference")
        .owned("membership_id", "membership")
        .one_of("kind", KINDS)
        .flags(&["is_enabled"])
        .times(&["created_at", "updated_at"])
        .unique("notification_preference_kind", "agency_id, membership_id, kind")
}

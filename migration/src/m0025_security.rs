//! What concerns security: members are told of what happens to their account, and a webhook endpoint says that it wants
//! to be told before it is. Those that are there already have been told for long.

use crate::notation::{Kind, column};
use crate::table::{Table, create_all};
use sea_orm_migration::prelude::{DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        allow(manager, AFTER).await?;
        let verified = column(manager.get_database_backend(), "verified_at?", Kind::Time);
        let db = manager.get_connection();
        db.execute_unprepared(&format!("ALTER TABLE webhook_endpoint ADD COLUMN {verified}")).await?;
        db.execute_unprepared("UPDATE webhook_endpoint SET verified_at = created_at").await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let dropped = "ALTER TABLE webhook_endpoint DROP COLUMN verified_at";
        manager.get_connection().execute_unprepared(dropped).await?;
        for table in TABLES {
            let gone = format!("DELETE FROM {table} WHERE kind = 'ACCOUNT_SECURITY'");
            manager.get_connection().execute_unprepared(&gone).await?;
        }
        allow(manager, BEFORE).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const TABLES: [&str; 2] = ["notification", "notification_preference"];

const BEFORE: &[&str] = &[
    "JOB_COMPLETED",
    "JOB_FAILED",
    "IMPORT_DONE",
    "SOURCE_BROKEN",
    "WEBHOOK_DISABLED",
    "TASK_ASSIGNED",
    "BUDGET_REACHED",
];

const AFTER: &[&str] = &[
    "JOB_COMPLETED",
    "JOB_FAILED",
    "IMPORT_DONE",
    "SOURCE_BROKEN",
    "WEBHOOK_DISABLED",
    "TASK_ASSIGNED",
    "BUDGET_REACHED",
    "ACCOUNT_SECURITY",
];

/// Lets these kinds in and no others. SQLite cannot change a check: there the tables are made anew and filled again.
async fn allow(manager: &SchemaManager<'_>, kinds: &'static [&'static str]) -> Result<(), DbErr> {
    let db = manager.get_connection();
    if manager.get_database_backend() == DbBackend::Postgres {
        let listed = kinds.iter().map(|kind| format!("'{kind}'")).collect::<Vec<_>>().join(", ");
        for table in TABLES {
            let check = format!("CONSTRAINT {table}_kind_check");
            let change =
                format!("ALTER TABLE {table} DROP {check}, ADD {check} CHECK (\"kind\" IN ({listed}))");
            db.execute_unprepared(&change).await?;
        }
        return Ok(());
    }
    for table in TABLES {
        db.execute_unprepared(&format!("CREATE TABLE {table}_held AS SELECT * FROM {table}")).await?;
        db.execute_unprepared(&format!("DROP TABLE {table}")).await?;
    }
    create_all(manager, &[notification(kinds), notification_preference(kinds)]).await?;
    for table in TABLES {
        db.execute_unprepared(&format!("INSERT INTO {table} SELECT * FROM {table}_held")).await?;
        db.execute_unprepared(&format!("DROP TABLE {table}_held")).await?;
    }
    Ok(())
}

fn notification(kinds: &'static [&'static str]) -> Table {
    Table::tenant("notification")
        .owned("membership_id", "membership")
        .bigs(&["seq"])
        .one_of("kind", kinds)
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

fn notification_preference(kinds: &'static [&'static str]) -> Table {
    Table::tenant("notification_preference")
        .owned("membership_id", "membership")
        .one_of("kind", kinds)
        .flags(&["is_enabled"])
        .times(&["created_at", "updated_at"])
        .unique("notification_preference_kind", "agency_id, membership_id, kind")
}

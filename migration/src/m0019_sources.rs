//! Work by the clock, whom a provider's call was made for, and what a budget has told.

use crate::notation::{Kind, column};
use crate::rls;
use crate::table::{Table, create_all, drop_all};
use sea_orm_migration::prelude::{DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};
use sea_orm_migration::sea_orm::ConnectionTrait;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        for (table, notation, kind) in ADDED {
            let column = column(manager.get_database_backend(), notation, *kind);
            db.execute_unprepared(&format!(r#"ALTER TABLE "{table}" ADD COLUMN {column}"#)).await?;
        }
        create_all(manager, &tables()).await?;
        rls::protect_later(db).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &tables()).await?;
        for (table, notation, _) in ADDED {
            let name = notation.split(['?', '=']).next().unwrap_or_default();
            let drop = format!(r#"ALTER TABLE "{table}" DROP COLUMN "{name}""#);
            manager.get_connection().execute_unprepared(&drop).await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const ADDED: &[(&str, &str, Kind)] = &[
    ("provider_call", "workspace_id?", Kind::Uuid),
    ("provider_call", "requested_by?", Kind::Uuid),
    ("budget", "warn_percent=80", Kind::Int),
    ("budget", "warned_at?", Kind::Time),
    ("budget", "reached_at?", Kind::Time),
];

const KINDS: &[&str] = &[
    "SCRAPE",
    "ENRICH",
    "GENERATE_LEADS",
    "RUN",
    "IMPORT",
    "EXPORT",
    "SYNC",
    "LAUNCH",
    "DRAFT",
    "VERIFY",
    "OPTIMISE",
];

fn tables() -> Vec<Table> {
    vec![schedule(), schedule_run()]
}

fn schedule() -> Table {
    Table::tenant("schedule")
        .refer("workspace_id?", "workspace")
        .texts(&["name", "cron", "time_zone"])
        .one_of("job_kind", KINDS)
        .jsons(&["template"])
        .one_of("catch_up=ONE", &["SKIP", "ONE", "ALL"])
        .ints(&["catch_up_max=1"])
        .one_of("overlap=SKIP", &["SKIP", "ALLOW", "REPLACE"])
        .times(&["next_run_at?", "last_run_at?", "paused_at?"])
        .texts(&["paused_because?"])
        .uuids(&["created_by?"])
        .ints(&["version=1"])
        .times(&["deleted_at?", "created_at", "updated_at"])
        .index_where("agency_id, created_at, id", "deleted_at IS NULL")
        .index_where("next_run_at", "next_run_at IS NOT NULL")
}

fn schedule_run() -> Table {
    Table::tenant("schedule_run")
        .owned("schedule_id", "schedule")
        .times(&["slot_at"])
        .one_of("outcome", &["STARTED", "SKIPPED", "REFUSED"])
        .refer("job_id?", "job")
        .texts(&["reason?"])
        .ints(&["missed=0"])
        .times(&["at"])
        .unique("schedule_run_slot", "agency_id, schedule_id, slot_at")
        .index("agency_id, job_id")
        .index("at")
}

//! Rows at the end of every path, that an import writes by the hundred thousand, are checked once for what they were checked
//! twice. They point to a row of the same agency, so that the agency is there; and nothing points to them, so that the pair
//! of agency and id needs no index beside the id's. What an import writes beside its leads costs
//! PostgreSQL half of what it did (docs/benchmarks.md, P5).
//!
//! SQLite can only make such a table anew, and gains little by it: there they stay.

use sea_orm_migration::prelude::{DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

const LEAVES: [&str; 4] = ["activity", "campaign_lead", "import_row", "lead_list_member"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        each(manager, |table| {
            format!(
                "ALTER TABLE {table} DROP CONSTRAINT {table}_agency_id_fkey, \
                 DROP CONSTRAINT {table}_agency_id_id_key"
            )
        })
        .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        each(manager, |table| {
            format!(
                "ALTER TABLE {table} ADD CONSTRAINT {table}_agency_id_id_key UNIQUE (agency_id, id), \
                 ADD CONSTRAINT {table}_agency_id_fkey FOREIGN KEY (agency_id) REFERENCES agency (id)"
            )
        })
        .await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

async fn each(manager: &SchemaManager<'_>, change: impl Fn(&str) -> String) -> Result<(), DbErr> {
    if manager.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    for table in LEAVES {
        manager.get_connection().execute_unprepared(&change(table)).await?;
    }
    Ok(())
}

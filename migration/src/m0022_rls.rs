//! PostgreSQL: agencies are kept apart by row-level security too ([`crate::rls`]), and search looks at views.
//!
//! A policy's condition goes before every other that could tell something about a row; LIKE could (its errors), so that
//! under a policy it may not use the trigram index. A view runs with its owner's rights, and its own condition is an
//! ordinary one: `lead_search` and `company_search` hold only the agency's rows, and the index serves them.

use crate::rls;
use sea_orm_migration::prelude::{DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

const SEARCHED: [&str; 2] = ["lead", "company"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        if manager.get_database_backend() == DbBackend::Postgres {
            for table in SEARCHED {
                db.execute_unprepared(&view(table)).await?;
            }
        }
        rls::protect(db).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let db = manager.get_connection();
        rls::expose(db).await?;
        if manager.get_database_backend() == DbBackend::Postgres {
            for table in SEARCHED {
                db.execute_unprepared(&format!("DROP VIEW {table}_search")).await?;
            }
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn view(table: &str) -> String {
    format!(
        "CREATE VIEW {table}_search AS SELECT id, agency_id, search_text FROM {table} \
         WHERE agency_id = current_setting('leadwire.agency')::uuid"
    )
}

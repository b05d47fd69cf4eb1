//! What keeps callers within bounds and secrets apart: links that reset a password, a key per person for what the audit log
//! holds of them, what callers spent this minute, and an index to find mailboxes known twice.

use crate::notation::{Kind, column};
use crate::table::{Table, create_all, drop_all};
use sea_orm_migration::prelude::{DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_all(manager, &tables()).await?;
        let (c, backend) = (manager.get_connection(), manager.get_database_backend());
        let personal = column(backend, "personal?", Kind::Bytes);
        c.execute_unprepared(&format!("ALTER TABLE audit_entry ADD COLUMN {personal}")).await?;
        c.execute_unprepared(&mailbox(backend)).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let c = manager.get_connection();
        c.execute_unprepared("DROP INDEX ix_lead_mailbox").await?;
        c.execute_unprepared("ALTER TABLE audit_entry DROP COLUMN personal").await?;
        drop_all(manager, &tables()).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

fn tables() -> Vec<Table> {
    vec![
        Table::shared("password_reset")
            .owned_global("user_id", "user")
            .texts(&["token_hash"])
            .times(&["expires_at", "used_at?", "created_at"])
            .unique("password_reset_token_hash", "token_hash")
            .index("user_id"),
        Table::tenant("subject_key")
            .uuids(&["subject_id"])
            .bytes(&["sealed_key"])
            .times(&["created_at"])
            .unique("subject_key_subject", "agency_id, subject_id"),
        Table::keyed("spending", "minute, payer, meter")
            .bigs(&["minute", "amount"])
            .texts(&["payer", "meter"]),
    ]
}

/// The address without what stands after a `+`, as `duplicates(by: MAILBOX)` writes it: the words must be the same.
fn mailbox(backend: DbBackend) -> String {
    let key = match backend {
        DbBackend::Postgres => r#"regexp_replace(email_key, '^([^+@]+)[+][^@]*@', '\1@') COLLATE "C""#,
        _ => {
            "CASE WHEN instr(email_key, '+') BETWEEN 2 AND instr(email_key, '@') THEN
                 substr(email_key, 1, instr(email_key, '+') - 1)
                 || substr(email_key, instr(email_key, '@'))
               ELSE email_key END"
        }
    };
    format!(
        "CREATE INDEX ix_lead_mailbox ON lead (agency_id, ({key}), workspace_id)
WHERE deleted_at IS NULL AND email_key IS NOT NULL"
    )
}

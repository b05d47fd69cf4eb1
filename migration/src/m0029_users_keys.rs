//! A book of idempotency keys for what people do in no agency, or change their agencies by: it is theirs, and goes with them.

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
        Table::shared("user_idempotency_key")
            .owned_global("user_id", "user")
            .texts(&["key", "request_hash"])
            .jsons(&["response?"])
            .times(&["created_at", "expires_at"])
            .unique("user_idempotency_key_user", "user_id, key")
            .index("expires_at"),
    ]
}

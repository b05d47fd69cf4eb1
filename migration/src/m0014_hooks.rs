//! Whom the agency's log is told to: webhook endpoints, how far each is, and what is on its way.

use crate::table::{Table, create_all, drop_all};
use sea_orm_migration::prelude::{DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};
use sea_orm_migration::sea_orm::ConnectionTrait;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.get_connection().execute_unprepared(LISTENED).await?;
        create_all(manager, &tables()).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_all(manager, &tables()).await?;
        manager.get_connection().execute_unprepared(UNLISTENED).await.map(drop)
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

const LISTENED: &str =
    r#"ALTER TABLE "event_head" ADD COLUMN "has_listeners" boolean NOT NULL DEFAULT false"#;
const UNLISTENED: &str = r#"ALTER TABLE "event_head" DROP COLUMN "has_listeners""#;

fn tables() -> Vec<Table> {
    vec![webhook_endpoint(), webhook_position(), webhook_delivery()]
}

fn webhook_endpoint() -> Table {
    Table::tenant("webhook_endpoint")
        .texts(&["url", "description?"])
        .jsons(&["event_kinds=[]"])
        .one_of("status=ENABLED", &["ENABLED", "DISABLED"])
        .texts(&["disabled_reason?"])
        .times(&["disabled_at?"])
        .bytes(&["secret?", "old_secret?"])
        .texts(&["secret_key_id?", "old_secret_key_id?"])
        .times(&["old_secret_until?"])
        .ints(&["failure_count=0"])
        .times(&["failing_since?", "last_success_at?"])
        .uuids(&["created_by?"])
        .ints(&["version=1"])
        .times(&["deleted_at?", "created_at", "updated_at"])
        .index_where("agency_id, created_at, id", "deleted_at IS NULL")
}

fn webhook_position() -> Table {
    Table::tenant("webhook_position").bigs(&["matched_seq?"])
}

fn webhook_delivery() -> Table {
    Table::tenant("webhook_delivery")
        .owned("endpoint_id", "webhook_endpoint")
        .bigs(&["seq?", "previous_seq?"])
        .texts(&["event_kind?", "body"])
        .one_of("status=PENDING", &["PENDING", "SUCCEEDED", "FAILED", "CANCELLED"])
        .ints(&["cycle=1", "attempts=0"])
        .jsons(&["attempt_log=[]"])
        .times(&["next_attempt_at?", "last_attempt_at?"])
        .ints(&["response_status?"])
        .times(&["finished_at?", "created_at", "updated_at"])
        .unique("webhook_delivery_event", "agency_id, endpoint_id, seq")
        .index("agency_id, created_at, id")
        .index("agency_id, endpoint_id, created_at, id")
        .index_where("finished_at", "finished_at IS NOT NULL")
}

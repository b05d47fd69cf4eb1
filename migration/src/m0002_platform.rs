//! The log, the lanes, and the books that stand alone.

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
        event(),
        event_head(),
        task_lane(),
        audit_entry(),
        idempotency_key(),
        provider_budget(),
        lookup(),
        worker_node(),
    ]
}

fn event() -> Table {
    Table::keyed("event", "agency_id, seq")
        .refer_global("agency_id", "agency")
        .bigs(&["seq"])
        .texts(&["kind", "subject_type"])
        .uuids(&["subject_id"])
        .one_of("actor_type", &["USER", "API_KEY", "SYSTEM"])
        .uuids(&["actor_id?"])
        .texts(&["request_id?"])
        .uuids(&["workspace_id?", "campaign_id?"])
        .jsons(&["data={}"])
        .times(&["at"])
        .index("agency_id, subject_id, seq")
}

fn event_head() -> Table {
    Table::keyed("event_head", "agency_id")
        .refer_global("agency_id", "agency")
        .bigs(&["last_seq=0", "floor_seq=0"])
}

fn task_lane() -> Table {
    Table::keyed("task_lane", "agency_id, lane")
        .refer_global("agency_id", "agency")
        .texts(&["lane"])
        .ints(&["capacity"])
        .flags(&["is_paused=false"])
}

fn audit_entry() -> Table {
    Table::tenant("audit_entry")
        .one_of("actor_type", &["USER", "API_KEY", "SYSTEM"])
        .uuids(&["actor_id?"])
        .texts(&["action", "subject_type"])
        .uuids(&["subject_id?"])
        .jsons(&["before?", "after?"])
        .texts(&["ip?", "reason?", "request_id?"])
        .times(&["at"])
        .index("agency_id, at, id")
        .index("agency_id, subject_id, at")
}

fn idempotency_key() -> Table {
    Table::tenant("idempotency_key")
        .uuids(&["caller_id"])
        .texts(&["key", "request_hash"])
        .jsons(&["response?"])
        .times(&["created_at", "expires_at"])
        .unique("idempotency_key_caller", "agency_id, caller_id, key")
        .index("expires_at")
}

fn provider_budget() -> Table {
    Table::keyed("provider_budget", "account")
        .texts(&["account"])
        .doubles(&["tokens", "capacity", "refill_per_second"])
        .times(&["refilled_at"])
        .one_of("breaker_state=CLOSED", &["CLOSED", "OPEN", "HALF_OPEN"])
        .ints(&["failures=0"])
        .times(&["opened_until?"])
        .ints(&["version=1"])
}

fn lookup() -> Table {
    Table::tenant("lookup")
        .texts(&["provider", "kind", "key_hash"])
        .jsons(&["value?"])
        .times(&["fetched_at", "expires_at"])
        .unique("lookup_key", "agency_id, provider, kind, key_hash")
        .index("expires_at")
}

fn worker_node() -> Table {
    Table::shared("worker_node")
        .texts(&["host", "instance_lock"])
        .times(&["started_at", "heartbeat_at"])
        .index("heartbeat_at")
}

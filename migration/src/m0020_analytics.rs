//! The agency's numbers, how far the log was read for them, and ways to read rows that do not add up.

use crate::table::{Table, create_all, drop_all};
use sea_orm_migration::prelude::{DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};
use sea_orm_migration::sea_orm::ConnectionTrait;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create_all(manager, &tables()).await?;
        for (name, on) in INDEXES {
            manager.get_connection().execute_unprepared(&format!("CREATE INDEX {name} ON {on}")).await?;
        }
        manager.get_connection().execute_unprepared(STALE).await.map(drop)
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, _) in INDEXES {
            manager.get_connection().execute_unprepared(&format!("DROP INDEX {name}")).await?;
        }
        drop_all(manager, &tables()).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// Leads by where they came from, cards by the stage they left, calls by when they were made, and what was learnt by them.
const INDEXES: [(&str, &str); 5] = [
    ("ix_lead_source", "lead (agency_id, workspace_id, source, created_at) WHERE deleted_at IS NULL"),
    ("ix_stage_change_from_stage_id_at", "stage_change (agency_id, from_stage_id, at)"),
    (
        "ix_provider_call_spent",
        "provider_call (agency_id, started_at, provider, status, currency, cost_micros)",
    ),
    ("ix_enrichment_provider_call_id", "enrichment (agency_id, provider_call_id)"),
    ("ix_enrichment_learnt", "enrichment (agency_id, fetched_at, field, validator_result, provider)"),
];

/// What happened in agencies before there were numbers was not counted: they begin with what their rows say.
const STALE: &str = "INSERT INTO projection (agency_id, name, seq, counted_seq, is_stale)
SELECT agency_id, 'analytics', 0, 0, true FROM event_head";

fn tables() -> Vec<Table> {
    vec![projection(), metric_stock(), metric_flow()]
}

fn projection() -> Table {
    Table::keyed("projection", "agency_id, name")
        .refer_global("agency_id", "agency")
        .texts(&["name"])
        .bigs(&["seq"])
        .times(&["at?"])
        .bigs(&["counted_seq"])
        .times(&["kept_until?"])
        .flags(&["is_stale"])
}

fn metric_stock() -> Table {
    Table::tenant("metric_stock")
        .uuids(&["place_id"])
        .folded(&["metric", "key"])
        .bigs(&["value"])
        .unique("metric_stock_key", "agency_id, place_id, metric, key")
}

fn metric_flow() -> Table {
    Table::tenant("metric_flow")
        .uuids(&["place_id"])
        .folded(&["metric", "key"])
        .one_of("grain", &["QUARTER", "DAY"])
        .bigs(&["bucket", "value"])
        .unique("metric_flow_bucket", "agency_id, place_id, metric, grain, bucket, key")
}

//! Leads on boards, how they moved, and what is to be done.

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
    vec![pipeline_card(), stage_change(), task()]
}

fn pipeline_card() -> Table {
    Table::tenant("pipeline_card")
        .refer("pipeline_id", "pipeline")
        .refer("stage_id", "pipeline_stage")
        .owned("lead_id", "lead")
        .uuids(&["run_id?"])
        .refer("prospect_id?", "prospect")
        .folded(&["position"])
        .refer("owner_id?", "membership")
        .one_of("status=OPEN", &["OPEN", "WON", "LOST"])
        .texts(&["notes?"])
        .bigs(&["value_micros?"])
        .texts(&["currency=USD"])
        .jsons(&["external_campaign?"])
        .times(&["entered_stage_at", "invite_sent_at?", "connected_at?", "last_activity_at?"])
        .uuids(&["created_by?"])
        .ints(&["version=1"])
        .times(&["created_at", "updated_at"])
        .unique("pipeline_card_lead", "agency_id, pipeline_id, lead_id")
        .index("agency_id, stage_id, position, id")
        .index("agency_id, pipeline_id, stage_id, position, id")
        .index("agency_id, lead_id, created_at")
        .index_where("agency_id, prospect_id", "prospect_id IS NOT NULL")
}

fn stage_change() -> Table {
    Table::tenant("stage_change")
        .owned("card_id", "pipeline_card")
        .uuids(&["from_stage_id?"])
        .texts(&["from_name?"])
        .uuids(&["to_stage_id"])
        .texts(&["to_name"])
        .one_of("actor_type", &["USER", "API_KEY", "SYSTEM"])
        .uuids(&["actor_id?"])
        .texts(&["reason?"])
        .times(&["at"])
        .index("agency_id, card_id, at, id")
        .index("agency_id, to_stage_id, at")
        .index("agency_id, from_stage_id")
}

fn task() -> Table {
    Table::tenant("task")
        .owned("lead_id?", "lead")
        .owned("card_id?", "pipeline_card")
        .one_of("kind", &["FOLLOW_UP", "REVIEW_DRAFT", "CALL", "OTHER"])
        .texts(&["title"])
        .times(&["due_at?"])
        .refer("assignee_id?", "membership")
        .times(&["done_at?"])
        .bigs(&["source_event_seq?"])
        .uuids(&["created_by?"])
        .ints(&["version=1"])
        .times(&["created_at", "updated_at"])
        .index_nulls_last("agency_id", "due_at", "")
        .index("agency_id, created_at, id")
        .index("agency_id, assignee_id, done_at, due_at")
        .index("agency_id, lead_id")
        .index("agency_id, card_id")
}

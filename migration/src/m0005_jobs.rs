//! What a person watches, and the duties behind it.

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
    vec![job(), job_log(), background_task()]
}

fn job() -> Table {
    Table::tenant("job")
        .refer("workspace_id?", "workspace")
        .one_of(
            "kind",
            &[
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
            ],
        )
        .one_of("status=PENDING", &["PENDING", "RUNNING", "PAUSED", "COMPLETED", "FAILED", "CANCELLED"])
        .one_of("desired=RUN", &["RUN", "PAUSE", "CANCEL"])
        .ints(&["progress=0"])
        .times(&["progress_told_at?"])
        .texts(&["progress_note?"])
        .ints(&["total?", "processed=0", "qualified=0", "rejected=0", "failed=0"])
        .jsons(&["rejected_reasons={}", "search_criteria={}", "config={}", "checkpoint?"])
        .ints(&["error_count=0"])
        .jsons(&["errors=[]"])
        .bigs(&["last_log_seq=0"])
        .uuids(&["result_file_id?", "raw_data_file_id?"])
        .bigs(&["cost_micros=0"])
        .texts(&["currency=USD"])
        .refer("data_source_id?", "data_source")
        .refer("campaign_id?", "campaign")
        .uuids(&["requested_by?"])
        .times(&["started_at?", "running_since?", "finished_at?"])
        .bigs(&["duration_ms?"])
        .ints(&["version=1"])
        .times(&["created_at", "updated_at"])
        .check("progress BETWEEN 0 AND 100")
        .index("agency_id, created_at, id")
        .index("agency_id, status, created_at, id")
        .index("agency_id, kind, created_at, id")
        .index("agency_id, workspace_id, created_at, id")
        .index("agency_id, data_source_id, created_at")
        .index("agency_id, campaign_id")
}

fn job_log() -> Table {
    Table::tenant("job_log")
        .owned("job_id", "job")
        .bigs(&["seq"])
        .one_of("level", &["DEBUG", "INFO", "WARNING", "ERROR"])
        .texts(&["message"])
        .jsons(&["details?"])
        .times(&["at"])
        .unique("job_log_seq", "agency_id, job_id, seq")
}

fn background_task() -> Table {
    Table::tenant("background_task")
        .owned("job_id?", "job")
        .texts(&["lane", "kind"])
        .jsons(&["payload={}"])
        .one_of("status=QUEUED", &["QUEUED", "ADMITTED", "RUNNING", "RETRYING", "DONE", "DEAD", "CANCELLED"])
        .ints(&["priority=2"])
        .times(&["run_at"])
        .ints(&["attempt=0", "max_attempts=5", "epoch=0"])
        .bigs(&["river_job_id?"])
        .uuids(&["worker_node_id?"])
        .texts(&["unique_key?"])
        .uuids(&["schedule_id?"])
        .times(&["slot_at?"])
        .uuids(&["requested_by?"])
        .texts(&["request_id?", "last_error?"])
        .times(&["started_at?", "finished_at?", "created_at", "updated_at"])
        .unique_where(
            "background_task_unique_key",
            "agency_id, kind, unique_key",
            "unique_key IS NOT NULL AND status IN ('QUEUED', 'ADMITTED', 'RUNNING', 'RETRYING')",
        )
        .unique_where("background_task_slot", "agency_id, schedule_id, slot_at", "schedule_id IS NOT NULL")
        .index("agency_id, lane, status, priority, run_at, id")
        .index("agency_id, job_id")
        .index_where("status, run_at, id", "status IN ('QUEUED', 'ADMITTED', 'RUNNING', 'RETRYING')")
        .index_where("agency_id, finished_at, id", "status = 'DEAD'")
        .index_where("river_job_id", "river_job_id IS NOT NULL")
}

//! What was asked of providers, and what it cost.

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
    vec![provider_call(), credit_entry(), budget()]
}

fn provider_call() -> Table {
    Table::tenant("provider_call")
        .refer("job_id?", "job")
        .uuids(&["task_id?"])
        .refer("data_source_id?", "data_source")
        .texts(&["provider", "account", "operation", "fact_key"])
        .ints(&["attempt_group=0"])
        .one_of("status=INTENDED", &["INTENDED", "DONE", "FAILED", "UNKNOWN"])
        .bigs(&["cost_micros=0"])
        .texts(&["currency=USD", "provider_idempotency_key?"])
        .jsons(&["outcome?"])
        .times(&["started_at", "finished_at?"])
        .unique("provider_call_fact", "agency_id, account, operation, fact_key, attempt_group")
        .index("agency_id, job_id, started_at")
        .index("agency_id, data_source_id, started_at")
        .index("agency_id, started_at, id")
        .index_where("status, started_at", "status = 'INTENDED'")
}

fn credit_entry() -> Table {
    Table::tenant("credit_entry")
        .one_of("kind", &["RESERVE", "SETTLE", "REFUND"])
        .refer("workspace_id?", "workspace")
        .refer("job_id?", "job")
        .refer("provider_call_id?", "provider_call")
        .texts(&["provider"])
        .bigs(&["amount_micros"])
        .texts(&["currency=USD"])
        .uuids(&["requested_by?"])
        .times(&["at"])
        .index("agency_id, at, id")
        .index("agency_id, workspace_id, at")
        .index("agency_id, job_id, at")
}

fn budget() -> Table {
    Table::tenant("budget")
        .one_of("scope", &["AGENCY", "WORKSPACE", "JOB"])
        .owned("workspace_id?", "workspace")
        .owned("job_id?", "job")
        .one_of("period=TOTAL", &["TOTAL", "DAY", "MONTH"])
        .times(&["period_started_at"])
        .bigs(&["limit_micros", "reserved_micros=0", "spent_micros=0"])
        .texts(&["currency=USD"])
        .uuids(&["created_by?"])
        .ints(&["version=1"])
        .times(&["created_at", "updated_at"])
        .check("(scope = 'WORKSPACE') = (workspace_id IS NOT NULL)")
        .check("(scope = 'JOB') = (job_id IS NOT NULL)")
        .unique_where("budget_agency", "agency_id", "scope = 'AGENCY'")
        .unique_where("budget_workspace", "agency_id, workspace_id", "scope = 'WORKSPACE'")
        .unique_where("budget_job", "agency_id, job_id", "scope = 'JOB'")
}

//! Requests, the people they find, and where each fact came from.

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
    vec![lead_request(), prospect(), enrichment()]
}

fn lead_request() -> Table {
    Table::tenant("lead_request")
        .refer("workspace_id", "workspace")
        .uuids(&["requested_by?"])
        .refer("job_id?", "job")
        .texts(&["description"])
        .jsons(&["filters={}", "data_source_ids=[]", "profile?"])
        .ints(&["max_results=25"])
        .refer("save_pipeline_id?", "pipeline")
        .ints(&["save_count?"])
        .one_of("status=QUEUED", &["QUEUED", "RUNNING", "COMPLETED", "FAILED", "CANCELLED"])
        .ints(&["prospect_count=0"])
        .jsons(&["degraded=[]"])
        .texts(&["error?"])
        .times(&["completed_at?"])
        .ints(&["version=1"])
        .times(&["created_at", "updated_at"])
        .check("max_results BETWEEN 1 AND 100")
        .index("agency_id, created_at, id")
        .index("agency_id, status, created_at, id")
        .index("agency_id, workspace_id, created_at, id")
        .index("agency_id, job_id")
        .index("agency_id, save_pipeline_id")
}

fn prospect() -> Table {
    Table::tenant("prospect")
        .refer("workspace_id", "workspace")
        .owned("lead_request_id?", "lead_request")
        .uuids(&["run_id?"])
        .texts(&["identity_key", "full_name", "first_name?", "last_name?", "title?"])
        .one_of(
            "seniority?",
            &[
                "INTERN", "ENTRY", "SENIOR", "MANAGER", "HEAD", "DIRECTOR", "VP", "C_SUITE", "PARTNER",
                "FOUNDER", "OWNER",
            ],
        )
        .texts(&["department?", "company_name?", "company_domain?"])
        .jsons(&["company_facts={}"])
        .texts(&["location?", "country?", "city?", "time_zone?", "email?", "email_key?"])
        .one_of("email_status=UNKNOWN", &["UNKNOWN", "PENDING", "VALID", "RISKY", "CATCH_ALL", "INVALID"])
        .texts(&["phone?", "phone_key?", "linkedin_url?", "linkedin_key?"])
        .jsons(&["handles=[]", "external_ids={}"])
        .ints(&["rank?", "score?"])
        .jsons(&[
            "score_parts=[]",
            "match_reasons=[]",
            "evidence={}",
            "tags=[]",
            "suggested_services=[]",
            "best_contact_time?",
        ])
        .refer("lead_id?", "lead")
        .times(&["dismissed_at?"])
        .ints(&["version=1"])
        .times(&["created_at", "updated_at"])
        .check("score IS NULL OR score BETWEEN 0 AND 100")
        .unique_where(
            "prospect_identity",
            "agency_id, lead_request_id, identity_key",
            "lead_request_id IS NOT NULL",
        )
        .index("agency_id, lead_request_id, rank, id")
        .index_nulls_last("agency_id", "score", "")
        .index("agency_id, created_at, id")
        .index("agency_id, workspace_id, created_at, id")
        .index_where("agency_id, lead_id", "lead_id IS NOT NULL")
}

fn enrichment() -> Table {
    Table::tenant("enrichment")
        .owned("prospect_id?", "prospect")
        .owned("lead_id?", "lead")
        .owned("company_id?", "company")
        .refer("data_source_id?", "data_source")
        .refer("provider_call_id?", "provider_call")
        .texts(&["provider", "field", "value"])
        .ints(&["confidence"])
        .flags(&["is_chosen=false"])
        .texts(&["validator?", "validator_result?"])
        .bigs(&["cost_micros=0"])
        .texts(&["currency=USD"])
        .times(&["fetched_at", "expires_at?", "created_at"])
        .check("confidence BETWEEN 0 AND 100")
        .check("(CASE WHEN prospect_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN lead_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN company_id IS NULL THEN 0 ELSE 1 END) = 1")
        .index_where("agency_id, prospect_id, field", "prospect_id IS NOT NULL")
        .index_where("agency_id, lead_id, field", "lead_id IS NOT NULL")
        .index_where("agency_id, company_id, field", "company_id IS NOT NULL")
}

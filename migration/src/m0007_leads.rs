//! Companies, leads, and where they are gathered.

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
    vec![company(), lead(), lead_list(), lead_list_member(), campaign_lead(), activity()]
}

fn company() -> Table {
    Table::tenant("company")
        .refer("workspace_id", "workspace")
        .texts(&["name"])
        .folded(&["name_folded"])
        .texts(&["domain?", "industry?"])
        .ints(&["employee_count?"])
        .bigs(&["annual_revenue_micros?"])
        .texts(&["currency=USD"])
        .ints(&["founded_year?"])
        .texts(&["country?", "city?", "linkedin_url?"])
        .jsons(&["technologies=[]", "funding?"])
        .texts(&["description?"])
        .folded(&["search_text"])
        .uuids(&["created_by?"])
        .ints(&["version=1"])
        .times(&["created_at", "updated_at"])
        .check("founded_year IS NULL OR founded_year BETWEEN 1000 AND 9999")
        .unique_where("company_domain", "agency_id, workspace_id, domain", "domain IS NOT NULL")
        .index("agency_id, created_at, id")
        .index("agency_id, updated_at, id")
        .index("agency_id, name_folded, id")
        .index("agency_id, workspace_id, created_at, id")
}

fn lead() -> Table {
    Table::tenant("lead")
        .refer("workspace_id", "workspace")
        .refer("company_id?", "company")
        .refer("campaign_id?", "campaign")
        .texts(&["first_name?", "last_name?", "full_name"])
        .folded(&["sort_name"])
        .texts(&["title?"])
        .one_of(
            "seniority?",
            &[
                "INTERN", "ENTRY", "SENIOR", "MANAGER", "HEAD", "DIRECTOR", "VP", "C_SUITE", "PARTNER",
                "FOUNDER", "OWNER",
            ],
        )
        .texts(&["department?", "email?", "email_key?"])
        .one_of("email_status=UNKNOWN", &["UNKNOWN", "PENDING", "VALID", "RISKY", "CATCH_ALL", "INVALID"])
        .times(&["email_checked_at?"])
        .texts(&[
            "phone?",
            "phone_key?",
            "linkedin_url?",
            "linkedin_key?",
            "instagram?",
            "facebook?",
            "x?",
            "whatsapp?",
            "country?",
            "city?",
            "time_zone?",
        ])
        .one_of("segment?", &["ENTERPRISE", "MID_MARKET", "SMB"])
        .texts(&["source?"])
        .jsons(&["tags=[]", "suggested_services=[]"])
        .texts(&["icebreaker?"])
        .jsons(&["best_contact_time?"])
        .one_of("preferred_channel?", &["EMAIL", "LINKEDIN", "WHATSAPP", "INSTAGRAM", "FACEBOOK", "X"])
        .one_of("priority=MEDIUM", &["LOW", "MEDIUM", "HIGH", "URGENT"])
        .ints(&["score?"])
        .jsons(&["score_parts=[]"])
        .one_of(
            "status=NEW",
            &[
                "NEW",
                "CONTACTED",
                "REPLIED",
                "QUALIFIED",
                "NURTURING",
                "CONVERTED",
                "DISQUALIFIED",
                "UNSUBSCRIBED",
            ],
        )
        .one_of("qualification=PENDING", &["PENDING", "QUALIFIED", "DISQUALIFIED"])
        .texts(&["qualification_reason?"])
        .times(&["qualification_decided_at?"])
        .refer("assigned_to?", "membership")
        .times(&["last_contacted_at?", "last_replied_at?", "last_activity_at?"])
        .jsons(&["custom_fields={}"])
        .folded(&["search_text"])
        .refer("merged_into?", "lead")
        .uuids(&["created_by?"])
        .ints(&["version=1"])
        .times(&["deleted_at?", "created_at", "updated_at"])
        .check("score IS NULL OR score BETWEEN 0 AND 100")
        .unique_where(
            "lead_email_key",
            "agency_id, workspace_id, email_key",
            "email_key IS NOT NULL AND deleted_at IS NULL AND merged_into IS NULL",
        )
        .unique_where(
            "lead_linkedin_key",
            "agency_id, workspace_id, linkedin_key",
            "linkedin_key IS NOT NULL AND deleted_at IS NULL AND merged_into IS NULL",
        )
        .unique_where(
            "lead_phone_key",
            "agency_id, workspace_id, phone_key",
            "phone_key IS NOT NULL AND deleted_at IS NULL AND merged_into IS NULL",
        )
        .index_where("agency_id, created_at, id", "deleted_at IS NULL")
        .index_where("agency_id, updated_at, id", "deleted_at IS NULL")
        .index_where("agency_id, sort_name, id", "deleted_at IS NULL")
        .index_where("agency_id, status, created_at, id", "deleted_at IS NULL")
        .index_where("agency_id, workspace_id, created_at, id", "deleted_at IS NULL")
        .index_where("agency_id, campaign_id, created_at, id", "deleted_at IS NULL")
        .index("agency_id, company_id")
        .index_where("agency_id, assigned_to, created_at, id", "assigned_to IS NOT NULL")
        .index_nulls_last("agency_id", "score", "deleted_at IS NULL")
        .index_nulls_last("agency_id", "last_activity_at", "deleted_at IS NULL")
        .index_where("agency_id, merged_into", "merged_into IS NOT NULL")
}

fn lead_list() -> Table {
    Table::tenant("lead_list")
        .refer("workspace_id", "workspace")
        .texts(&["name"])
        .folded(&["name_folded"])
        .texts(&["source_filename?"])
        .ints(&["lead_count=0"])
        .uuids(&["created_by?"])
        .ints(&["version=1"])
        .times(&["deleted_at?", "created_at", "updated_at"])
        .index_where("agency_id, created_at, id", "deleted_at IS NULL")
        .index_where("agency_id, name_folded, id", "deleted_at IS NULL")
        .index_where("agency_id, workspace_id, created_at, id", "deleted_at IS NULL")
}

fn lead_list_member() -> Table {
    Table::tenant("lead_list_member")
        .owned("lead_list_id", "lead_list")
        .owned("lead_id", "lead")
        .uuids(&["added_by?"])
        .times(&["created_at"])
        .unique("lead_list_member_pair", "agency_id, lead_list_id, lead_id")
        .index("agency_id, lead_id")
}

fn campaign_lead() -> Table {
    Table::tenant("campaign_lead")
        .owned("campaign_id", "campaign")
        .owned("lead_id", "lead")
        .uuids(&["added_by?"])
        .times(&["created_at"])
        .unique("campaign_lead_pair", "agency_id, campaign_id, lead_id")
        .index("agency_id, lead_id, created_at, id")
        .index("agency_id, campaign_id, created_at, id")
}

fn activity() -> Table {
    Table::tenant("activity")
        .owned("lead_id", "lead")
        .one_of(
            "kind",
            &[
                "CREATED",
                "UPDATED",
                "STATUS_CHANGED",
                "QUALIFIED",
                "DISQUALIFIED",
                "ASSIGNED",
                "TAGGED",
                "CONTACTED",
                "REPLIED",
                "NOTE",
                "ENRICHED",
                "SAVED",
                "CAMPAIGN_ADDED",
                "CAMPAIGN_REMOVED",
                "CARD_CREATED",
                "CARD_MOVED",
                "CARD_REMOVED",
                "MERGED",
                "DELETED",
                "RESTORED",
            ],
        )
        .texts(&["summary"])
        .one_of("actor_type", &["USER", "API_KEY", "SYSTEM"])
        .uuids(&["actor_id?"])
        .times(&["at"])
        .index("agency_id, lead_id, at DESC, id DESC")
}

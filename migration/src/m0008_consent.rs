//! Whom not to contact.

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
    vec![suppression()]
}

fn suppression() -> Table {
    Table::shared("suppression")
        .refer_global("agency_id?", "agency")
        .unique("suppression_tenant", "agency_id, id")
        .one_of("scope", &["INSTANCE", "AGENCY", "WORKSPACE", "CAMPAIGN"])
        .one_of("kind", &["EMAIL", "DOMAIN", "PHONE", "LINKEDIN"])
        .texts(&["key_hash"])
        .one_of("source", &["UNSUBSCRIBE", "COMPLAINT", "HARD_BOUNCE", "MANUAL", "IMPORT", "LEGAL"])
        .texts(&["reason?"])
        .refer("workspace_id?", "workspace")
        .refer("campaign_id?", "campaign")
        .uuids(&["created_by?"])
        .times(&["created_at", "updated_at"])
        .check("(scope = 'INSTANCE') = (agency_id IS NULL)")
        .check("(scope = 'WORKSPACE') = (workspace_id IS NOT NULL)")
        .check("(scope = 'CAMPAIGN') = (campaign_id IS NOT NULL)")
        .unique_where("suppression_instance", "kind, key_hash", "scope = 'INSTANCE'")
        .unique_where("suppression_agency", "agency_id, kind, key_hash", "scope = 'AGENCY'")
        .unique_where(
            "suppression_workspace",
            "agency_id, workspace_id, kind, key_hash",
            "scope = 'WORKSPACE'",
        )
        .unique_where("suppression_campaign", "agency_id, campaign_id, kind, key_hash", "scope = 'CAMPAIGN'")
        .index("agency_id, key_hash")
        .index("agency_id, created_at, id")
}

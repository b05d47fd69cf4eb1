//! Files on their way to becoming leads, and what became of each row.

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
    vec![import(), import_row(), import_keys(), import_mapping()]
}

/// Files are thrown away after a time, and an import outlives them: no foreign keys to them.
fn import() -> Table {
    Table::tenant("import")
        .refer("workspace_id", "workspace")
        .refer("lead_list_id?", "lead_list")
        .texts(&["list_name?"])
        .flags(&["made_list=false"])
        .refer("campaign_id?", "campaign")
        .uuids(&["file_id", "source_id"])
        .texts(&["file_name", "file_hash"])
        .bigs(&["bytes"])
        .one_of("format", &["CSV", "XLSX"])
        .texts(&["sheet?", "encoding", "delimiter"])
        .flags(&["has_header"])
        .jsons(&["columns=[]"])
        .bigs(&["data_offset", "data_line"])
        .jsons(&["suggestion=[]", "mapping=[]"])
        .one_of("on_duplicate=UPDATE", &["UPDATE", "FILL", "SKIP"])
        .one_of("on_invalid=REJECT", &["REJECT", "LEAVE_OUT"])
        .flags(&["clear_on_empty=false"])
        .texts(&["country?"])
        .one_of(
            "status=UPLOADED",
            &["UPLOADED", "MAPPED", "PLANNED", "APPLYING", "APPLIED", "FAILED", "CANCELLED", "REVERTED"],
        )
        .refer("job_id?", "job")
        .jsons(&["plan?", "counts={}", "revert?"])
        .bigs(&["at_offset=0", "at_line=0"])
        .uuids(&["error_file_id?"])
        .texts(&["error?"])
        .times(&["planned_at?", "applied_at?", "reverted_at?"])
        .uuids(&["created_by?"])
        .ints(&["version=1"])
        .times(&["created_at", "updated_at"])
        .index("agency_id, created_at, id")
        .index("agency_id, workspace_id, file_hash")
        .index("agency_id, job_id")
}

/// A lead is named without a foreign key: what became of a row is still told when the lead is gone.
fn import_row() -> Table {
    Table::tenant("import_row")
        .owned("import_id", "import")
        .bigs(&["line"])
        .one_of(
            "outcome",
            &[
                "CREATED",
                "UPDATED",
                "UNCHANGED",
                "SKIPPED",
                "DUPLICATE",
                "CONFLICTING",
                "SUPPRESSED",
                "INVALID",
            ],
        )
        .uuids(&["lead_id?"])
        .ints(&["version?"])
        .jsons(&["was?", "became?"])
        .uuids(&["company_id?"])
        .flags(&["joined_list=false", "joined_campaign=false"])
        .jsons(&["problems?"])
        .one_of("undone?", &["REMOVED", "RESTORED", "LEFT", "KEPT"])
        .unique("import_row_line", "agency_id, import_id, line")
        .index_where("agency_id, lead_id", "lead_id IS NOT NULL")
}

fn import_keys() -> Table {
    Table::tenant("import_keys").owned("import_id", "import").bytes(&["hashes"]).index("agency_id, import_id")
}

fn import_mapping() -> Table {
    Table::tenant("import_mapping")
        .texts(&["name"])
        .folded(&["name_folded", "columns_key"])
        .jsons(&["mapping"])
        .uuids(&["created_by?"])
        .ints(&["version=1"])
        .times(&["created_at", "updated_at"])
        .unique("import_mapping_name", "agency_id, name_folded")
}

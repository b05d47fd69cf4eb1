//! Every reference between rows of an agency carries the agency, and none sets it to null.

use crate::support::database::TestDatabase;
use crate::support::tables::{Reference, references, tables};
use entity::shape::ColumnShape;
use std::collections::{BTreeMap, BTreeSet};

/// Ids that point nowhere on purpose: logs that outlive what they tell of, things of several kinds, tables to come.
const FREE: &[&str] = &[
    "actor_id",
    "added_by",
    "caller_id",
    "created_by",
    "requested_by", // a member, an API key or nobody
    "audit_entry.subject_id",
    "event.campaign_id",
    "event.subject_id",
    "event.workspace_id",
    "metric_flow.place_id",
    "metric_stock.place_id",
    "notification.subject_id",
    "subject_key.subject_id", // whoever it is about
    "stage_change.from_stage_id",
    "stage_change.to_stage_id",       // logs
    "background_task.worker_node_id", // a node may be gone
    "provider_call.task_id",          // a finished task may be gone
    "background_task.schedule_id",
    "campaign.sequence_id",
    "import.error_file_id",
    "import.file_id",
    "import.source_id", // files have their time
    "import_row.company_id",
    "import_row.lead_id",         // who was imported may be gone
    "provider_call.workspace_id", // books outlive what they tell of
    "job.raw_data_file_id",
    "job.result_file_id",
    "pipeline_card.run_id",
    "prospect.run_id", // tables to come
];

#[tokio::test]
async fn every_reference_inside_an_agency_carries_it() {
    let database = TestDatabase::fresh().await;
    let connection = database.connect().await;
    let tables = tables(&connection).await;
    let is_tenant =
        |table: &str| table != "agency" && tables[table].iter().any(|column| column.name == "agency_id");
    let references = references(&connection).await;
    for Reference { table, columns, to, on_delete } in &references {
        assert!(["NO ACTION", "CASCADE"].contains(&on_delete.as_str()), "{table} {columns:?}: {on_delete}");
        if is_tenant(to) {
            assert!(
                columns.len() == 2 && columns[0] == "agency_id",
                "{table} {columns:?} points to {to} alone"
            );
        }
    }
    assert!(references.len() > 80, "looked at {}", references.len());
}

#[tokio::test]
async fn every_id_is_a_reference_or_free_on_purpose() {
    let database = TestDatabase::fresh().await;
    let connection = database.connect().await;
    let tables: BTreeMap<String, Vec<ColumnShape>> = tables(&connection).await;
    let references = references(&connection).await;
    // A pair says by its first column which agency it is.
    let bound: BTreeSet<(String, String)> = references
        .into_iter()
        .flat_map(|Reference { table, columns, .. }| columns.into_iter().map(move |it| (table.clone(), it)))
        .collect();
    let mut unbound = BTreeSet::new();
    for (table, columns) in &tables {
        for column in columns.iter().filter(|column| column.class == "uuid" && column.name != "id") {
            let (long, short) = (format!("{table}.{}", column.name), column.name.as_str());
            if bound.contains(&(table.clone(), column.name.clone())) {
                continue;
            }
            let free = FREE.iter().find(|free| **free == long || **free == short);
            unbound.insert(*free.unwrap_or_else(|| panic!("{long} points nowhere")));
        }
    }
    assert_eq!(unbound, FREE.iter().copied().collect(), "what is listed is really free");
}

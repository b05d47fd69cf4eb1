//! The shape of every table as the rows see it, for the test that compares it with the migrated database.

use sea_orm::{ColumnTrait, EntityTrait, Iterable, PrimaryKeyToColumn, sea_query::ColumnType};

/// A table as its rows see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableShape {
    pub name: String,
    pub columns: Vec<ColumnShape>,
}

/// A column as its rows see it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ColumnShape {
    pub name: String,
    /// One of `uuid text integer bigint double boolean bytes json instant date`.
    pub class: &'static str,
    pub is_nullable: bool,
    pub is_key: bool,
}

/// Every table there is, in the order of its domains.
#[must_use]
pub fn all() -> Vec<TableShape> {
    vec![
        shape::<crate::agency::Entity>(),
        shape::<crate::user::Entity>(),
        shape::<crate::membership::Entity>(),
        shape::<crate::workspace::Entity>(),
        shape::<crate::session::Entity>(),
        shape::<crate::api_key::Entity>(),
        shape::<crate::invitation::Entity>(),
        shape::<crate::campaign_access::Entity>(),
        shape::<crate::sign_in_attempt::Entity>(),
        shape::<crate::setup_link::Entity>(),
        shape::<crate::password_reset::Entity>(),
        shape::<crate::instance::Entity>(),
        shape::<crate::event::Entity>(),
        shape::<crate::event_head::Entity>(),
        shape::<crate::background_task::Entity>(),
        shape::<crate::task_lane::Entity>(),
        shape::<crate::audit_entry::Entity>(),
        shape::<crate::idempotency_key::Entity>(),
        shape::<crate::user_idempotency_key::Entity>(),
        shape::<crate::file::Entity>(),
        shape::<crate::provider_call::Entity>(),
        shape::<crate::provider_budget::Entity>(),
        shape::<crate::lookup::Entity>(),
        shape::<crate::credit_entry::Entity>(),
        shape::<crate::budget::Entity>(),
        shape::<crate::worker_node::Entity>(),
        shape::<crate::subject_key::Entity>(),
        shape::<crate::spending::Entity>(),
        shape::<crate::job::Entity>(),
        shape::<crate::job_log::Entity>(),
        shape::<crate::schedule::Entity>(),
        shape::<crate::schedule_run::Entity>(),
        shape::<crate::data_source::Entity>(),
        shape::<crate::company::Entity>(),
        shape::<crate::lead::Entity>(),
        shape::<crate::lead_list::Entity>(),
        shape::<crate::lead_list_member::Entity>(),
        shape::<crate::campaign::Entity>(),
        shape::<crate::campaign_lead::Entity>(),
        shape::<crate::activity::Entity>(),
        shape::<crate::pipeline::Entity>(),
        shape::<crate::pipeline_stage::Entity>(),
        shape::<crate::pipeline_card::Entity>(),
        shape::<crate::stage_change::Entity>(),
        shape::<crate::task::Entity>(),
        shape::<crate::lead_merge::Entity>(),
        shape::<crate::suppression::Entity>(),
        shape::<crate::import::Entity>(),
        shape::<crate::import_row::Entity>(),
        shape::<crate::import_keys::Entity>(),
        shape::<crate::import_mapping::Entity>(),
        shape::<crate::lead_request::Entity>(),
        shape::<crate::prospect::Entity>(),
        shape::<crate::enrichment::Entity>(),
        shape::<crate::webhook_endpoint::Entity>(),
        shape::<crate::webhook_position::Entity>(),
        shape::<crate::webhook_delivery::Entity>(),
        shape::<crate::notification::Entity>(),
        shape::<crate::notification_preference::Entity>(),
        shape::<crate::projection::Entity>(),
        shape::<crate::metric_stock::Entity>(),
        shape::<crate::metric_flow::Entity>(),
    ]
}

fn shape<E: EntityTrait>() -> TableShape {
    let keys: Vec<String> = E::PrimaryKey::iter().map(|key| name::<E>(key.into_column())).collect();
    let column = |column: E::Column| ColumnShape {
        is_key: keys.contains(&name::<E>(column)),
        name: name::<E>(column),
        class: class(column.def().get_column_type()),
        is_nullable: column.def().is_null(),
    };
    TableShape {
        name: E::default().table_name().to_owned(),
        columns: E::Column::iter().map(column).collect(),
    }
}

fn name<E: EntityTrait>(column: E::Column) -> String {
    sea_orm::IdenStatic::as_str(&column).to_owned()
}

fn class(column: &ColumnType) -> &'static str {
    match column {
        ColumnType::Uuid => "uuid",
        ColumnType::String(_) | ColumnType::Text => "text",
        ColumnType::Integer => "integer",
        ColumnType::BigInteger => "bigint",
        ColumnType::Double => "double",
        ColumnType::Boolean => "boolean",
        ColumnType::VarBinary(_) | ColumnType::Binary(_) | ColumnType::Blob => "bytes",
        ColumnType::Json | ColumnType::JsonBinary => "json",
        ColumnType::TimestampWithTimeZone => "instant",
        ColumnType::Date => "date",
        _ => "another",
    }
}

//! What is told of a change: field names, and values where they are not personal.

use crate::kernel::{change, error::Result, events::FieldChange};
use entity::{
    ids::{MembershipId, TypedId},
    lead::{Column, Entity, LeadStatus, Model},
};
use sea_orm::{ActiveEnum, Iden};

/// Columns that only follow others.
fn is_silent(column: Column) -> bool {
    matches!(
        column,
        Column::SortName
            | Column::SearchText
            | Column::EmailKey
            | Column::PhoneKey
            | Column::LinkedinKey
            | Column::Version
            | Column::UpdatedAt
            | Column::LastActivityAt
            | Column::MergedInto
    )
}

/// The fields in which two readings of a lead differ, in the order of the table.
pub fn changes(was: &Model, is: &Model) -> Vec<FieldChange> {
    let columns = change::columns::<Entity>(was, is).into_iter();
    columns.filter(|column| !is_silent(*column)).map(|column| told(column, was, is)).collect()
}

/// The values of those that [`changes`] only names, before and after: for whoever has to answer for them.
pub fn personal(was: &Model, is: &Model) -> Result<Vec<FieldChange>> {
    let (before, after) = (serde_json::to_value(was)?, serde_json::to_value(is)?);
    let columns = change::columns::<Entity>(was, is).into_iter().filter(|column| !is_silent(*column));
    let hidden = columns.filter(|column| {
        let told = told(*column, was, is);
        told.from.is_none() && told.to.is_none()
    });
    let value = |column: Column| {
        let name = column.unquoted();
        FieldChange::shown(&change::field(column), &before[name], &after[name])
    };
    Ok(hidden.map(value).collect())
}

/// One line for the lead's history: "Changed title, phone".
pub fn summary(changes: &[FieldChange]) -> String {
    let fields: Vec<&str> = changes.iter().map(|change| change.field.as_str()).collect();
    format!("Changed {}", fields.join(", "))
}

fn told(column: Column, was: &Model, is: &Model) -> FieldChange {
    let field = change::field(column);
    match column {
        Column::Status => FieldChange::shown(&field, was.status, is.status),
        Column::Qualification => FieldChange::shown(&field, was.qualification, is.qualification),
        Column::Priority => FieldChange::shown(&field, was.priority, is.priority),
        Column::Segment => FieldChange::shown(&field, was.segment, is.segment),
        Column::Seniority => FieldChange::shown(&field, was.seniority, is.seniority),
        Column::EmailStatus => FieldChange::shown(&field, was.email_status, is.email_status),
        Column::PreferredChannel => FieldChange::shown(&field, was.preferred_channel, is.preferred_channel),
        Column::LastContactedAt => FieldChange::shown(&field, was.last_contacted_at, is.last_contacted_at),
        Column::LastRepliedAt => FieldChange::shown(&field, was.last_replied_at, is.last_replied_at),
        Column::DeletedAt => FieldChange::shown(&field, was.deleted_at, is.deleted_at),
        Column::Score => FieldChange::shown(&field, was.score, is.score),
        Column::CompanyId => FieldChange::shown("company", id(was.company_id), id(is.company_id)),
        Column::CampaignId => FieldChange::shown("campaign", id(was.campaign_id), id(is.campaign_id)),
        Column::AssignedTo => FieldChange::shown(&field, id(was.assigned_to), id(is.assigned_to)),
        _ => FieldChange::hidden(&field),
    }
}

/// As clients hold it.
fn id<T: TypedId>(id: Option<T>) -> Option<String> {
    id.map(TypedId::shown)
}

/// "NEW to CONTACTED".
pub fn step(from: LeadStatus, to: LeadStatus) -> String {
    format!("{} to {}", from.to_value(), to.to_value())
}

/// Who got the lead is told by the event; the line says only that somebody did.
pub fn assignment(to: Option<MembershipId>) -> &'static str {
    if to.is_some() { "Assigned" } else { "Assigned to nobody" }
}

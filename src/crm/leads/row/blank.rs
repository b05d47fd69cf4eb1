//! A lead nobody knows anything about: what every new one starts from.

use crate::kernel::{sparse::Sparse, tx::Tx};
use entity::{
    contact::EmailStatus,
    ids::{AgencyId, LeadId, WorkspaceId},
    json::{ScoreParts, StringList, SuggestedServices},
    lead::{Entity, LeadStatus, Model, Priority, Qualification},
};
use serde_json::{Map, Value};
use std::sync::LazyLock;
use uuid::Uuid;

/// Every field empty, or what the table's defaults say.
pub static BLANK: LazyLock<Model> = LazyLock::new(|| Model {
    id: LeadId(Uuid::nil()),
    agency_id: AgencyId(Uuid::nil()),
    workspace_id: WorkspaceId(Uuid::nil()),
    company_id: None,
    campaign_id: None,
    first_name: None,
    last_name: None,
    full_name: String::new(),
    sort_name: String::new(),
    title: None,
    seniority: None,
    department: None,
    email: None,
    email_key: None,
    email_status: EmailStatus::Unknown,
    email_checked_at: None,
    phone: None,
    phone_key: None,
    linkedin_url: None,
    linkedin_key: None,
    instagram: None,
    facebook: None,
    x: None,
    whatsapp: None,
    country: None,
    city: None,
    time_zone: None,
    segment: None,
    source: None,
    tags: StringList::default(),
    suggested_services: SuggestedServices::default(),
    icebreaker: None,
    best_contact_time: None,
    preferred_channel: None,
    priority: Priority::Medium,
    score: None,
    score_parts: ScoreParts::default(),
    status: LeadStatus::New,
    qualification: Qualification::Pending,
    qualification_reason: None,
    qualification_decided_at: None,
    assigned_to: None,
    last_contacted_at: None,
    last_replied_at: None,
    last_activity_at: None,
    custom_fields: Value::Object(Map::new()),
    search_text: String::new(),
    merged_into: None,
    created_by: None,
    version: 1,
    deleted_at: None,
    created_at: chrono::DateTime::UNIX_EPOCH,
    updated_at: chrono::DateTime::UNIX_EPOCH,
});

impl Sparse for Entity {
    fn blank() -> Model {
        BLANK.clone()
    }
}

/// A new one in this workspace, made now by whoever acts.
pub fn blank(tx: &Tx, workspace: WorkspaceId) -> Model {
    Model {
        id: LeadId::new(),
        agency_id: tx.scope().agency(),
        workspace_id: workspace,
        created_by: tx.scope().actor().columns().1,
        created_at: tx.now(),
        updated_at: tx.now(),
        last_activity_at: Some(tx.now()),
        ..BLANK.clone()
    }
}

//! A list of leads.

use crate::graphql::{Id, node};
use async_graphql::Object;
use chrono::{DateTime, Utc};
use entity::ids::{LeadListId, WorkspaceId};

node! {
    /// A named set of leads, usually one import. `leads(filter: {listIds: […]})` lists its leads.
    LeadList(lead_list)
}

/// A named set of leads, usually one import. `leads(filter: {listIds: […]})` lists its leads.
#[Object]
impl LeadList {
    /// Its id.
    pub async fn id(&self) -> Id<LeadListId> {
        self.0.id.into()
    }

    /// The workspace it belongs to.
    fn workspace_id(&self) -> Id<WorkspaceId> {
        self.0.workspace_id.into()
    }

    /// What people call it.
    fn name(&self) -> &str {
        &self.0.name
    }

    /// The file it came from, if it is an import.
    fn source_filename(&self) -> Option<&str> {
        self.0.source_filename.as_deref()
    }

    /// How many live leads are in it.
    fn lead_count(&self) -> i32 {
        self.0.lead_count
    }

    /// Raised by every change; give it as `expectedVersion`.
    fn version(&self) -> i32 {
        self.0.version
    }

    /// When it was deleted.
    fn deleted_at(&self) -> Option<DateTime<Utc>> {
        self.0.deleted_at
    }

    /// When it was made.
    fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it was last changed.
    fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }
}

//! The tenant.

use crate::graphql::Id;
use async_graphql::{Json, Object};
use chrono::{DateTime, Utc};
use entity::{agency, ids::AgencyId};

/// An agency: everything in it is seen by its members only.
#[derive(Clone, Debug)]
pub struct Agency(pub agency::Model);

impl From<agency::Model> for Agency {
    fn from(row: agency::Model) -> Self {
        Self(row)
    }
}

#[Object]
impl Agency {
    /// Its id; good in `X-Agency`.
    async fn id(&self) -> Id<AgencyId> {
        self.0.id.into()
    }

    /// What people call it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Its short name; good in `X-Agency`. Unique.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// Settings its admins may change.
    async fn settings(&self) -> Json<serde_json::Value> {
        Json(self.0.settings.clone())
    }

    /// Raised by every change; give it as `expectedVersion`.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// When it was founded.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }
}

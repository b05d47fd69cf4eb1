//! People in an agency, each with a role.

use super::user::User;
use crate::graphql::{Id, Result, node};
use async_graphql::{Context, Object};
use chrono::{DateTime, Utc};
use entity::ids::MembershipId;

pub use entity::membership::Role;

node! {
    /// A person in an agency, with a role.
    Member(membership)
}

#[Object]
impl Member {
    /// Its id.
    async fn id(&self) -> Id<MembershipId> {
        self.0.id.into()
    }

    /// Who.
    async fn user(&self, ctx: &Context<'_>) -> Result<User> {
        User::required(ctx, self.0.user_id).await
    }

    /// What they may do.
    async fn role(&self) -> Role {
        self.0.role
    }

    /// Not a member any more since then.
    async fn removed_at(&self) -> Option<DateTime<Utc>> {
        self.0.removed_at
    }

    /// Raised by every change; give it as `expectedVersion`.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// When they joined.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}

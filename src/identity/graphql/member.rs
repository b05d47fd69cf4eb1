//! People in an agency, each with a role.

use super::user::User;
use crate::{
    graphql::{Connection, CtxExt, Id, Result, connect, connection::page_args, node},
    identity::members::{self, Which},
};
use async_graphql::{Context, InputObject, Object};
use chrono::{DateTime, Utc};
use entity::ids::MembershipId;

pub use entity::membership::Role;

node! {
    /// A person in an agency, with a role.
    Member(membership)
}

/// A person in an agency, with a role.
#[Object]
impl Member {
    /// Its id.
    pub async fn id(&self) -> Id<MembershipId> {
        self.0.id.into()
    }

    /// Who.
    async fn user(&self, ctx: &Context<'_>) -> Result<User> {
        User::required(ctx, self.0.user_id).await
    }

    /// What they may do.
    fn role(&self) -> Role {
        self.0.role
    }

    /// Not a member any more since then.
    fn removed_at(&self) -> Option<DateTime<Utc>> {
        self.0.removed_at
    }

    /// Raised by every change; give it as `expectedVersion`.
    fn version(&self) -> i32 {
        self.0.version
    }

    /// When they joined.
    fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}

#[derive(Default)]
pub struct MemberQuery;

#[Object]
impl MemberQuery {
    /// The agency's members, oldest first.
    #[expect(clippy::too_many_arguments, reason = "the arguments every list takes")]
    async fn members(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from the start; 25 unless said, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "With this role only.")] role: Option<Role>,
        #[graphql(desc = "Those who left, too; they are left out unless you say so.")]
        include_removed: Option<bool>,
    ) -> Result<Connection<Member>> {
        let (app, scope, args) =
            (ctx.app().clone(), ctx.scope()?.clone(), page_args(first, after, last, before));
        let which = Which { role, is_removed_included: include_removed.unwrap_or_default() };
        let page = connect(args, async |args| members::list(&app, &scope, &which, &args).await).await?;
        Ok(page.counted_by(move || members::total(app.clone(), scope.clone(), which.clone())))
    }
}

/// Another role for a member.
#[derive(InputObject)]
pub struct MemberUpdateRoleInput {
    /// Who.
    id: Id<MembershipId>,
    /// What they will be. At most what you may do yourself.
    role: Role,
    /// The version you read; refused when it has changed since.
    expected_version: Option<i32>,
    /// Why, for the audit log: 1 to 500 characters; no secret and nobody's name.
    reason: Option<String>,
}

/// Who is to leave.
#[derive(InputObject)]
pub struct MemberRemoveInput {
    /// Who.
    id: Id<MembershipId>,
    /// Why, for the audit log: 1 to 500 characters; no secret and nobody's name.
    reason: Option<String>,
}

#[derive(Default)]
pub struct MemberMutation;

#[Object]
impl MemberMutation {
    /// Gives a member another role. Their live streams close within seconds; of the API keys they made, those that may more than
    /// they now are revoked, and close theirs, too. The last admin stays one.
    async fn member_update_role(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The member, the role they get, and why.")] input: MemberUpdateRoleInput,
    ) -> Result<Member> {
        let MemberUpdateRoleInput { id, role, expected_version, reason } = input;
        let scope = ctx.scope()?.because(reason);
        Ok(members::change_role(ctx.app(), &scope, id.0, role, expected_version).await?.into())
    }

    /// Removes a member; what they made stays, but for their API keys, which are revoked. Their live streams, and those of these
    /// keys, close within seconds. The last admin stays.
    async fn member_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The member who leaves, and why.")] input: MemberRemoveInput,
    ) -> Result<Member> {
        let scope = ctx.scope()?.because(input.reason);
        Ok(members::remove(ctx.app(), &scope, input.id.0).await?.into())
    }
}

//! A person, their sign-in and their memberships, in one statement.

use crate::kernel::error::Result;
use chrono::{DateTime, Utc};
use entity::{
    agency,
    ids::{AgencyId, MembershipId, SessionId, UserId},
    membership::{self, Role},
    session, user,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, FromQueryResult,
    sea_query::{Condition, Expr, ExprTrait, Query, SelectStatement},
};

/// Somebody who may sign in: not disabled, and (if it was asked by session) the session is not over.
#[derive(Debug)]
pub struct Standing {
    pub user: UserId,
    pub is_super_admin: bool,
    pub places: Vec<Place>,
}

/// A membership and its agency.
#[derive(Clone, Debug)]
pub struct Place {
    pub membership: MembershipId,
    pub role: Role,
    pub agency: AgencyId,
    pub slug: String,
}

#[derive(FromQueryResult)]
struct Row {
    user_id: UserId,
    is_super_admin: bool,
    membership_id: Option<MembershipId>,
    role: Option<Role>,
    agency_id: Option<AgencyId>,
    slug: Option<String>,
}

/// By a session that is not over.
pub async fn of_session(
    id: SessionId,
    user: UserId,
    now: DateTime<Utc>,
    c: &impl ConnectionTrait,
) -> Result<Option<Standing>> {
    let is_its = Condition::all()
        .add(Expr::col((session::Entity, session::Column::UserId)).equals((user::Entity, user::Column::Id)));
    let mut ask = select();
    ask.inner_join(session::Entity, is_its)
        .and_where(session::Column::Id.eq(id))
        .and_where(session::Column::RevokedAt.is_null())
        .and_where(session::Column::ExpiresAt.gt(now))
        .and_where(user::Column::Id.eq(user));
    read(ask, c).await
}

/// By id, when somebody else vouches for the person.
pub async fn of_user(id: UserId, c: &impl ConnectionTrait) -> Result<Option<Standing>> {
    let mut ask = select();
    ask.and_where(user::Column::Id.eq(id));
    read(ask, c).await
}

/// By the normalised address, when somebody else vouches for it.
pub async fn of_email(email: &str, c: &impl ConnectionTrait) -> Result<Option<Standing>> {
    let mut ask = select();
    ask.and_where(user::Column::Email.eq(email));
    read(ask, c).await
}

fn select() -> SelectStatement {
    let is_theirs = Condition::all()
        .add(
            Expr::col((membership::Entity, membership::Column::UserId))
                .equals((user::Entity, user::Column::Id)),
        )
        .add(membership::Column::RemovedAt.is_null());
    let is_its = Expr::col((agency::Entity, agency::Column::Id))
        .equals((membership::Entity, membership::Column::AgencyId));
    Query::select()
        .expr_as(user::Column::Id.into_expr(), "user_id")
        .expr_as(user::Column::IsSuperAdmin.into_expr(), "is_super_admin")
        .expr_as(membership::Column::Id.into_expr(), "membership_id")
        .expr_as(membership::Column::Role.into_expr(), "role")
        .expr_as(agency::Column::Id.into_expr(), "agency_id")
        .expr_as(agency::Column::Slug.into_expr(), "slug")
        .from(user::Entity)
        .left_join(membership::Entity, is_theirs)
        .left_join(agency::Entity, Condition::all().add(is_its))
        .and_where(user::Column::DisabledAt.is_null())
        .to_owned()
}

async fn read(ask: SelectStatement, c: &impl ConnectionTrait) -> Result<Option<Standing>> {
    let rows = Row::find_by_statement(c.get_database_backend().build(&ask)).all(c).await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let (user, is_super_admin) = (first.user_id, first.is_super_admin);
    let places = rows.into_iter().filter_map(Row::place).collect();
    Ok(Some(Standing { user, is_super_admin, places }))
}

impl Row {
    fn place(self) -> Option<Place> {
        Some(Place {
            membership: self.membership_id?,
            role: self.role?,
            agency: self.agency_id?,
            slug: self.slug?,
        })
    }
}

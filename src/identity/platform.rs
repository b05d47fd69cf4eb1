//! Reads and writes of rows that belong to no agency: users, sessions, agencies, setup links. The only file that may.

#![expect(clippy::disallowed_methods, reason = "global rows are outside every scope; this is their door")]

use crate::{
    base::clock::Timestamp,
    kernel::{
        caller::Caller,
        error::{Error, Result},
        tx::Tx,
    },
};
use entity::{
    agency, api_key,
    ids::{AgencyId, ApiKeyId, MembershipId, SessionId, UserId},
    invitation, membership, password_reset, session, setup_link, sign_in_attempt, user,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DeleteMany, EntityTrait, FromQueryResult, JoinType, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, Select, UpdateMany,
    sea_query::{Expr, ExprTrait, LockType},
};

/// Proof that the caller runs the whole installation. It opens a few reads across agencies, and no tenant rows: inside an
/// agency a super admin has an ordinary scope.
#[derive(Clone, Copy, Debug)]
pub struct PlatformScope(());

impl PlatformScope {
    /// For super admins.
    pub fn of(caller: &Caller) -> Result<Self> {
        if caller.known()?.is_super_admin {
            return Ok(Self(()));
        }
        Err(Error::Forbidden("Only a super admin of this installation may do this.".into()))
    }

    /// For the command line: whoever can read the data folder runs the installation.
    #[must_use]
    pub fn operator() -> Self {
        Self(())
    }

    /// All agencies.
    #[must_use]
    #[expect(clippy::unused_self, reason = "holding it is the point")]
    pub fn agencies(&self) -> Select<agency::Entity> {
        agency::Entity::find()
    }
}

pub async fn user_by_email(email: &str, c: &impl ConnectionTrait) -> Result<Option<user::Model>> {
    Ok(user::Entity::find().filter(user::Column::Email.eq(email)).one(c).await?)
}

pub async fn user(id: UserId, c: &impl ConnectionTrait) -> Result<user::Model> {
    user::Entity::find_by_id(id).one(c).await?.ok_or(Error::NotFound("user"))
}

/// A person, held until the transaction ends.
pub async fn hold_user(id: UserId, c: &impl ConnectionTrait) -> Result<user::Model> {
    user::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(c).await?.ok_or(Error::NotFound("user"))
}

/// Users, for those of them the caller has found through a scope.
pub fn users() -> Select<user::Entity> {
    user::Entity::find()
}

pub async fn has_users(c: &impl ConnectionTrait) -> Result<bool> {
    Ok(user::Entity::find().select_only().column(user::Column::Id).limit(1).count(c).await? > 0)
}

pub async fn agency(id: AgencyId, c: &impl ConnectionTrait) -> Result<agency::Model> {
    agency::Entity::find_by_id(id).one(c).await?.ok_or(Error::NotFound("agency"))
}

pub async fn agency_by_slug(slug: &str, c: &impl ConnectionTrait) -> Result<Option<agency::Model>> {
    Ok(agency::Entity::find().filter(agency::Column::Slug.eq(slug)).one(c).await?)
}

pub async fn agencies_by_id(
    ids: impl Iterator<Item = AgencyId>,
    c: &impl ConnectionTrait,
) -> Result<Vec<agency::Model>> {
    Ok(agency::Entity::find().filter(agency::Column::Id.is_in(ids)).all(c).await?)
}

/// Current memberships, for the operator.
pub fn memberships() -> Select<membership::Entity> {
    membership::Entity::find().filter(membership::Column::RemovedAt.is_null())
}

/// A person's memberships in all agencies: theirs to know.
pub async fn memberships_of(user: UserId, c: &impl ConnectionTrait) -> Result<Vec<membership::Model>> {
    let theirs = membership::Entity::find().filter(membership::Column::UserId.eq(user));
    let current = theirs.filter(membership::Column::RemovedAt.is_null());
    Ok(current.order_by_asc(membership::Column::Id).all(c).await?)
}

/// One membership, whatever the caller otherwise sees: for their own.
pub async fn membership(
    agency: AgencyId,
    id: MembershipId,
    c: &impl ConnectionTrait,
) -> Result<Option<membership::Model>> {
    let one = membership::Entity::find_by_id(id).filter(membership::Column::AgencyId.eq(agency));
    Ok(one.one(c).await?)
}

/// The transaction's agency, held until it ends: for decisions over all its members. SQLite has one writer anyway.
pub async fn lock_agency(tx: &Tx) -> Result<agency::Model> {
    let row = agency::Entity::find_by_id(tx.scope().agency()).lock(LockType::NoKeyUpdate).one(tx).await?;
    row.ok_or(Error::NotFound("agency"))
}

/// A session, held until the transaction ends: of two who refresh it, the second sees what the first did.
pub async fn hold_session(id: SessionId, c: &impl ConnectionTrait) -> Result<Option<session::Model>> {
    Ok(session::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(c).await?)
}

/// One person's sessions.
pub fn sessions_of(user: UserId) -> Select<session::Entity> {
    session::Entity::find().filter(session::Column::UserId.eq(user))
}

/// Starts an update of sessions; the caller names which.
pub fn update_sessions() -> UpdateMany<session::Entity> {
    session::Entity::update_many()
}

/// Starts a deletion of sessions; the caller names which.
pub fn delete_sessions() -> DeleteMany<session::Entity> {
    session::Entity::delete_many()
}

/// Starts an update of one attempt counter.
pub fn update_attempts(key_hash: &str) -> UpdateMany<sign_in_attempt::Entity> {
    sign_in_attempt::Entity::update_many().filter(sign_in_attempt::Column::KeyHash.eq(key_hash))
}

/// Starts a deletion of attempt counters; the caller names which.
pub fn delete_attempts() -> DeleteMany<sign_in_attempt::Entity> {
    sign_in_attempt::Entity::delete_many()
}

/// The key this secret's hash belongs to, and its agency's slug. Its agency is not known before it is found.
pub async fn api_key_by_hash(
    secret_hash: &str,
    c: &impl ConnectionTrait,
) -> Result<Option<(api_key::Model, String)>> {
    let is_its =
        Expr::col((agency::Entity, agency::Column::Id)).equals((api_key::Entity, api_key::Column::AgencyId));
    let mut ask = api_key::Entity::find().filter(api_key::Column::SecretHash.eq(secret_hash));
    QuerySelect::query(&mut ask)
        .join(JoinType::InnerJoin, agency::Entity, is_its)
        .expr_as(agency::Column::Slug.into_expr(), "slug");
    let found = ask.into_model::<KeyAndSlug>().one(c).await?;
    Ok(found.map(|found| (found.key, found.slug)))
}

#[derive(FromQueryResult)]
struct KeyAndSlug {
    #[sea_orm(nested)]
    key: api_key::Model,
    slug: String,
}

/// One key, by what is known of it.
pub async fn api_key(
    agency: AgencyId,
    id: ApiKeyId,
    c: &impl ConnectionTrait,
) -> Result<Option<api_key::Model>> {
    let one = api_key::Entity::find_by_id(id).filter(api_key::Column::AgencyId.eq(agency));
    Ok(one.one(c).await?)
}

/// The invitation this token's hash belongs to, if it is still good. Its agency is not known before it is found.
pub async fn open_invitation(
    token_hash: &str,
    now: Timestamp,
    c: &impl ConnectionTrait,
) -> Result<Option<invitation::Model>> {
    let open = invitation::Entity::find()
        .filter(invitation::Column::TokenHash.eq(token_hash))
        .filter(invitation::Column::AcceptedAt.is_null())
        .filter(invitation::Column::RevokedAt.is_null())
        .filter(invitation::Column::ExpiresAt.gt(now));
    Ok(open.one(c).await?)
}

/// Starts an update of setup links; the caller names which.
pub fn update_setup_links() -> UpdateMany<setup_link::Entity> {
    setup_link::Entity::update_many()
}

/// Is there such a setup link, unused and not too old?
pub async fn is_setup_link_open(token_hash: &str, now: Timestamp, c: &impl ConnectionTrait) -> Result<bool> {
    let link = setup_link::Entity::find().filter(setup_link::Column::TokenHash.eq(token_hash)).one(c).await?;
    Ok(link.is_some_and(|link| link.used_at.is_none() && link.expires_at > now))
}

/// The link this token's hash belongs to, if it still works.
pub async fn open_password_reset(
    token_hash: &str,
    now: Timestamp,
    c: &impl ConnectionTrait,
) -> Result<Option<password_reset::Model>> {
    let open = password_reset::Entity::find()
        .filter(password_reset::Column::TokenHash.eq(token_hash))
        .filter(password_reset::Column::UsedAt.is_null())
        .filter(password_reset::Column::ExpiresAt.gt(now));
    Ok(open.one(c).await?)
}

/// Starts an update of reset links; the caller names which.
pub fn update_password_resets() -> UpdateMany<password_reset::Entity> {
    password_reset::Entity::update_many()
}

/// Starts a deletion of reset links; the caller names which.
pub fn delete_password_resets() -> DeleteMany<password_reset::Entity> {
    password_reset::Entity::delete_many()
}

/// The account of a current member, whatever their agency.
pub async fn user_of(member: MembershipId, c: &impl ConnectionTrait) -> Result<Option<user::Model>> {
    let row = memberships().filter(membership::Column::Id.eq(member)).one(c).await?;
    match row {
        Some(row) => user(row.user_id, c).await.map(Some),
        None => Ok(None),
    }
}

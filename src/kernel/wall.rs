//! What keeps agencies apart: the filter that every statement carries, and on PostgreSQL row-level security under a role that
//! cannot bypass it (`migration::rls`, docs/decisions/0009).

use super::{
    db::{Db, Pools},
    error::Result,
};
use entity::{ids::AgencyId, tenancy::Tenanted};
use sea_orm::{
    ColumnTrait, Condition,
    sea_query::{Alias, Expr, ExprTrait},
};
use sqlx::{PgExecutor, Row};

/// The role that agencies' reads and writes run under; the migrations make it.
pub const ROLE: &str = "leadwire_app";

/// Rows of this kind that are the agency's own.
pub(crate) fn own<E: Tenanted>(agency: AgencyId) -> Condition {
    let all = Condition::all();
    if filter::is_removed() { all } else { all.add(E::AGENCY.eq(agency)) }
}

/// The same, of a table or view that has no row type.
pub(in crate::kernel) fn own_in(agency: AgencyId) -> Condition {
    let all = Condition::all();
    if filter::is_removed() { all } else { all.add(Expr::col(Alias::new("agency_id")).eq(agency)) }
}

/// How the wall stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wall {
    Up,
    /// SQLite has none: the application's own filter keeps agencies apart.
    NotThere,
    /// The login may not act as [`ROLE`], or there is no such role.
    NoRole,
    /// [`ROLE`] could pass it.
    Useless,
    /// These tables are open.
    Open(Vec<String>),
}

/// Looks at the database's catalogue.
pub async fn look(db: &Db) -> Result<Wall> {
    let Pools::Postgres(pool) = db.pools() else { return Ok(Wall::NotThere) };
    if !may_take_role(pool).await? {
        return Ok(Wall::NoRole);
    }
    if sqlx::query(PASSES).bind(ROLE).fetch_one(pool).await?.try_get(0)? {
        return Ok(Wall::Useless);
    }
    let open: Vec<String> = sqlx::query_scalar(OPEN).fetch_all(pool).await?;
    Ok(if open.is_empty() { Wall::Up } else { Wall::Open(open) })
}

/// What does not hold, and what to do about it; `None` where nothing is amiss.
#[must_use]
pub fn missing(wall: &Wall) -> Option<(String, String)> {
    let then = "then restart";
    match wall {
        Wall::Up | Wall::NotThere => None,
        Wall::NoRole => Some((
            format!(
                "row-level security keeps nobody out: the database's login cannot act as the role {ROLE}"
            ),
            format!(
                "let an administrator run CREATE ROLE {ROLE} NOLOGIN (if it is missing) and GRANT {ROLE} TO the login, \
                 {then} (docs/deploy.md)"
            ),
        )),
        Wall::Useless => Some((
            format!("row-level security keeps nobody out: the role {ROLE} may bypass it"),
            format!(
                "let an administrator run ALTER ROLE {ROLE} NOSUPERUSER NOBYPASSRLS, and take it out of every role it is in"
            ),
        )),
        Wall::Open(tables) => Some((
            format!("row-level security does not protect {}", tables.join(", ")),
            format!("run leadwire migrate as the owner of these tables, {then}"),
        )),
    }
}

/// Whether the role is above the policies, or has by membership what only the owner may: to see all.
const PASSES: &str = "SELECT rolsuper OR rolbypassrls OR EXISTS (SELECT
        FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid CROSS JOIN LATERAL unnest(p.polroles) AS r (id)
        WHERE p.polname = 'platform' AND c.relnamespace = current_schema()::regnamespace
          AND pg_has_role(pg_roles.oid, r.id, 'USAGE'))
    FROM pg_roles WHERE rolname = $1";

/// Tables of agencies that are not protected. River's tickets name their agency in their arguments.
const OPEN: &str = "SELECT c.relname::text FROM pg_class c
    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'agency_id' AND NOT a.attisdropped
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace
      AND (a.attname IS NOT NULL OR c.relname = 'river_job')
      AND NOT (c.relrowsecurity AND c.relforcerowsecurity
        AND EXISTS (SELECT FROM pg_policy WHERE polrelid = c.oid AND polname = 'agency'))
    ORDER BY 1";

/// May this login act as [`ROLE`], and has the role the rights that the migrations give it? From PostgreSQL 16 on being a
/// member is not enough: <https://www.postgresql.org/docs/16/role-membership.html>.
const MAY: &str = "SELECT coalesce((SELECT pg_has_role(current_user, oid,
        CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END)
      AND has_table_privilege(oid, to_regclass('event_head')::oid, 'DELETE')
    FROM pg_roles WHERE rolname = $1), false)";

/// Whether agencies' statements can run under [`ROLE`].
pub(in crate::kernel) async fn may_take_role(c: impl PgExecutor<'_>) -> Result<bool, sqlx::Error> {
    sqlx::query(MAY).bind(ROLE).fetch_one(c).await?.try_get(0)
}

/// What begins a transaction of the agency, in one round trip: it ends with the transaction.
pub(in crate::kernel) fn begin(agency: AgencyId, has_role: bool) -> String {
    let role = if has_role { format!("SET LOCAL ROLE {ROLE}; ") } else { String::new() };
    format!("BEGIN; {role}SET LOCAL leadwire.agency = '{}'", agency.0)
}

/// The application's filter, which tests can take away to see that the wall holds alone. Builds without debug assertions, as
/// every release is, have nothing to take it away with.
pub mod filter {
    #[cfg(debug_assertions)]
    use std::sync::atomic::{AtomicBool, Ordering};

    #[cfg(debug_assertions)]
    static REMOVED: AtomicBool = AtomicBool::new(false);

    /// From now on this process asks for everybody's rows. For tests on PostgreSQL.
    #[cfg(debug_assertions)]
    pub fn remove() {
        REMOVED.store(true, Ordering::Relaxed);
    }

    #[cfg(debug_assertions)]
    pub(in crate::kernel) fn is_removed() -> bool {
        REMOVED.load(Ordering::Relaxed)
    }

    #[cfg(not(debug_assertions))]
    pub(in crate::kernel) const fn is_removed() -> bool {
        false
    }
}

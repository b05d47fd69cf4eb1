//! What the benchmarks read, and who asks.

use anyhow::{Context, Result};
use entity::ids::{AgencyId, SessionId, UserId};
use leadwire::{base::secret::ExposeSecret, identity::sessions::access, kernel::app::App};
use sqlx::{AssertSqlSafe, PgPool};
use uuid::Uuid;

/// The admin of one agency, signed in.
#[derive(Clone, Debug)]
pub struct Admin {
    pub agency: AgencyId,
    pub token: String,
}

/// Fills a migrated database with so many agencies, each with so many leads and what hangs on them.
pub async fn fill(pool: &PgPool, agencies: usize, leads: usize) -> Result<()> {
    let sql = include_str!("seed.sql").replace("{agencies}", &agencies.to_string());
    let sql = sql.replace("{leads}", &leads.to_string());
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(pool).await.context("seed.sql")?;
    Ok(())
}

/// A token for the admin of each agency, oldest agency first.
pub async fn admins(app: &App, pool: &PgPool) -> Result<Vec<Admin>> {
    let sql = "SELECT m.agency_id, m.user_id, s.id FROM membership m JOIN session s USING (user_id) ORDER BY m.agency_id";
    let rows: Vec<(Uuid, Uuid, Uuid)> = sqlx::query_as(sql).fetch_all(pool).await?;
    let admin = |(agency, user, session): (Uuid, Uuid, Uuid)| {
        let (token, _) = access::issue(app, UserId(user), SessionId(session))?;
        Ok(Admin { agency: AgencyId(agency), token: token.expose_secret().to_owned() })
    };
    rows.into_iter().map(admin).collect()
}

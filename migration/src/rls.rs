//! The wall between agencies inside PostgreSQL: row-level security on every table that has an `agency_id`.
//!
//! Generic over the catalogue and repeatable: it protects what is not protected yet and leaves the rest alone. The owner's
//! sessions (migrations, sign-in, queue, sweeps) see everything by the policy `platform`; the role [`ROLE`], under which
//! agencies' reads and writes run, sees the rows of the agency that `leadwire.agency` names, and fails where nobody said.
//! River's tickets have no such column; whose they are stands in their arguments.

use sea_orm_migration::DbErr;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

/// The role that agencies' reads and writes run under. One for all databases of a server: rights are each database's own.
pub const ROLE: &str = "leadwire_app";

/// The agency's own rows. In a query of its own the setting is read once for a statement, not for each row that is looked at.
const OWN: &str = "agency_id = (SELECT current_setting('leadwire.agency')::uuid)";

/// The agency's own tickets ([`TICKETS`]): compared as texts, so that one that says something else is nobody's, and no error.
const OWN_TICKETS: &str = "args ->> 'agency' = (SELECT current_setting('leadwire.agency')::uuid::text)";

/// River's table of what is to be run.
const TICKETS: &str = "river_job";

/// Books that only the installation reads and writes, and the migrators' own.
const NOT_FOR_AGENCIES: &str = "'instance', 'sign_in_attempt', 'seaql_migrations', 'river_migration', 'river_leader', \
    'river_notification', 'river_queue'";

/// Protects every table of this schema that belongs to agencies, and lets [`ROLE`] in, which is made where that is allowed.
/// Does nothing on SQLite.
pub async fn protect(db: &impl ConnectionTrait) -> Result<(), DbErr> {
    if db.get_database_backend() == DbBackend::Postgres {
        db.execute_unprepared(&block(&[SERIALLY, &role(), &policies(), &rights()])).await?;
    }
    Ok(())
}

/// The same where `m0022_rls` was applied already: for the tables that later changes make, and before any change where the
/// tables were given to somebody else, whom the policies do not know yet: nobody could change a row.
pub async fn protect_later(db: &impl ConnectionTrait) -> Result<(), DbErr> {
    if db.get_database_backend() == DbBackend::Postgres {
        let unless = "IF NOT EXISTS (SELECT FROM pg_policy WHERE polname = 'platform') THEN RETURN; END IF;";
        db.execute_unprepared(&block(&[unless, SERIALLY, &role(), &policies(), &rights()])).await?;
    }
    Ok(())
}

/// Takes policies and rights away again. The role stays: other databases of the server may use it.
pub(crate) async fn expose(db: &impl ConnectionTrait) -> Result<(), DbErr> {
    if db.get_database_backend() == DbBackend::Postgres {
        db.execute_unprepared(&block(&[OPEN])).await?;
    }
    Ok(())
}

fn block(parts: &[&str]) -> String {
    format!("DO $wall$ DECLARE t record; may text; BEGIN {} END $wall$", parts.join("\n"))
}

/// Several processes may start at once.
const SERIALLY: &str = "PERFORM pg_advisory_xact_lock(27767, 22);";

/// A login that may not make roles goes on without: `leadwire doctor` says what is missing. From PostgreSQL 16 on being a
/// member is not enough, the membership must allow SET.
fn role() -> String {
    format!(
        "IF to_regrole('{ROLE}') IS NULL THEN
  BEGIN CREATE ROLE {ROLE} NOLOGIN;
  EXCEPTION WHEN insufficient_privilege OR duplicate_object OR unique_violation THEN NULL; END;
END IF;
may := CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END;
IF to_regrole('{ROLE}') IS NOT NULL AND NOT pg_has_role(current_user, '{ROLE}', may) THEN
  BEGIN EXECUTE format('GRANT {ROLE} TO %I', current_user);
  EXCEPTION WHEN insufficient_privilege THEN NULL; END;
END IF;"
    )
}

/// FORCE, so that the owner is held to a policy too, and somebody else who is given the tables sees nothing by accident.
/// Rows of no agency (instance-wide suppressions) can be read by all, and written by none.
fn policies() -> String {
    format!(
        "FOR t IN
  SELECT c.oid::regclass AS name, pg_get_userbyid(c.relowner) AS owner, c.oid, c.relowner,
    c.relrowsecurity AND c.relforcerowsecurity AS is_forced,
    coalesce(NOT a.attnotnull, false) AS has_everybodys,
    CASE WHEN a.attname IS NULL THEN $own${OWN_TICKETS}$own$ ELSE $own${OWN}$own$ END AS own
  FROM pg_class c LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'agency_id' AND NOT a.attisdropped
  WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace
    AND (a.attname IS NOT NULL OR c.relname = '{TICKETS}')
LOOP
  IF NOT t.is_forced THEN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t.name);
  END IF;
  IF NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = t.oid AND polname = 'agency'
      AND pg_get_expr(polqual, polrelid) LIKE '%SELECT%') THEN
    EXECUTE format('DROP POLICY IF EXISTS agency ON %s', t.name);
    EXECUTE format('CREATE POLICY agency ON %s USING (%s) WITH CHECK (%s)', t.name, t.own, t.own);
  END IF;
  IF t.has_everybodys AND NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = t.oid AND polname = 'everybodys') THEN
    EXECUTE format('CREATE POLICY everybodys ON %s FOR SELECT USING (agency_id IS NULL)', t.name);
  END IF;
  IF NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = t.oid AND polname = 'platform' AND t.relowner = ANY (polroles)) THEN
    EXECUTE format('DROP POLICY IF EXISTS platform ON %s', t.name);
    EXECUTE format('CREATE POLICY platform ON %s TO %I USING (true) WITH CHECK (true)', t.name, t.owner);
  END IF;
END LOOP;"
    )
}

fn rights() -> String {
    format!(
        "IF to_regrole('{ROLE}') IS NOT NULL THEN
  IF NOT has_schema_privilege('{ROLE}', current_schema(), 'USAGE') THEN
    EXECUTE format('GRANT USAGE ON SCHEMA %I TO {ROLE}', current_schema());
  END IF;
  FOR t IN
    SELECT c.oid::regclass AS name FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relname IN ({NOT_FOR_AGENCIES})
      AND c.relkind IN ('r', 'p') AND has_table_privilege('{ROLE}', c.oid, 'SELECT')
  LOOP
    EXECUTE format('REVOKE ALL ON %s FROM {ROLE}', t.name);
  END LOOP;
  FOR t IN
    SELECT c.oid::regclass AS name, c.relkind FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relname NOT IN ({NOT_FOR_AGENCIES})
      AND ((c.relkind IN ('r', 'p') AND NOT has_table_privilege('{ROLE}', c.oid, 'DELETE'))
        OR (c.relkind = 'v' AND NOT has_table_privilege('{ROLE}', c.oid, 'SELECT'))
        OR (c.relkind = 'S' AND NOT has_sequence_privilege('{ROLE}', c.oid, 'USAGE')))
  LOOP
    EXECUTE format(CASE t.relkind WHEN 'S' THEN 'GRANT USAGE, SELECT ON SEQUENCE %s TO {ROLE}'
      WHEN 'v' THEN 'GRANT SELECT ON %s TO {ROLE}'
      ELSE 'GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO {ROLE}' END, t.name);
  END LOOP;
END IF;"
    )
}

const OPEN: &str = "FOR t IN SELECT polrelid::regclass AS name, polname FROM pg_policy
    WHERE polname IN ('agency', 'everybodys', 'platform') LOOP
  EXECUTE format('DROP POLICY %I ON %s', t.polname, t.name);
  EXECUTE format('ALTER TABLE %s NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY', t.name);
END LOOP;
IF to_regrole('leadwire_app') IS NOT NULL THEN
  EXECUTE format('REVOKE ALL ON ALL TABLES IN SCHEMA %I FROM leadwire_app', current_schema());
  EXECUTE format('REVOKE ALL ON ALL SEQUENCES IN SCHEMA %I FROM leadwire_app', current_schema());
  EXECUTE format('REVOKE ALL ON SCHEMA %I FROM leadwire_app', current_schema());
END IF;";

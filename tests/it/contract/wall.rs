//! PostgreSQL keeps agencies apart by itself: every table of theirs is behind the wall, and the role that reads and writes
//! for them cannot pass it. On SQLite there is none.

use crate::support::database::{TestDatabase, backend};
use crate::support::rows::{agency, company, lead, noon};
use entity::ids::{AgencyId, SuppressionId};
use entity::suppression::{self, SuppressionKind, SuppressionScope, SuppressionSource};
use leadwire::{
    cli::migrate::migrate,
    kernel::{
        db::Db,
        wall::{self, Wall},
    },
};
use migration::{Migrator, MigratorTrait};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DbBackend};
use sqlx::{AssertSqlSafe, Connection, PgConnection, Row, postgres::PgQueryResult};
use std::collections::BTreeSet;

async fn stands(database: &TestDatabase) -> Wall {
    let db = Db::connect(&database.url, 2).await.unwrap();
    let found = wall::look(&db).await.unwrap();
    db.close().await;
    found
}

/// A session of the role, for this agency.
async fn inside(database: &TestDatabase, agency: AgencyId) -> PgConnection {
    let mut session = role(database).await;
    run(&mut session, &format!("SET leadwire.agency = '{}'", agency.0)).await.unwrap();
    session
}

async fn role(database: &TestDatabase) -> PgConnection {
    let mut session = PgConnection::connect(&database.url).await.unwrap();
    run(&mut session, &format!("SET ROLE {}", wall::ROLE)).await.unwrap();
    session
}

async fn run(session: &mut PgConnection, sql: &str) -> Result<PgQueryResult, sqlx::Error> {
    sqlx::query(AssertSqlSafe(sql.to_owned())).execute(session).await
}

async fn column(session: &mut PgConnection, sql: &str) -> Vec<String> {
    let rows = sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_all(session).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

fn why(result: Result<PgQueryResult, sqlx::Error>) -> String {
    result.unwrap_err().to_string()
}

#[tokio::test]
async fn every_table_of_agencies_is_behind_it() {
    let database = TestDatabase::fresh().await;
    if backend() == DbBackend::Sqlite {
        return assert_eq!(stands(&database).await, Wall::NotThere);
    }
    assert_eq!(stands(&database).await, Wall::Up);
    assert_eq!(wall::ROLE, migration::rls::ROLE);
    let mut session = PgConnection::connect(&database.url).await.unwrap();
    let walled = "SELECT c.relname::text FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid AND p.polname = 'agency'
        WHERE c.relrowsecurity AND c.relforcerowsecurity AND p.polcmd = '*' AND p.polwithcheck IS NOT NULL";
    let walled: BTreeSet<String> = column(&mut session, walled).await.into_iter().collect();
    let has_agency = |table: &entity::shape::TableShape| table.columns.iter().any(|c| c.name == "agency_id");
    let mut theirs: BTreeSet<String> =
        entity::all().into_iter().filter(has_agency).map(|table| table.name).collect();
    theirs.insert("river_job".into());
    assert_eq!(walled, theirs);
    assert!(walled.len() >= 35, "{}", walled.len());
    let passes = "SELECT rolname::text FROM pg_roles WHERE rolname = 'leadwire_app'
        AND (rolsuper OR rolbypassrls OR rolcanlogin OR rolcreaterole OR rolcreatedb)";
    assert!(column(&mut session, passes).await.is_empty());
    let owned = "SELECT relname::text FROM pg_class WHERE pg_get_userbyid(relowner) = 'leadwire_app'";
    assert!(column(&mut session, owned).await.is_empty(), "an owner may open what is theirs");
}

#[tokio::test]
async fn a_table_that_comes_later_is_seen_and_protected() {
    if backend() == DbBackend::Sqlite {
        return;
    }
    let database = TestDatabase::fresh().await;
    let db = database.connect().await;
    db.execute_unprepared("CREATE TABLE later (agency_id uuid NOT NULL, says text)").await.unwrap();
    assert_eq!(stands(&database).await, Wall::Open(vec!["later".into()]));
    for _ in 0..2 {
        migration::rls::protect(&db).await.unwrap();
        assert_eq!(stands(&database).await, Wall::Up);
    }
    let (ours, theirs) = (agency(&db, "ours").await.0, agency(&db, "theirs").await.0);
    let mut session = inside(&database, ours).await;
    let insert = |of: AgencyId| format!("INSERT INTO later VALUES ('{}', 'hello')", of.0);
    run(&mut session, &insert(ours)).await.unwrap();
    assert!(why(run(&mut session, &insert(theirs)).await).contains("row-level security"));
}

#[tokio::test]
async fn the_role_reads_and_writes_for_one_agency() {
    if backend() == DbBackend::Sqlite {
        return;
    }
    let database = TestDatabase::fresh().await;
    let db = database.connect().await;
    let (ours, theirs) = (agency(&db, "ours").await, agency(&db, "theirs").await);
    let (ana, bert) =
        (lead(ours, "Ana").insert(&db).await.unwrap(), lead(theirs, "Bert").insert(&db).await.unwrap());
    let company = company(theirs, "Theirs").insert(&db).await.unwrap();
    let mut session = inside(&database, ours.0).await;
    assert_eq!(column(&mut session, "SELECT id::text FROM lead").await, [ana.id.0.to_string()]);
    assert_eq!(column(&mut session, "SELECT id::text FROM lead_search").await, [ana.id.0.to_string()]);
    assert!(column(&mut session, "SELECT id::text FROM company").await.is_empty());
    for (change, rows) in [
        ("UPDATE lead SET score = 1", 1),
        (&*format!("UPDATE lead SET score = 2 WHERE id = '{}'", bert.id.0), 0),
        (&*format!("DELETE FROM company WHERE id = '{}'", company.id.0), 0),
        ("DELETE FROM lead", 1),
    ] {
        assert_eq!(run(&mut session, change).await.unwrap().rows_affected(), rows, "{change}");
    }
    let give = format!("UPDATE workspace SET agency_id = '{}'", theirs.0.0);
    assert!(why(run(&mut session, &give).await).contains("row-level security"));
    for table in ["instance", "sign_in_attempt", "seaql_migrations", "river_leader", "river_queue"] {
        let read = format!("SELECT * FROM {table}");
        assert!(why(run(&mut session, &read).await).contains("permission denied"), "{table}");
    }
    for change in
        ["ALTER TABLE lead DISABLE ROW LEVEL SECURITY", "DROP POLICY agency ON lead", "TRUNCATE lead"]
    {
        assert!(run(&mut session, change).await.is_err(), "{change}");
    }
    // The owner goes on seeing both.
    let left = lead(theirs, "Berta").insert(&db).await.unwrap();
    let mut owner = PgConnection::connect(&database.url).await.unwrap();
    let all = column(&mut owner, "SELECT id::text FROM lead ORDER BY created_at, id").await;
    assert_eq!(all, [bert.id.0.to_string(), left.id.0.to_string()]);
}

#[tokio::test]
async fn what_is_to_be_run_for_one_agency_is_nothing_to_another() {
    if backend() == DbBackend::Sqlite {
        return;
    }
    let database = TestDatabase::fresh().await;
    let db = database.connect().await;
    let (ours, theirs) = (agency(&db, "ours").await.0, agency(&db, "theirs").await.0);
    let args = |of: AgencyId| format!(r#"{{"agency": "{}", "payload": {{}}}}"#, of.0);
    let insert =
        |says: &str| format!("INSERT INTO river_job (args, kind) VALUES ('{says}', 'leadwire.slice')");
    for says in [args(theirs).as_str(), r#"{"agency": 7}"#, "{}"] {
        db.execute_unprepared(&insert(says)).await.unwrap();
    }
    let mut session = inside(&database, ours).await;
    run(&mut session, &insert(&args(ours))).await.unwrap();
    assert_eq!(column(&mut session, "SELECT args ->> 'agency' FROM river_job").await, [ours.0.to_string()]);
    assert!(why(run(&mut session, &insert(&args(theirs))).await).contains("row-level security"));
    let give = format!("UPDATE river_job SET args = '{}'", args(theirs));
    assert!(why(run(&mut session, &give).await).contains("row-level security"));
    for change in ["UPDATE river_job SET priority = 4", "DELETE FROM river_job"] {
        assert_eq!(run(&mut session, change).await.unwrap().rows_affected(), 1, "{change}");
    }
    let mut owner = PgConnection::connect(&database.url).await.unwrap();
    let left = column(&mut owner, "SELECT priority::text FROM river_job").await;
    assert_eq!(left, ["1", "1", "1"], "the owner sees all, and nobody else's was touched");
}

#[tokio::test]
async fn what_was_let_in_too_far_is_let_out_again() {
    if backend() == DbBackend::Sqlite {
        return;
    }
    let database = TestDatabase::fresh().await;
    let db = database.connect().await;
    // As an earlier version left it.
    for change in [
        "GRANT SELECT, INSERT, UPDATE, DELETE ON river_queue TO leadwire_app",
        "DROP POLICY agency ON river_job",
        "ALTER TABLE river_job NO FORCE ROW LEVEL SECURITY",
    ] {
        db.execute_unprepared(change).await.unwrap();
    }
    assert_eq!(stands(&database).await, Wall::Open(vec!["river_job".into()]));
    migration::rls::protect(&db).await.unwrap();
    assert_eq!(stands(&database).await, Wall::Up);
    let mut session = inside(&database, agency(&db, "ours").await.0).await;
    assert!(why(run(&mut session, "SELECT * FROM river_queue").await).contains("permission denied"));
}

#[tokio::test]
async fn who_has_not_said_for_whom_is_refused() {
    if backend() == DbBackend::Sqlite {
        return;
    }
    let database = TestDatabase::fresh().await;
    let db = database.connect().await;
    lead(agency(&db, "acme").await, "Ana").insert(&db).await.unwrap();
    let mut session = role(&database).await;
    for ask in ["SELECT * FROM lead", "SELECT * FROM lead_search", "DELETE FROM lead"] {
        assert!(why(run(&mut session, ask).await).contains("leadwire.agency"), "{ask}");
    }
    // What a transaction said is forgotten with it, and nothing passes for everybody.
    run(&mut session, "BEGIN").await.unwrap();
    run(&mut session, "SET LOCAL leadwire.agency = '00000000-0000-0000-0000-000000000000'").await.unwrap();
    assert!(column(&mut session, "SELECT id::text FROM lead").await.is_empty());
    run(&mut session, "COMMIT").await.unwrap();
    assert!(why(run(&mut session, "SELECT * FROM lead").await).contains("uuid"));
}

#[tokio::test]
async fn what_holds_for_everybody_is_read_by_all_and_written_by_none() {
    if backend() == DbBackend::Sqlite {
        return;
    }
    let database = TestDatabase::fresh().await;
    let db = database.connect().await;
    let row = suppression::ActiveModel {
        id: Set(SuppressionId::new()),
        agency_id: Set(None),
        scope: Set(SuppressionScope::Instance),
        kind: Set(SuppressionKind::Domain),
        key_hash: Set("hash".into()),
        source: Set(SuppressionSource::Legal),
        created_at: Set(noon()),
        updated_at: Set(noon()),
        ..Default::default()
    };
    let row = row.insert(&db).await.unwrap();
    let mut session = inside(&database, agency(&db, "acme").await.0).await;
    assert_eq!(column(&mut session, "SELECT id::text FROM suppression").await, [row.id.0.to_string()]);
    for change in ["DELETE FROM suppression", "UPDATE suppression SET reason = 'none'"] {
        assert_eq!(run(&mut session, change).await.unwrap().rows_affected(), 0, "{change}");
    }
    let copy = format!(
        "INSERT INTO suppression SELECT '{}', agency_id, scope, kind, 'other', source, reason, workspace_id, campaign_id,
         created_by, created_at, updated_at FROM suppression",
        SuppressionId::new().0
    );
    assert!(run(&mut session, &copy).await.is_err());
}

#[tokio::test]
async fn whom_the_tables_were_given_to_can_bring_them_up_to_date() {
    if backend() == DbBackend::Sqlite {
        return;
    }
    let database = TestDatabase::fresh().await;
    let connection = database.connect().await;
    let names: Vec<String> = Migrator::migrations().iter().map(|change| change.name().to_owned()).collect();
    let since = names.iter().position(|name| name == "m0023_card_counts").expect("rows were changed by it");
    Migrator::down(&connection, u32::try_from(names.len() - since).ok()).await.unwrap();
    let address = database.url.split('?').next().unwrap();
    let heir = format!("heir_{}", address.rsplit('/').next().unwrap());
    let give = format!(
        "CREATE ROLE {heir} LOGIN; GRANT {role} TO {heir}; GRANT ALL ON SCHEMA public TO {heir};
         DO $$ DECLARE t record; BEGIN FOR t IN SELECT c.oid::regclass AS name FROM pg_class c
           WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
         LOOP EXECUTE format('ALTER TABLE %s OWNER TO {heir}', t.name); END LOOP; END $$",
        role = wall::ROLE
    );
    connection.execute_unprepared(&give).await.unwrap();

    let as_heir = Db::connect(&database.url.replacen("leadwire@", &format!("{heir}@"), 1), 2).await.unwrap();
    migrate(&as_heir).await.unwrap();
    assert_eq!(wall::look(&as_heir).await.unwrap(), Wall::Up, "and the wall is theirs now");
    as_heir.close().await;
    let mut session = PgConnection::connect(&database.url).await.unwrap();
    let late = "SELECT attname::text FROM pg_attribute WHERE attrelid = 'pipeline_stage'::regclass AND attname = 'card_count'";
    assert_eq!(column(&mut session, late).await, ["card_count"]);
    let back = format!("REASSIGN OWNED BY {heir} TO CURRENT_USER; DROP OWNED BY {heir}; DROP ROLE {heir}");
    connection.execute_unprepared(&back).await.unwrap();
}

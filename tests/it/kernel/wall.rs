//! What an agency's reads and transactions can reach when they forget to ask for their own: on PostgreSQL nothing but their
//! own, whichever connection they are given.

use crate::support::{
    actor::Actor,
    app::TestApp,
    database::{TestDatabase, backend},
    postgres,
};
use futures_util::future::join_all;
use leadwire::{
    base::random::Random,
    cli::migrate::migrate,
    kernel::{
        db::Db,
        scope::Scope,
        tx::Tx,
        wall::{self, Wall},
    },
};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};
use serde_json::json;
use std::time::{Duration, Instant};

/// A statement that forgets the agency.
const EVERYTHING: &str = "SELECT name FROM workspace ORDER BY name";

async fn names(c: &impl ConnectionTrait) -> Result<Vec<String>, DbErr> {
    let rows = c.query_all_raw(Statement::from_string(c.get_database_backend(), EVERYTHING)).await?;
    rows.iter().map(|row| row.try_get("", "name")).collect()
}

/// Agencies whose only workspace is called like them, and what each may see by this wall.
async fn agencies(t: &TestApp) -> Vec<(Scope, Vec<String>)> {
    let all = ["acme", "globex", "initech"];
    let mut found = Vec::new();
    for slug in all {
        let own = if backend() == DbBackend::Postgres {
            vec![slug.to_owned()]
        } else {
            all.map(str::to_owned).to_vec()
        };
        found.push((t.agency(slug).await.scope().await, own));
    }
    found
}

#[tokio::test]
async fn a_read_that_forgets_its_agency_finds_its_own_rows() {
    let t = TestApp::start().await;
    let agencies = agencies(&t).await;
    for _ in 0..2 {
        for (scope, own) in &agencies {
            assert_eq!(names(&scope.read(&t.app)).await.unwrap(), *own);
            let line = scope.on_a_line();
            for _ in 0..2 {
                assert_eq!(names(&line.read(&t.app)).await.unwrap(), *own);
            }
            let tx = Tx::begin(&t.app, scope).await.unwrap();
            assert_eq!(names(&tx).await.unwrap(), *own);
            tx.commit().await.unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_never_get_each_others_connection_as_it_was() {
    let t = TestApp::start().await;
    let agencies = agencies(&t).await;
    let mut readers = tokio::task::JoinSet::new();
    for at in 0..60 {
        let ((scope, own), app) = (agencies[at % 3].clone(), t.app.clone());
        readers.spawn(async move {
            for round in 0..20 {
                if (at + round) % 7 == 0 {
                    let tx = Tx::begin(&app, &scope).await.unwrap();
                    assert_eq!(names(&tx).await.unwrap(), own);
                    continue;
                }
                let scope = if round % 2 == 0 { scope.on_a_line() } else { scope.clone() };
                assert_eq!(names(&scope.read(&app)).await.unwrap(), own);
            }
        });
    }
    while let Some(read) = readers.join_next().await {
        read.unwrap();
    }
    // A pool takes back what was dropped on a task of its own.
    let begun = Instant::now();
    while t.app.db().usage().0 > 0 {
        assert!(
            begun.elapsed() < Duration::from_secs(20),
            "{:?}: not everything was given back",
            t.app.db().usage()
        );
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(t.app.db().usage().1, 8);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_given_up_half_way_leaves_nothing_behind() {
    if backend() == DbBackend::Sqlite {
        return;
    }
    let t = TestApp::start().await;
    let agencies = agencies(&t).await;
    let slow = Statement::from_string(DbBackend::Postgres, "SELECT name, pg_sleep(2) FROM workspace");
    for (scope, _) in agencies.iter().cycle().take(9) {
        let reader = scope.read(&t.app);
        let read = tokio::time::timeout(Duration::from_millis(30), reader.query_all_raw(slow.clone())).await;
        assert!(read.is_err(), "it was given up");
    }
    for (scope, own) in &agencies {
        assert_eq!(names(&scope.read(&t.app)).await.unwrap(), *own);
    }
}

#[tokio::test]
async fn a_reader_does_not_write() {
    let t = TestApp::start().await;
    let scope = t.agency("acme").await.scope().await;
    let write = "UPDATE workspace SET name = 'mine'";
    assert!(scope.read(&t.app).execute_unprepared(write).await.is_err());
    assert_eq!(names(&scope.read(&t.app)).await.unwrap(), ["acme"]);
}

#[tokio::test]
async fn another_agencys_row_cannot_be_written_even_by_who_knows_it() {
    if backend() == DbBackend::Sqlite {
        return;
    }
    let t = TestApp::start().await;
    let agencies = agencies(&t).await;
    let tx = Tx::begin(&t.app, &agencies[0].0).await.unwrap();
    let change = "UPDATE workspace SET name = 'ours' WHERE name = 'globex'";
    assert_eq!(tx.execute_unprepared(change).await.unwrap().rows_affected(), 0);
    let give = format!("UPDATE workspace SET agency_id = '{}'", agencies[1].0.agency().0);
    assert!(tx.execute_unprepared(&give).await.unwrap_err().to_string().contains("row-level security"));
    drop(tx);
    assert_eq!(names(&agencies[1].0.read(&t.app)).await.unwrap(), ["globex"]);
}

/// A login without rights of its own but to its database, as a managed server gives one.
async fn plain_login() -> (String, String) {
    let digits = Random::system().bytes::<8>().map(|byte| format!("{byte:02x}"));
    let name = format!("plain_{}", digits.concat());
    let admin = sea_orm::Database::connect(postgres::url("postgres")).await.unwrap();
    admin.execute_unprepared(&format!("CREATE USER {name} PASSWORD '{name}'")).await.unwrap();
    admin.execute_unprepared(&format!("CREATE DATABASE {name} OWNER {name}")).await.unwrap();
    let mut url = url::Url::parse(&postgres::url(&name)).unwrap();
    url.set_username(&name).unwrap();
    url.set_password(Some(&name)).unwrap();
    (url.into(), name)
}

#[tokio::test]
async fn a_login_that_may_make_no_roles_works_and_is_told_what_is_missing() {
    if backend() == DbBackend::Sqlite {
        return;
    }
    // Somewhere on the server the role is there: roles are the server's, not a database's.
    drop(TestDatabase::fresh().await);
    let (url, login) = plain_login().await;
    let open = async || {
        let db = Db::connect(&url, 8).await.unwrap();
        migrate(&db).await.unwrap();
        db
    };
    let db = open().await;
    let found = wall::look(&db).await.unwrap();
    assert_eq!(found, Wall::NoRole);
    let (says, fix) = wall::missing(&found).unwrap();
    assert!(says.contains("leadwire_app") && fix.contains("GRANT leadwire_app TO"), "{says} {fix}");
    let t = TestApp::on(&url).await;
    let ada = t.agency("acme").await;
    t.agency("globex").await;
    // (Where the suite leaves the wall alone, nothing is left here.)
    if std::env::var_os("LEADWIRE_TEST_WALL").is_none() {
        assert_eq!(seen(&ada).await, json!(["acme"]), "the application's own filter holds");
    }
    let scope = ada.scope().await;
    assert_eq!(names(&scope.read(&t.app)).await.unwrap(), ["acme", "globex"], "and nothing else");
    t.app.db().close().await;
    db.close().await;

    let admin = sea_orm::Database::connect(postgres::url("postgres")).await.unwrap();
    admin.execute_unprepared(&format!("GRANT leadwire_app TO {login}")).await.unwrap();
    let db = open().await;
    assert_eq!(wall::look(&db).await.unwrap(), Wall::Up);
    let t = TestApp::on(&url).await;
    assert_eq!(names(&scope.read(&t.app)).await.unwrap(), ["acme"], "now the wall does, too");
    let tx = Tx::begin(&t.app, &scope).await.unwrap();
    assert_eq!(names(&tx).await.unwrap(), ["acme"]);
    drop(tx);
    let owner = sea_orm::Database::connect(&url).await.unwrap();
    assert_eq!(names(&owner).await.unwrap(), ["acme", "globex"], "the owner's own sessions see all");
}

#[tokio::test]
async fn a_role_taken_away_and_given_back_is_no_reason_to_restart() {
    if backend() == DbBackend::Sqlite {
        return;
    }
    drop(TestDatabase::fresh().await);
    let (url, login) = plain_login().await;
    let admin = sea_orm::Database::connect(postgres::url("postgres")).await.unwrap();
    let change = async |words: &str| {
        admin.execute_unprepared(&format!("{words} {login}")).await.unwrap();
    };
    change("GRANT leadwire_app TO").await;
    let db = Db::connect(&url, 8).await.unwrap();
    migrate(&db).await.unwrap();
    let t = TestApp::on(&url).await;
    let scope = t.agency("acme").await.scope().await;
    t.agency("globex").await;
    assert_eq!(names(&scope.read(&t.app)).await.unwrap(), ["acme"]);
    change("REVOKE leadwire_app FROM").await;
    for _ in 0..6 {
        assert!(Tx::begin(&t.app, &scope).await.is_err(), "better nothing than without the wall");
    }
    // What was connected before is behind it still; what is not is not connected.
    let read = join_all((0..12).map(|_| async { names(&scope.read(&t.app)).await })).await;
    let seen: Vec<_> = read.into_iter().flatten().collect();
    assert!(!seen.is_empty(), "who was connected before reads on");
    assert!(seen.iter().all(|names| names == &["acme"]), "{seen:?}");
    change("GRANT leadwire_app TO").await;
    for _ in 0..12 {
        let tx = Tx::begin(&t.app, &scope).await.unwrap();
        assert_eq!(names(&tx).await.unwrap(), ["acme"]);
    }
}

#[tokio::test]
async fn a_role_that_comes_later_is_taken_within_seconds() {
    if backend() == DbBackend::Sqlite {
        return;
    }
    drop(TestDatabase::fresh().await);
    let (url, login) = plain_login().await;
    let db = Db::connect(&url, 8).await.unwrap();
    migrate(&db).await.unwrap();
    let t = TestApp::on(&url).await;
    let scope = t.agency("acme").await.scope().await;
    t.agency("globex").await;
    assert_eq!(names(&scope.read(&t.app)).await.unwrap(), ["acme", "globex"], "there is no wall");
    let admin = sea_orm::Database::connect(postgres::url("postgres")).await.unwrap();
    admin.execute_unprepared(&format!("GRANT leadwire_app TO {login}")).await.unwrap();
    tokio::time::sleep(Duration::from_millis(5_100)).await;
    for _ in 0..3 {
        let tx = Tx::begin(&t.app, &scope).await.unwrap();
        assert_eq!(names(&tx).await.unwrap(), ["acme"]);
        drop(tx);
        assert_eq!(names(&scope.read(&t.app)).await.unwrap(), ["acme"], "nor over what was connected before");
    }
}

#[tokio::test]
async fn a_role_that_may_see_all_by_membership_is_told_of() {
    if backend() == DbBackend::Sqlite {
        return;
    }
    let database = TestDatabase::fresh().await;
    let db = Db::connect(&database.url, 8).await.unwrap();
    assert_eq!(wall::look(&db).await.unwrap(), Wall::Up);
    // The tables are everybody's who is in this group, and somebody put the role in it.
    let group = plain_login().await.1;
    let admin = sea_orm::Database::connect(&database.url).await.unwrap();
    let run = async |words: String| {
        admin.execute_unprepared(&words).await.unwrap();
    };
    run(format!("ALTER POLICY platform ON workspace TO CURRENT_USER, {group}")).await;
    assert_eq!(wall::look(&db).await.unwrap(), Wall::Up);
    run(format!("GRANT {group} TO leadwire_app")).await;
    let found = wall::look(&db).await.unwrap();
    run(format!("REVOKE {group} FROM leadwire_app")).await;
    assert_eq!(found, Wall::Useless);
    assert_eq!(wall::look(&db).await.unwrap(), Wall::Up);
}

async fn seen(who: &Actor) -> serde_json::Value {
    let found = who.ask("{ workspaces { nodes { name } } }", json!({})).await["workspaces"]["nodes"].clone();
    found.as_array().unwrap().iter().map(|one| one["name"].clone()).collect()
}

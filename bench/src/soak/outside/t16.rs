//! T16: the database cannot be written for a while: the disk is full, another process holds the lock, or it is read-only.
//! Clients are told so in a code, the server says it is not ready, reads go on, and all is well again without a restart.

use crate::soak::{
    desk::{
        Backend, Desk, Place, Sheet,
        crew::{Spec, server},
        duty::{Step, by_number, unfinished},
        http::{self, Client, Reply},
        open, pause, until,
    },
    log::client,
};
use anyhow::{Context, Result, ensure};
use leadwire::kernel::{app::App, queue::BackgroundTask, tx::Tx};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use serde_json::json;
use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

const CREATE: &str = "mutation($i: WorkspaceCreateInput!) { workspaceCreate(input: $i) { id } }";
const READ: &str = "{ workspaces(first: 5) { nodes { id } } }";
/// Tries while it cannot be written.
const TRIES: usize = 20;
const TASKS: u64 = 40;
const PATIENCE: Duration = Duration::from_secs(60);
/// How soon it must be ready again.
const RECOVERS: Duration = Duration::from_secs(20);
const DISK: &str = "size=24m";

/// A server under test, and who asks it.
struct Served {
    addr: String,
    who: Client,
    desk: Desk,
    number: usize,
}

impl Served {
    async fn create(&mut self) -> Result<Reply> {
        self.number += 1;
        self.who.ask(&self.addr, CREATE, json!({ "i": { "name": format!("W {}", self.number) } }), None).await
    }
}

pub async fn run(sheet: &mut Sheet) -> Result<()> {
    match sheet.backend {
        Backend::Sqlite => sqlite(sheet).await,
        Backend::Postgres => postgres(sheet).await,
    }
}

async fn sqlite(sheet: &mut Sheet) -> Result<()> {
    let place = Place::new(sheet.backend, 1).await?;
    place.app.db().close().await;
    let disk = place.folder.path().join("disk");
    fs::create_dir(&disk)?;
    let disk = Disk::mount(disk)?;
    copy(place.folder.path(), &disk.0)?;
    let url = format!("sqlite://{}", disk.0.join("soak.db").display());
    let mut spec =
        Spec::serve(&place).set("LEADWIRE_QUEUE__WORKERS", "4").set("LEADWIRE_DATABASE__PATIENCE_MS", "1000");
    spec.url = url.clone();
    let (child, addr) = server(&spec).await?;
    let (app, rows) = (open(&url, place.folder.path()).await?, Database::connect(&url).await?);
    let mut it = Served { addr, who: client(&place, place.desk(0)), desk: place.desk(0).clone(), number: 0 };

    book(&app, &it.desk, 0).await?;
    let ballast = disk.0.join("ballast");
    fill(&ballast)?;
    in_trouble(sheet, &mut it, "disk full").await?;
    fs::remove_file(&ballast)?;
    well_again(sheet, &mut it, "disk full").await?;

    hold(&url, sheet, &mut it).await?;
    well_again(sheet, &mut it, "locked").await?;
    tasks(sheet, &Place { app, rows: rows.clone(), ..place }).await?;
    let checked = text(&rows, "PRAGMA integrity_check", "integrity_check").await?;
    sheet.exact("integrity_check", checked, "ok".to_owned());
    child.stop().await
}

/// A small file system of its own, gone with this value.
struct Disk(PathBuf);

impl Disk {
    fn mount(at: PathBuf) -> Result<Self> {
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", DISK, "tmpfs"]).arg(&at).status()?;
        ensure!(mounted.success(), "T16 needs a small disk: run it as root, or under `unshare -rm`");
        Ok(Self(at))
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Detached at once; it goes when the last that has a file on it does.
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    for name in ["soak.db", "soak.db-wal"] {
        let file = from.join(name);
        if file.exists() {
            fs::copy(file, to.join(name))?;
        }
    }
    Ok(())
}

/// Another process holds the one writer's lock, for longer than anybody waits.
async fn hold(url: &str, sheet: &mut Sheet, it: &mut Served) -> Result<()> {
    use sqlx::{Connection, SqliteConnection};
    let mut other = SqliteConnection::connect(url).await?;
    sqlx::query("BEGIN IMMEDIATE").execute(&mut other).await?;
    in_trouble(sheet, it, "locked").await?;
    sqlx::query("ROLLBACK").execute(&mut other).await?;
    Ok(other.close().await?)
}

async fn postgres(sheet: &mut Sheet) -> Result<()> {
    let place = Place::new(sheet.backend, 1).await?;
    let spec = Spec::serve(&place).set("LEADWIRE_QUEUE__WORKERS", "4");
    let (child, addr) = server(&spec).await?;
    let mut it = Served { addr, who: client(&place, place.desk(0)), desk: place.desk(0).clone(), number: 0 };
    book(&place.app, &it.desk, 0).await?;
    switch(&place.url, "on").await?;
    in_trouble(sheet, &mut it, "read-only").await?;
    switch(&place.url, "off").await?;
    well_again(sheet, &mut it, "read-only").await?;
    tasks(sheet, &place).await?;
    child.stop().await
}

/// As when the primary becomes a standby, and back: sessions end, and new ones may only read, or may write again.
async fn switch(url: &str, to: &str) -> Result<()> {
    use sqlx::{AssertSqlSafe, Connection, PgConnection};
    let mut session = PgConnection::connect(url).await?;
    let name: String = sqlx::query_scalar("SELECT current_database()::text").fetch_one(&mut session).await?;
    let others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    for words in [
        "SET default_transaction_read_only = off",
        &format!("ALTER DATABASE {name} SET default_transaction_read_only = {to}"),
        others,
    ] {
        sqlx::raw_sql(AssertSqlSafe(words.to_owned())).execute(&mut session).await?;
    }
    Ok(session.close().await?)
}

async fn text(rows: &DatabaseConnection, ask: &str, column: &str) -> Result<String> {
    let ask = Statement::from_string(rows.get_database_backend(), ask);
    Ok(rows.query_one_raw(ask).await?.context("a row")?.try_get("", column)?)
}

/// Takes all the room that is left.
fn fill(ballast: &PathBuf) -> Result<()> {
    let mut file = File::create(ballast)?;
    for size in [1 << 20, 1 << 12, 1] {
        let some = vec![0_u8; size];
        while file.write_all(&some).is_ok() {}
    }
    Ok(())
}

async fn in_trouble(sheet: &mut Sheet, it: &mut Served, what: &str) -> Result<()> {
    let (mut typed, mut internal, mut written, mut reads) = (0, 0, 0, 0);
    let mut was_unready = false;
    for _ in 0..TRIES {
        let reply = it.create().await?;
        match reply.code().as_str() {
            "" if reply.status == 200 => written += 1,
            "UNAVAILABLE" => typed += 1,
            _ => {
                eprintln!("  {reply:?}");
                internal += 1;
            }
        }
        was_unready |= !http::is_ready(&it.addr).await;
        let read = it.who.ask(&it.addr, READ, json!({}), None).await?;
        reads += usize::from(read.status == 200);
    }
    sheet.note(&format!("{what}: writes that found room all the same"), written);
    sheet.check(&format!("{what}: writes refused as UNAVAILABLE"), typed, "> 0", typed > 0);
    sheet.exact(&format!("{what}: writes that failed otherwise"), internal, 0);
    // One may find that its session has ended.
    let found = format!("{reads} of {TRIES}");
    sheet.check(&format!("{what}: reads answered"), found, "all but one", reads + 1 >= TRIES);
    sheet.exact(&format!("{what}: not ready"), was_unready, true);
    Ok(())
}

async fn well_again(sheet: &mut Sheet, it: &mut Served, what: &str) -> Result<()> {
    let addr = it.addr.clone();
    let ready = until("it is ready again", RECOVERS, async || Ok(http::is_ready(&addr).await)).await;
    sheet.check(
        &format!("{what}: ready again, without a restart, after"),
        ready.as_ref().map_or("never".into(), |took| format!("{:.1} s", took.as_secs_f64())),
        "≤ 20 s",
        ready.is_ok(),
    );
    let reply = it.create().await?;
    sheet.exact(&format!("{what}: then a write is"), reply.status, 200);
    Ok(())
}

/// Due while it cannot be written.
async fn book(app: &App, desk: &Desk, first: u64) -> Result<()> {
    let mut tx = Tx::begin(app, &desk.scope).await?;
    for number in first..first + TASKS {
        let due = tx.now() + chrono::TimeDelta::milliseconds((number * 150) as i64);
        tx.enqueue_at(&Step::new(number, due), due)?;
    }
    Ok(tx.commit().await?)
}

async fn tasks(sheet: &mut Sheet, place: &Place) -> Result<()> {
    until("every task is over", PATIENCE * 5, async || Ok(unfinished(place, Step::KIND).await? == 0)).await?;
    pause(100).await;
    let effects = crate::soak::desk::duty::effects(place).await?;
    sheet.exact("tasks due meanwhile: done", by_number(&effects).len() as u64, TASKS);
    sheet.exact("tasks due meanwhile: done twice", effects.len() - by_number(&effects).len(), 0);
    Ok(())
}

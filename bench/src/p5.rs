//! P5: a file of 100,000 people into leads, against the least that puts the same rows into the same table: COPY on PostgreSQL, the best
//! prepared bulk insert on SQLite. Each round begins with an empty table; memory is the process's, above what it was idle, while the
//! file is planned and applied, in the round before any limit was taken: that one holds all rows at once.
//!
//! `bench -- p5-big`: the memory alone, of a file of a gigabyte.

use crate::{app, harness, p5_bare};
use anyhow::{Context, Result, bail};
use entity::{
    file::FilePurpose,
    ids::{FileId, WorkspaceId},
    import::{Entity, ImportStatus, OnDuplicate, OnInvalid},
    workspace,
};
use leadwire::{
    cli,
    imports::{self, ImportOptions, NewImport, Wishes, file::Wish},
    kernel::{app::App, files::NewFile, queue::worker, scope::Scope, tx::Tx},
};
use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};

const PEOPLE: usize = 100_000;
const TARGET: f64 = 0.4;
const ROUNDS: usize = 3;
/// A gigabyte: so many people, and what else is said of each, in a column that nobody maps.
const BIG: usize = 1_000_000;
const REMARKS: usize = 950;
const TABLES: [&str; 9] = [
    "import_row",
    "import_keys",
    "import",
    "lead_list_member",
    "activity",
    "event",
    "lead",
    "lead_list",
    "company",
];

pub async fn run() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let url = app::database("p5").await?;
    on(&url, folder.path(), "P5 import, PostgreSQL").await?;
    let folder = tempfile::tempdir()?;
    let url = format!("sqlite://{}", folder.path().join("p5.db").display());
    on(&url, folder.path(), "P5 import, SQLite").await
}

async fn on(url: &str, folder: &Path, what: &str) -> Result<()> {
    let app = app::leadwire(url, folder).await?;
    let token = cli::demo::furnish(&app, "a password of the benchmark").await?;
    let scope = app::scope(&app, &token).await?;
    let (mut ours, mut limit, mut peak) = (vec![], vec![], Peak::default());
    let idle = resident();
    for round in 0..=ROUNDS {
        empty(&app).await?;
        let (took, most) = import(&app, &scope, (PEOPLE, 0)).await?;
        p5_bare::keep(&app).await?;
        let bare = p5_bare::fill(&app).await?;
        if round > 0 {
            ours.push(harness::per_second(PEOPLE, took));
            limit.push(harness::per_second(PEOPLE, bare));
        }
        if round == 0 {
            peak = most;
        }
    }
    let (ours, limit) = (harness::median(ours), harness::median(limit));
    let ratio = ours / limit;
    let load = harness::load();
    println!("| {what} | {ours:.0}/s | {limit:.0}/s | {ratio:.2} | ≥ {TARGET:.2} | {load} |");
    println!("| {what}, memory | {} | – | – | ≤ 64 MiB | {load} |", peak.above(idle));
    app.db().close().await;
    Ok(())
}

/// The same without a limit beside it: what a file of a gigabyte takes.
pub async fn big() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let url = app::database("p5_big").await?;
    of_big(&url, folder.path(), "P5 a file of 1 GB, PostgreSQL").await?;
    let folder = tempfile::tempdir()?;
    let url = format!("sqlite://{}", folder.path().join("p5_big.db").display());
    of_big(&url, folder.path(), "P5 a file of 1 GB, SQLite").await
}

async fn of_big(url: &str, folder: &Path, what: &str) -> Result<()> {
    let app = app::leadwire(url, folder).await?;
    let token = cli::demo::furnish(&app, "a password of the benchmark").await?;
    let scope = app::scope(&app, &token).await?;
    empty(&app).await?;
    let idle = resident();
    let (took, most) = import(&app, &scope, (BIG, REMARKS)).await?;
    let speed = harness::per_second(BIG, took);
    println!("| {what} | {speed:.0}/s; {} | – | – | ≤ 64 MiB | {} |", most.above(idle), harness::load());
    app.db().close().await;
    Ok(())
}

/// A file of so many people, each with so many bytes of remarks; in pieces of a thousand.
fn people((count, remarks): (usize, usize)) -> impl Iterator<Item = String> {
    let remarks = "Met at the fair. ".repeat(remarks.div_ceil(17));
    let row = move |n: usize| {
        format!(
            "First{n},Last{n},p{n}@company{}.example,+4930{:08},Head of things {},Berlin,DE,{remarks}\n",
            n % 5_000,
            n,
            n % 40
        )
    };
    let head = "First name,Last name,Email,Phone,Title,City,Country,Said of them\n".to_owned();
    let pieces = (0..count).step_by(1_000);
    std::iter::once(head)
        .chain(pieces.map(move |from| (from..count.min(from + 1_000)).map(&row).collect::<String>()))
}

/// The most memory held meanwhile, in KiB.
#[derive(Clone, Copy, Debug, Default)]
struct Peak {
    planning: u64,
    applying: u64,
}

impl Peak {
    fn above(self, idle: u64) -> String {
        let [planning, applying] =
            [self.planning, self.applying].map(|most| most.saturating_sub(idle) / 1_024);
        format!("{planning} MiB above idle while planning, {applying} while applying")
    }
}

/// From planned to applied: how long it took; and the most memory since it was sent.
async fn import(app: &App, scope: &Scope, file: (usize, usize)) -> Result<(Duration, Peak)> {
    let id = planned(app, scope, file).await?;
    let workers = worker::start(app, 2).await?;
    let planning = until(app, scope, id, ImportStatus::Planned).await?;
    let began = Instant::now();
    imports::apply(app, scope, id, None).await?;
    let applying = until(app, scope, id, ImportStatus::Applied).await?;
    let took = began.elapsed();
    workers.stop().await;
    let rows = leads(app).await?;
    if rows != file.0 as i64 {
        bail!("{rows} leads came of {} people", file.0);
    }
    Ok((took, Peak { planning, applying }))
}

async fn planned(app: &App, scope: &Scope, file: (usize, usize)) -> Result<entity::ids::ImportId> {
    let file = sent(app, scope, file).await?;
    let all = scope.find::<workspace::Entity>();
    let workspace: WorkspaceId = sea_orm::QueryOrder::order_by_asc(all, workspace::Column::CreatedAt)
        .one(&scope.read(app))
        .await?
        .context("a workspace")?
        .id;
    let new = NewImport {
        file,
        workspace: Some(workspace),
        list: None,
        list_name: Some("Fair".into()),
        campaign: None,
        sheet: None,
        wish: Wish::default(),
        options: ImportOptions {
            on_duplicate: OnDuplicate::Update,
            on_invalid: OnInvalid::Reject,
            clear_on_empty: false,
            country: None,
        },
        mapping: None,
        allow_again: true,
    };
    let import = imports::create(app, scope, new).await?;
    imports::map(app, scope, import.id, Wishes::default()).await?;
    imports::plan(app, scope, import.id, None).await?;
    Ok(import.id)
}

async fn sent(app: &App, scope: &Scope, file: (usize, usize)) -> Result<FileId> {
    let new = NewFile {
        name: "people.csv".into(),
        media_type: "text/csv".into(),
        purpose: FilePurpose::Upload,
        created_by: None,
        expires_at: None,
    };
    let mut out = app.files().create(scope.agency(), new).await?;
    for piece in people(file) {
        out.write(piece.as_bytes()).await?;
    }
    let tx = Tx::begin(app, scope).await?;
    let row = out.finish(&tx).await?;
    tx.commit().await?;
    Ok(row.id)
}

async fn until(app: &App, scope: &Scope, id: entity::ids::ImportId, wanted: ImportStatus) -> Result<u64> {
    let mut most = resident();
    loop {
        let row = scope.get::<Entity>(id, &scope.read(app)).await?;
        most = most.max(resident());
        if row.status == wanted {
            return Ok(most);
        }
        if row.error.is_some() {
            bail!("the import failed: {:?}", row.error);
        }
        // Often enough for a hundredth of what it takes; asking takes from the processors too.
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn leads(app: &App) -> Result<i64> {
    let counted = p5_bare::one(app, "SELECT count(*) FROM lead").await?;
    Ok(counted)
}

async fn empty(app: &App) -> Result<()> {
    for table in TABLES {
        p5_bare::execute(app, &format!("DELETE FROM {table}")).await?;
    }
    p5_bare::settle(app).await
}

/// What the process holds, in KiB.
fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").trim().parse().unwrap_or(0)
}

//! P3: a command (a row, an event and a background task in one transaction) against the same statements by bare sqlx.

use crate::{app, harness, p3_bare, seed};
use anyhow::Result;
use entity::{
    company,
    event_kind::{EventKind, SubjectKind},
    ids::{CompanyId, WorkspaceId},
};
use leadwire::kernel::{
    app::App,
    error,
    events::{Event, Subject},
    permission::Permission,
    queue::{BackgroundTask, Ended, Failure, Slice},
    scope::Scope,
    tx::Tx,
    wiring::Wiring,
};
use sea_orm::{ActiveModelTrait, Set};
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use std::{sync::Arc, time::Instant};
use tokio::task::JoinSet;
use uuid::Uuid;

/// A lane holds four: every command's task is admitted, as where workers keep up.
const AGENCIES: usize = 500;
const EACH: usize = 4;
const AT_ONCE: usize = 16;
const TARGET: f64 = 0.6;

#[derive(Serialize, Deserialize)]
struct Made {
    company: CompanyId,
}

#[derive(Serialize, Deserialize)]
struct Greet {
    company: CompanyId,
}

impl Event for Made {
    const KIND: EventKind = EventKind::CompanyUpdated;

    fn subject(&self) -> Subject {
        Subject::new(SubjectKind::Company, self.company)
    }
}

impl BackgroundTask for Greet {
    const KIND: &'static str = "bench.greet";
    const LANE: &'static str = "greet";

    async fn run(self, slice: Slice) -> Result<Ended, Failure> {
        let tx = slice.begin().await?;
        slice.done(tx).await
    }
}

pub fn wire(wiring: &mut Wiring) {
    wiring.task::<Greet>();
}

/// Somebody, and where they write.
pub struct Desk {
    pub scope: Scope,
    pub workspace: WorkspaceId,
}

/// A program with agencies that give commands.
pub struct Office {
    app: App,
    pool: PgPool,
    desks: Arc<[Desk]>,
    _folder: tempfile::TempDir,
}

pub async fn run() -> Result<()> {
    let office = Office::at(&app::database("p3").await?).await?;
    let pool = &office.pool;
    let bare = || round(pool, &office.desks, |desks, at| p3_bare::command(pool.clone(), desks, at));
    harness::compare("P3 command: row, event, task", TARGET, || office.ours(), bare).await
}

impl Office {
    pub async fn at(url: &str) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let app = app::leadwire(url, folder.path()).await?;
        let pool = app::pool(url).await?;
        seed::fill(&pool, AGENCIES, 0).await?;
        let mut desks = Vec::new();
        for admin in seed::admins(&app, &pool).await? {
            let ask =
                sqlx::query_scalar("SELECT id FROM workspace WHERE agency_id = $1").bind(admin.agency.0);
            let workspace: Uuid = ask.fetch_one(&pool).await?;
            desks.push(Desk { scope: app::scope(&app, &admin.token).await?, workspace: workspace.into() });
        }
        Ok(Self { app, pool, desks: desks.into(), _folder: folder })
    }

    /// Commands a second, as a domain gives them.
    pub async fn ours(&self) -> Result<f64> {
        round(&self.pool, &self.desks, |desks, at| ours(self.app.clone(), desks, at)).await
    }
}

/// Every desk gives its commands, so many at once; how many a second.
async fn round<F, R>(pool: &PgPool, desks: &Arc<[Desk]>, command: F) -> Result<f64>
where
    F: Fn(Arc<[Desk]>, usize) -> R,
    R: Future<Output = Result<()>> + Send + 'static,
{
    sqlx::raw_sql("TRUNCATE background_task, event, river_job, company CASCADE").execute(pool).await?;
    let start = Instant::now();
    let mut running = JoinSet::new();
    for number in 0..AGENCIES * EACH {
        if running.len() == AT_ONCE
            && let Some(done) = running.join_next().await
        {
            done??;
        }
        running.spawn(command(desks.clone(), number % AGENCIES));
    }
    while let Some(done) = running.join_next().await {
        done??;
    }
    Ok(harness::per_second(AGENCIES * EACH, start.elapsed()))
}

async fn ours(app: App, desks: Arc<[Desk]>, at: usize) -> Result<()> {
    Ok(create(&app, &desks[at]).await?)
}

/// As a domain writes it.
async fn create(app: &App, desk: &Desk) -> error::Result<()> {
    desk.scope.require(Permission::WriteLeads)?;
    let mut tx = Tx::begin(app, &desk.scope).await?;
    let row = company::ActiveModel {
        id: Set(CompanyId::new()),
        agency_id: Set(desk.scope.agency()),
        workspace_id: Set(desk.workspace),
        name: Set("Acme Logistics".into()),
        name_folded: Set("acme logistics".into()),
        search_text: Set("acme logistics".into()),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    let row = row.insert(&tx).await?;
    tx.emit(&Made { company: row.id }).await?;
    tx.enqueue(&Greet { company: row.id })?;
    tx.commit().await
}

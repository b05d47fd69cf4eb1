//! Jobs that somebody describes: with `jobCreate`, or in a schedule. The domain of the kind says what it takes
//! ([`Maker`]), because only it can tell a good description from a bad one.

use super::{
    control,
    create::{NewJob, create},
};
use crate::kernel::{
    app::App,
    check::{self, Problems},
    error::{Error, Result},
    scope::Scope,
    tx::Tx,
};
use entity::{
    campaign, data_source,
    ids::{CampaignId, DataSourceId, LeadListId, WorkspaceId},
    job::{self, JobKind},
    lead_list, workspace,
};
use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Longest criteria and settings, as JSON.
const MAX_BYTES: usize = 64 * 1024;

/// A job as somebody describes it; a schedule's template is stored so.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    pub kind: JobKind,
    pub workspace: Option<WorkspaceId>,
    pub campaign: Option<CampaignId>,
    pub data_source: Option<DataSourceId>,
    pub list: Option<LeadListId>,
    /// The name of a list to be made for it.
    pub new_list: Option<String>,
    pub search_criteria: Value,
    pub config: Value,
    #[serde(default)]
    pub limits: Limits,
}

/// Records that one job reads at most, whoever asks for how many: far more than any provider shows of one list, so that it
/// ends only one that never ends by itself.
pub const MOST_RECORDS: i32 = 1_000_000;

/// How far it may go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Limits {
    /// Records read at most; without it, as many as there are.
    pub records: Option<i32>,
    /// Spent at most, in millionths.
    pub cost_micros: Option<i64>,
    /// Whoever scores less is not kept, 0 to 100.
    pub min_score: Option<i32>,
}

impl Draft {
    #[must_use]
    pub fn of(kind: JobKind) -> Self {
        Self {
            kind,
            workspace: None,
            campaign: None,
            data_source: None,
            list: None,
            new_list: None,
            search_criteria: json!({}),
            config: json!({}),
            limits: Limits::default(),
        }
    }
}

/// What a maker is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Only whether it could: nothing is written.
    Check,
    Make,
}

type Make = dyn for<'a> Fn(&'a mut Tx, Draft, Purpose) -> BoxFuture<'a, Result<NewJob>> + Send + Sync;

/// How jobs of one kind are made by hand: asks for permissions, resolves ids through the transaction's scope, checks
/// values, and makes what the job needs beside itself. Offered by the kind's domain ([`crate::kernel::wiring::Wiring::offers`]).
pub struct Maker {
    kind: JobKind,
    make: Box<Make>,
}

impl Maker {
    pub fn new<F>(kind: JobKind, make: F) -> Self
    where
        F: for<'a> Fn(&'a mut Tx, Draft, Purpose) -> BoxFuture<'a, Result<NewJob>> + Send + Sync + 'static,
    {
        Self { kind, make: Box::new(make) }
    }
}

/// `jobCreate`: leaves the job PENDING, unless `starts`.
pub async fn create_by_hand(app: &App, scope: &Scope, draft: Draft, starts: bool) -> Result<job::Model> {
    control::require(scope)?;
    let mut tx = Tx::begin(app, scope).await?;
    let new = made(&mut tx, draft, Purpose::Make).await?;
    let job = create(&mut tx, NewJob { starts, ..new }).await?;
    tx.commit().await?;
    Ok(job)
}

/// The job that a draft describes, as whoever the transaction acts for may have it made.
pub(super) async fn made(tx: &mut Tx, draft: Draft, purpose: Purpose) -> Result<NewJob> {
    resolve(tx, &draft).await?;
    let app = tx.app().clone();
    let maker = app.wiring().offered::<Maker>().find(|maker| maker.kind == draft.kind);
    let Some(maker) = maker else { return Err(Error::invalid("kind", refusal(draft.kind))) };
    let mut problems = Problems::default();
    problems.keep("searchCriteria", check::json(&draft.search_criteria, MAX_BYTES));
    problems.keep("config", check::json(&draft.config, MAX_BYTES));
    limits(draft.limits, &mut problems);
    problems.finish()?;
    let limit_micros = draft.limits.cost_micros;
    let new = (maker.make)(tx, draft, purpose).await?;
    Ok(NewJob { limit_micros, ..new })
}

/// Whatever is named is there, and the caller's.
async fn resolve(tx: &Tx, draft: &Draft) -> Result<()> {
    let scope = tx.scope();
    if let Some(id) = draft.workspace {
        scope.get::<workspace::Entity>(id, tx).await?;
    }
    if let Some(id) = draft.data_source {
        scope.get::<data_source::Entity>(id, tx).await?;
    }
    if let Some(id) = draft.campaign {
        scope.get::<campaign::Entity>(id, tx).await?;
    }
    if let Some(id) = draft.list {
        scope.get::<lead_list::Entity>(id, tx).await?;
    }
    Ok(())
}

fn limits(limits: Limits, problems: &mut Problems) {
    let Limits { records, cost_micros, min_score } = limits;
    if records.is_some_and(|records| !(1..=MOST_RECORDS).contains(&records)) {
        problems.add("limits.records", "a number from 1 to 1,000,000, or none to read everything");
    }
    if cost_micros.is_some_and(|cost| cost < 0) {
        problems.add("limits.costMicros", "zero or more");
    }
    if min_score.is_some_and(|score| !(0..=100).contains(&score)) {
        problems.add("limits.minScore", "a number from 0 to 100");
    }
}

/// What makes jobs of this kind instead.
fn refusal(kind: JobKind) -> &'static str {
    match kind {
        JobKind::GenerateLeads => "a kind made by hand; leadRequestCreate makes jobs that generate leads",
        JobKind::Import => "a kind made by hand; importApply makes import jobs",
        JobKind::Export => "a kind made by hand; exportCreate makes export jobs",
        JobKind::Scrape
        | JobKind::Enrich
        | JobKind::Verify
        | JobKind::Run
        | JobKind::Sync
        | JobKind::Launch
        | JobKind::Draft
        | JobKind::Optimise => "a kind this server can do; it cannot do this one yet",
    }
}

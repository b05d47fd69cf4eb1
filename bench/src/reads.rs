//! P1, the board query, and P2, a flat list: ours over the real door against the limit, each in a process of its own.

use crate::{app, child::Child, harness, harness::Figure, load::Question, seed};
use anyhow::{Result, ensure};
use serde_json::Value;
use std::{
    path::Path,
    time::{Duration, Instant},
};

const AGENCIES: usize = 20;
const LEADS: usize = 10_000;
/// One figure.
const ROUND: Duration = Duration::from_secs(3);

/// One question, and the statement that answers it for agency `$1`.
pub struct Read {
    pub path: &'static str,
    pub title: &'static str,
    target: f64,
    pub query: &'static str,
    pub sql: &'static str,
}

pub const ALL: [Read; 2] = [
    Read {
        path: "/p1",
        title: "P1 board query, 20 leads",
        target: 0.6,
        query: "{ leads(first: 20, orderBy: {field: CREATED_AT, direction: DESC}) { nodes { id firstName lastName email \
                status score campaign { id name status } card { stage { name } } \
                activities(first: 3) { nodes { kind summary at } } } } }",
        sql: include_str!("p1.sql"),
    },
    Read {
        path: "/p2",
        title: "P2 flat list, 50 leads",
        target: 0.8,
        query: "{ leads(first: 50, orderBy: {field: CREATED_AT, direction: DESC}) { nodes { id firstName lastName email \
                title status priority score } } }",
        sql: include_str!("p2.sql"),
    },
];

/// A filled database and somebody who may ask.
pub struct Place {
    pub url: String,
    pub folder: tempfile::TempDir,
    pub admin: seed::Admin,
}

impl Place {
    pub async fn new(name: &str) -> Result<Self> {
        Self::at(app::database(name).await?).await
    }

    /// The same in this database.
    pub async fn at(url: String) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let app = app::leadwire(&url, folder.path()).await?;
        let pool = app::pool(&url).await?;
        seed::fill(&pool, AGENCIES, LEADS).await?;
        let admin = seed::admins(&app, &pool).await?.swap_remove(AGENCIES / 2);
        app.db().close().await;
        Ok(Self { url, folder, admin })
    }

    /// Ours (`serve`) or the least server (`limit`).
    pub async fn server(&self, role: &str) -> Result<(Child, String)> {
        let folder: &Path = self.folder.path();
        let mut child = Child::start(&[role, &self.url, &folder.to_string_lossy()])?;
        let addr = child.after("at ").await?;
        Ok((child, addr))
    }
}

pub async fn run(names: &[&str]) -> Result<()> {
    let place = Place::new("reads").await?;
    let (ours, our_addr) = place.server("serve").await?;
    let (limit, its_addr) = place.server("limit").await?;
    for read in ALL.iter().filter(|read| names.contains(&read.path.trim_start_matches('/'))) {
        let token = &place.admin.token;
        let our = Question::new(&our_addr, "/graphql", token, read.query)?;
        let its = Question::new(&its_addr, read.path, token, "")?;
        same(&our.ask().await?, &its.ask().await?)?;
        harness::compare(read.title, read.target, || measure(&ours, &our), || measure(&limit, &its)).await?;
    }
    ours.stop().await?;
    limit.stop().await
}

/// Both must have done the same work.
fn same(ours: &Value, limit: &Value) -> Result<()> {
    ensure!(ours["data"] == limit["data"], "not the same answer:\n{ours:#}\n{limit:#}");
    Ok(())
}

/// Answers a second, and what one costs the server.
pub async fn measure(server: &Child, question: &Question) -> Result<Figure> {
    let (start, before) = (Instant::now(), server.cpu()?);
    let count = question.repeat(ROUND).await?;
    let (took, used) = (start.elapsed(), server.cpu()? - before);
    Ok(Figure { per_second: harness::per_second(count, took), cpu_each: Some(used.div_f64(count as f64)) })
}

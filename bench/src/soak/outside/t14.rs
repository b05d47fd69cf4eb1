//! T14: the same idempotency key many times at once, with another body, and across a crash.

use crate::child::Child;
use crate::soak::{
    desk::{
        Backend, Place, Sheet,
        crew::{Spec, server},
        http::{Client, Reply},
        pause,
    },
    log::client,
};
use anyhow::{Result, ensure};
use entity::workspace;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;
use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

const CREATE: &str = "mutation($i: WorkspaceCreateInput!) { workspaceCreate(input: $i) { id } }";
const AT_ONCE: usize = 50;
const KEYS: usize = 40;
const CRASHES: usize = 20;
/// Requests under way when the server is killed.
const CUT_OFF: usize = 10;
/// The server takes a request for dead after a minute.
const PATIENCE: Duration = Duration::from_secs(120);

/// Servers of one place.
struct Servers {
    spec: Spec,
    all: Vec<(Child, String)>,
}

impl Servers {
    async fn start(place: &Place) -> Result<Self> {
        let spec = Spec::serve(place);
        let mut all = vec![server(&spec).await?];
        if place.backend == Backend::Postgres {
            all.push(server(&spec).await?);
        }
        Ok(Self { spec, all })
    }

    fn addr(&self, number: usize) -> &str {
        &self.all[number % self.all.len()].1
    }

    async fn replace(&mut self, number: usize) -> Result<()> {
        let at = number % self.all.len();
        let (old, _) = self.all.remove(at);
        old.kill().await?;
        self.all.insert(at, server(&self.spec).await?);
        Ok(())
    }
}

pub async fn run(sheet: &mut Sheet) -> Result<()> {
    let place = Place::new(sheet.backend, 1).await?;
    let who = client(&place, place.desk(0));
    let mut servers = Servers::start(&place).await?;
    crowds(sheet, &place, &who, &servers).await?;
    crashes(sheet, &place, &who, &mut servers).await?;
    for (child, _) in servers.all {
        child.stop().await?;
    }
    Ok(())
}

async fn create(who: &Client, addr: &str, key: &str, name: &str) -> Result<Reply> {
    who.ask(addr, CREATE, json!({ "i": { "name": name } }), Some(key)).await
}

async fn made(place: &Place, name: &str) -> Result<u64> {
    Ok(workspace::Entity::find().filter(workspace::Column::Name.eq(name)).count(&place.rows).await?)
}

/// Fifty at once with one key; then one with another body.
async fn crowds(sheet: &mut Sheet, place: &Place, who: &Client, servers: &Servers) -> Result<()> {
    let keys = sheet.share(KEYS, 4);
    let (mut once, mut answers, mut typed, mut refused) = (0, 0, 0, 0);
    for number in 0..keys {
        let (key, name) = (format!("crowd-{number}"), format!("Crowd {number}"));
        let all = (0..AT_ONCE).map(|at| create(who, servers.addr(at), &key, &name));
        let replies = futures_util::future::try_join_all(all).await?;
        let ids: BTreeSet<String> =
            replies.iter().map(|reply| reply.json()["data"]["workspaceCreate"]["id"].to_string()).collect();
        refused += replies.iter().filter(|reply| reply.status != 200).count();
        answers += ids.len();
        let again = format!("{name} again");
        let other = create(who, servers.addr(number), &key, &again).await?;
        typed += usize::from(other.code() == "IDEMPOTENCY_MISMATCH");
        once += usize::from((made(place, &name).await?, made(place, &again).await?) == (1, 0));
    }
    sheet.note("keys, calls each at once", format!("{keys}, {AT_ONCE}"));
    sheet.exact("keys with one effect", once, keys);
    sheet.exact("different answers", answers, keys);
    sheet.exact("calls without the answer", refused, 0);
    sheet.exact("other bodies refused as IDEMPOTENCY_MISMATCH", typed, keys);
    Ok(())
}

/// The server is killed while requests are under way; each is repeated under its key until it is answered.
async fn crashes(sheet: &mut Sheet, place: &Place, who: &Client, servers: &mut Servers) -> Result<()> {
    let (crashes, random) = (sheet.share(CRASHES, 3), place.random());
    let mut open = vec![];
    for crash in 0..crashes {
        let names: Vec<String> = (0..CUT_OFF).map(|at| format!("Crash {crash}/{at}")).collect();
        let addr = servers.addr(crash).to_owned();
        let calls: Vec<_> = names
            .iter()
            .map(|name| {
                let (who, addr, name) = (who.clone(), addr.clone(), name.clone());
                tokio::spawn(async move { create(&who, &addr, &key(&name), &name).await })
            })
            .collect();
        pause((random.unit() * 60.0) as u64).await;
        servers.replace(crash).await?;
        let mut cut_off = 0;
        for call in calls {
            cut_off += usize::from(call.await?.is_err());
        }
        open.push((names, cut_off));
    }
    let (mut once, mut answered, mut lost) = (0, 0, 0);
    for name in open.iter().flat_map(|(names, _)| names) {
        let reply = repeat(who, servers, name).await?;
        answered += usize::from(reply.status == 200);
        lost += usize::from(reply.code() == "CONFLICT");
        once += usize::from(made(place, name).await? == 1);
    }
    let (all, cut_off) = (crashes * CUT_OFF, open.iter().map(|it| it.1).sum::<usize>());
    sheet.note("crashes, calls", format!("{crashes}, {all}"));
    sheet.check("calls cut off by a crash", cut_off, "> 0", cut_off > 0);
    sheet.exact("calls with one effect in the end", once, all);
    sheet.note("answered, told that the answer was lost", format!("{answered}, {lost}"));
    sheet.exact("neither", all - answered - lost, 0);
    Ok(())
}

fn key(name: &str) -> String {
    name.replace([' ', '/'], "-")
}

/// Until it is known what became of the first request.
async fn repeat(who: &Client, servers: &Servers, name: &str) -> Result<Reply> {
    let begun = Instant::now();
    loop {
        let reply = create(who, servers.addr(0), &key(name), name).await?;
        if reply.status == 200 || !reply.body.contains("still being carried out") {
            return Ok(reply);
        }
        ensure!(begun.elapsed() < PATIENCE, "{name} is being carried out for ever");
        pause(1_000).await;
    }
}

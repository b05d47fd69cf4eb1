//! T15: servers are told to end under load, one after the other, as in a deploy: no request fails, no attempt is lost.

use super::proxy::Proxy;
use crate::soak::{
    desk::{
        Place, Sheet,
        crew::{Spec, server},
        duty::{self, Step, book, by_number, dead, effects, unfinished},
        http, pause, percentile, until,
    },
    log::client,
};
use anyhow::Result;
use leadwire::kernel::queue::BackgroundTask;
use serde_json::json;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

const DEPLOYS: usize = 20;
const CLIENTS: usize = 8;
const AGENCIES: usize = 4;
/// What docs/deploy.md gives the supervisor: `TimeoutStopSec`.
const GRACE: Duration = Duration::from_secs(60);
const PATIENCE: Duration = Duration::from_secs(60);
const QUERY: &str = "{ workspaces(first: 5) { nodes { id name } } }";
const CREATE: &str = "mutation($i: WorkspaceCreateInput!) { workspaceCreate(input: $i) { id } }";

/// What clients got.
#[derive(Default)]
struct Tally {
    requests: AtomicUsize,
    server_errors: AtomicUsize,
    broken: AtomicUsize,
    others: AtomicUsize,
    over: AtomicBool,
}

pub async fn run(sheet: &mut Sheet) -> Result<()> {
    let place = Arc::new(Place::new(sheet.backend, AGENCIES).await?);
    let spec = Spec::serve(&place).set("LEADWIRE_QUEUE__WORKERS", "8");
    let mut servers = vec![server(&spec).await?, server(&spec).await?];
    let proxy = Proxy::start(&[servers[0].1.clone(), servers[1].1.clone()]).await?;
    let tally = Arc::new(Tally::default());
    let mut load = JoinSet::new();
    for at in 0..CLIENTS {
        load.spawn(ask(place.clone(), proxy.addr.clone(), tally.clone(), at));
    }
    let booking = tokio::spawn(book_on(place.clone(), tally.clone()));
    let (deploys, mut stops) = (sheet.share(DEPLOYS, 3), vec![]);
    for deploy in 0..deploys {
        pause(1_000).await;
        let at = deploy % servers.len();
        let begun = Instant::now();
        servers[at].0.signal("TERM")?;
        servers[at].0.ended().await?;
        stops.push(begun.elapsed().as_secs_f64());
        servers[at] = server(&spec).await?;
        proxy.move_to(at, &servers[at].1);
        let addr = servers[at].1.clone();
        until("the new one is ready", PATIENCE, async || Ok(http::is_ready(&addr).await)).await?;
    }
    tally.over.store(true, Ordering::Relaxed);
    while let Some(client) = load.join_next().await {
        client?;
    }
    let booked = booking.await??;
    until("every task is over", PATIENCE, async || Ok(unfinished(&place, Step::KIND).await? == 0)).await?;
    requests(sheet, &proxy, &tally);
    let most = percentile(stops, 1.0);
    sheet.check("SIGTERM to end, most", format!("{most:.1} s"), "≤ 60 s", most <= GRACE.as_secs_f64());
    let effects = effects(&place).await?;
    sheet.note("deploys, tasks", format!("{deploys}, {booked}"));
    sheet.exact(
        "tasks done, once each",
        (by_number(&effects).len(), effects.len()) == (booked, booked),
        true,
    );
    sheet.exact("attempts lost", duty::most_attempts(&place, Step::KIND).await?, 0);
    sheet.exact("given up", dead(&place, Step::KIND).await?, 0);
    for (child, _) in servers {
        child.stop().await?;
    }
    Ok(())
}

fn requests(sheet: &mut Sheet, proxy: &Proxy, tally: &Tally) {
    let count = |number: &AtomicUsize| number.load(Ordering::Relaxed);
    let requests = count(&tally.requests);
    sheet.check("requests", requests, "> 0", requests > 0);
    sheet.exact("answers 5xx at the proxy", count(&tally.server_errors), 0);
    sheet.exact("of these made by the proxy itself", count(&proxy.failed), 0);
    sheet.exact("connections broken", count(&tally.broken), 0);
    sheet.exact("other answers than 200", count(&tally.others), 0);
}

async fn ask(place: Arc<Place>, addr: String, tally: Arc<Tally>, at: usize) {
    let who = client(&place, place.desk(at));
    let mut number = 0;
    while !tally.over.load(Ordering::Relaxed) {
        number += 1;
        let name = json!({ "i": { "name": format!("Desk {at}/{number}") } });
        let reply = match number % 10 {
            0 => who.ask(&addr, CREATE, name, None).await,
            _ => who.ask(&addr, QUERY, json!({}), None).await,
        };
        tally.requests.fetch_add(1, Ordering::Relaxed);
        let wrong = match &reply {
            Err(_) => &tally.broken,
            Ok(reply) if reply.status >= 500 => &tally.server_errors,
            Ok(reply) if reply.status != 200 => &tally.others,
            Ok(_) => continue,
        };
        eprintln!("  a client: {reply:?}");
        wrong.fetch_add(1, Ordering::Relaxed);
    }
}

/// Tasks that are at work when a server is told to end.
async fn book_on(place: Arc<Place>, tally: Arc<Tally>) -> Result<usize> {
    let mut booked = 0;
    while !tally.over.load(Ordering::Relaxed) {
        let steps: Vec<_> = (booked..booked + 5)
            .map(|number| Step { works_ms: 300, ..Step::new(number as u64, chrono::DateTime::UNIX_EPOCH) })
            .collect();
        book(&place, place.desk(booked / 5), &steps).await?;
        booked += steps.len();
        pause(200).await;
    }
    Ok(booked)
}

//! P4: ten thousand sockets follow a hundred agencies. The server and the sockets' other ends are processes of their own;
//! the server makes the events, so its CPU time includes writing them.

mod client;
mod server;

pub use client::run as client;
pub use server::run as server;

use crate::{app, child::Child, harness, seed};
use anyhow::Result;
use serde::{Deserialize, Serialize};
use std::time::{Duration, Instant};

const AGENCIES: usize = 100;
const SOCKETS: usize = 10_000;
/// In all agencies together; each reaches every socket of its agency.
const EVENTS_PER_SECOND: usize = 100;
const TIME: Duration = Duration::from_secs(20);
/// What every socket follows.
const DOCUMENT: &str = "subscription { leadChanges { cursor kind at leadId lead { status score } } }";

/// What the sockets saw.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Seen {
    messages: usize,
    /// Numbers that were skipped or came twice, and events that did not come at all.
    wrong: usize,
    p50_ms: f64,
    p99_ms: f64,
    most_ms: f64,
}

pub async fn run() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let url = app::database("fan").await?;
    let app = app::leadwire(&url, folder.path()).await?;
    let pool = app::pool(&url).await?;
    seed::fill(&pool, AGENCIES, 10).await?;
    let admins = seed::admins(&app, &pool).await?;
    let tokens = folder.path().join("tokens");
    let lines: Vec<_> = admins.iter().map(|admin| format!("{} {}", admin.agency.0, admin.token)).collect();
    std::fs::write(&tokens, lines.join("\n"))?;
    app.db().close().await;
    println!(
        "\n| what | p50 | p99 | most | messages | missed | KiB per socket | µs CPU per message | load |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    let mut server = Child::start(&["live", &url, &folder.path().to_string_lossy()])?;
    let addr = server.after("at ").await?;
    measure(&mut server, &addr, &tokens.to_string_lossy()).await?;
    server.stop().await
}

async fn measure(server: &mut Child, addr: &str, tokens: &str) -> Result<()> {
    let empty = server.memory()?;
    let start = Instant::now();
    let mut client = Child::start(&["sockets", addr, &SOCKETS.to_string(), tokens])?;
    client.after("open").await?;
    eprintln!("{SOCKETS} sockets opened in {:.1} s", start.elapsed().as_secs_f64());
    // What was needed for greeting only is given back by then.
    tokio::time::sleep(Duration::from_secs(5)).await;
    let each = server.memory()?.saturating_sub(empty) as f64 / SOCKETS as f64 / 1_024.0;
    let before = server.cpu()?;
    server.tell(&format!("{} {}", EVENTS_PER_SECOND, TIME.as_secs())).await?;
    let made = server.after("made ").await?;
    client.tell(&made).await?;
    let seen: Seen = serde_json::from_str(&client.after("seen ").await?)?;
    let cpu = (server.cpu()? - before).as_secs_f64() * 1_000_000.0 / seen.messages.max(1) as f64;
    let load = harness::load();
    println!(
        "| P4 {SOCKETS} sockets, {EVENTS_PER_SECOND} events/s | {:.0} ms | {:.0} ms | {:.0} ms | {} | {} | {each:.1} | {cpu:.1} | {load} |",
        seen.p50_ms, seen.p99_ms, seen.most_ms, seen.messages, seen.wrong
    );
    println!("| target | | < 300 ms | | | 0 | ≤ 25 | ≤ 20 | |");
    client.stop().await
}

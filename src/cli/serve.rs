//! `leadwire serve`: the API, with workers beside it.

use super::{More, args, args::Global, boot::Boot, stop, watchdog};
use crate::{
    base::secret::ExposeSecret,
    http,
    identity::setup,
    kernel::{app::App, idempotency, queue::worker},
    schema,
};
use anyhow::{Context, Result};
use serde_json::json;
use std::net::SocketAddr;
use tokio::net::TcpListener;

pub async fn run(global: &Global, args: &args::Serve, more: More) -> Result<()> {
    let flags = args.addr.map_or_else(|| json!({}), |addr| json!({ "server": { "addr": addr } }));
    let boot = Boot::ready(global, flags).await?;
    let addr = boot.config.server.addr;
    // Taken before the database is touched: a port that is taken must change nothing.
    let listener = TcpListener::bind(addr).await.with_context(|| {
        format!("cannot listen on {addr}: is something else there? (--addr chooses another)")
    })?;
    let folder = boot.data_dir.clone();
    let app = boot.app_with(more).await?;
    watchdog::start();
    // From here on what is at work may finish, and no attempt is lost, however early we are told to stop.
    let over = stop::asked();
    let workers = match app.config().queue.workers {
        0 => None,
        count => Some(worker::start(&app, count).await?),
    };
    if workers.is_some() {
        idempotency::bury_the_dead(&app).await?;
    }
    if let Some(folder) = folder {
        println!("Database and keys are in {}", folder.path().display());
    }
    let addr = listener.local_addr()?;
    welcome(&app, addr).await?;
    let front = http::router(app.clone(), schema::build(app.clone()))?;
    println!("Leadwire is at http://{addr}");
    http::serve(listener, front, Box::pin(over)).await?;
    if let Some(workers) = workers {
        workers.stop().await;
    }
    app.db().close().await;
    Ok(())
}

/// Where nobody can sign in yet: how the first person does.
async fn welcome(app: &App, addr: SocketAddr) -> Result<()> {
    let Some(token) = setup::link(app).await? else { return Ok(()) };
    let base = match app.config().server.public_url.trim_end_matches('/') {
        "" => format!("http://{addr}"),
        url => url.to_owned(),
    };
    println!("Nobody can sign in yet. Make the first admin here, once, within a day:");
    println!("  {base}/setup?token={}", token.expose_secret());
    println!("or on this machine: leadwire admin agency create NAME --email EMAIL");
    Ok(())
}

//! `leadwire work`: background tasks without an API.

use super::{More, args::Global, boot::Boot, stop, watchdog};
use crate::kernel::queue::worker;
use anyhow::Result;
use serde_json::json;

pub async fn run(global: &Global, more: More) -> Result<()> {
    let app = Boot::ready(global, json!({})).await?.app_with(more).await?;
    watchdog::start();
    let over = stop::asked();
    let count = app.config().queue.workers.max(1);
    let workers = worker::start(&app, count).await?;
    println!("Leadwire works as {} with {count} workers", workers.name());
    over.await;
    workers.stop().await;
    app.db().close().await;
    Ok(())
}

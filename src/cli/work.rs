//! `leadwire work`: background tasks without an API.

use super::{args::Global, boot::Boot, stop, watchdog};
use crate::kernel::queue::worker;
use anyhow::Result;
use serde_json::json;

pub async fn run(global: &Global) -> Result<()> {
    let app = Boot::ready(global, json!({})).await?.app().await?;
    watchdog::start();
    let over = stop::asked();
    let workers = worker::start(&app, app.config().queue.workers.max(1)).await?;
    tracing::info!(workers = app.config().queue.workers.max(1), "working");
    over.await;
    workers.stop().await;
    app.db().close().await;
    Ok(())
}

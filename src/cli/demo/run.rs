//! The demo's course: start, seed, ask for leads, watch, show, keep serving.

use super::{ask::Client, marker, seed, show};
use crate::{
    base::random::Random,
    cli::{args, boot::Boot, data_dir::DataDir, stop, watchdog},
    config::LogFormat,
    http,
    kernel::{housekeeping::forget_facts, queue::worker},
    sandbox::SandboxSettings,
    schema,
};
use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Value, json};
use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    time::{Duration, Instant},
};
use tokio::net::TcpListener;

const FOLDER: &str = "leadwire-demo";
/// A demo that takes longer is broken.
const PATIENCE: Duration = Duration::from_secs(120);

pub async fn run(global: &args::Global, args: &args::Demo) -> Result<()> {
    let mut global = global.clone();
    let folder = global.data_dir.get_or_insert_with(|| PathBuf::from(FOLDER)).clone();
    let marker = marker::ensure(&DataDir::open(&folder)?, &Random::system())?;
    let quiet = json!({ "log": { "filter": "warn,leadwire=error", "format": LogFormat::Pretty } });
    let mut boot = Boot::read(&global, quiet)?;
    boot.sandbox = Some(SandboxSettings { error_rate: args.error_rate, ..SandboxSettings::default() });
    let listener = listen(args.addr).await?;
    let addr = listener.local_addr()?;
    let app = boot.app().await?;
    watchdog::start();
    let workers = worker::start(&app, app.config().queue.workers.max(1)).await?;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let until = async move { stopped.await.unwrap_or_default() };
    let front = http::router(app.clone(), schema::build(app.clone()))?;
    let server = tokio::spawn(http::serve(listener, front, Box::pin(until)));
    let client = seed::ensure(&app, &marker).await?;
    if args.error_rate > 0.0 {
        // What an earlier run was told would be answered from memory, where nothing can fail.
        forget_facts(&app).await?;
    }
    let outcome = find(&client, &args.description, args.json).await?;
    let url = format!("http://{addr}");
    if args.json {
        println!("{:#}", show::document(&url, &marker, &client.token, &outcome));
    } else {
        show::table(&outcome);
        show::sign_in(&url, &marker, &client.token, !args.once);
    }
    if !args.once {
        stop::asked().await;
    }
    drop(stop);
    server.await??;
    workers.stop().await;
    app.db().close().await;
    Ok(())
}

/// As asked, else the usual port, else any.
async fn listen(addr: Option<SocketAddr>) -> Result<TcpListener> {
    if let Some(addr) = addr {
        return TcpListener::bind(addr).await.with_context(|| format!("cannot listen on {addr}"));
    }
    let usual = SocketAddr::from((Ipv4Addr::LOCALHOST, 8080));
    match TcpListener::bind(usual).await {
        Ok(listener) => Ok(listener),
        Err(_) => Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?),
    }
}

/// Makes the request, watches its job, and reads what came of it.
async fn find(client: &Client, description: &str, is_quiet: bool) -> Result<Value> {
    let started = Instant::now();
    let input = json!({ "i": {
        "description": description,
        "maxResults": 25,
        "saveTo": board(client).await?,
    } });
    let made = client.ask(show::CREATE, input).await?;
    let id = made["leadRequestCreate"]["id"].clone();
    let bar = bar(is_quiet);
    loop {
        let now = client.ask(show::WATCH, json!({ "id": id })).await?;
        let job = &now["leadRequest"]["job"];
        bar.set_position(job["progress"].as_u64().unwrap_or_default());
        bar.set_message(job["progressNote"].as_str().unwrap_or_default().to_owned());
        match job["status"].as_str() {
            Some("PENDING" | "RUNNING") if started.elapsed() < PATIENCE => {}
            Some("COMPLETED") => break,
            status => bail!("the lead request ended {}: {job}", status.unwrap_or("nowhere")),
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    bar.finish_and_clear();
    let mut outcome = client.ask(show::RESULT, json!({ "id": id })).await?;
    outcome["seconds"] = json!(started.elapsed().as_secs_f64());
    Ok(outcome)
}

/// Where the best ten go: a new board, or the one of the run before.
async fn board(client: &Client) -> Result<Value> {
    let boards = client.ask(show::BOARDS, json!({})).await?;
    let mut boards = boards["pipelines"]["nodes"].as_array().into_iter().flatten();
    Ok(match boards.find(|board| board["name"] == show::BOARD) {
        Some(board) => json!({ "count": 10, "pipelineId": board["id"] }),
        None => json!({ "count": 10, "newPipeline": { "name": show::BOARD, "template": "OUTREACH" } }),
    })
}

fn bar(is_quiet: bool) -> ProgressBar {
    let target = if is_quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let bar = ProgressBar::with_draw_target(Some(100), target);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos:>3}%  {msg}") {
        bar.set_style(style);
    }
    bar
}

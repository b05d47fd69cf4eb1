//! P8: from starting the program on an existing SQLite database to its first answer, and what it holds when idle.

use crate::{child::Child, harness, load::Question};
use anyhow::Result;
use std::{
    path::Path,
    time::{Duration, Instant},
};

const SETTLED: Duration = Duration::from_secs(5);

pub async fn run() -> Result<()> {
    let folder = tempfile::tempdir()?;
    // Makes the database and the keys.
    let (first, _) = start(folder.path()).await?;
    first.stop().await?;
    let (mut times, mut memory) = (Vec::new(), Vec::new());
    for _ in 0..harness::ROUNDS {
        let (child, took) = start(folder.path()).await?;
        times.push(took.as_secs_f64() * 1_000.0);
        tokio::time::sleep(SETTLED).await;
        memory.push(child.memory()? as f64 / 1_024.0 / 1_024.0);
        child.stop().await?;
    }
    println!("\n| what | start to first answer | idle memory | load |\n|---|---|---|---|");
    println!(
        "| P8 `leadwire serve`, existing SQLite database | {:.0} ms | {:.1} MiB | {} |",
        harness::median(times),
        harness::median(memory),
        harness::load()
    );
    println!("| target | < 300 ms | < 60 MiB | |");
    Ok(())
}

async fn start(folder: &Path) -> Result<(Child, Duration)> {
    let begin = Instant::now();
    let folder = folder.to_string_lossy();
    let mut child = Child::start(&["leadwire", "serve", "--data-dir", &folder, "--addr", "127.0.0.1:0"])?;
    let addr = child.after("Leadwire is at http://").await?;
    Question::public(&addr, "{ health { version } }")?.ask().await?;
    Ok((child, begin.elapsed()))
}

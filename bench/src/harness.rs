//! How figures are taken: ours and the limit in turns, the median of five, with the machine's load beside them.

use anyhow::Result;
use std::{fs, future::Future, time::Duration};

pub const ROUNDS: usize = 5;
pub const HEAD: &str = "| what | ours | limit | ratio | target | load |\n|---|---|---|---|---|---|";

/// Runs `ours` and `limit` in turns; each says how many a second it did. Prints one line of the table.
pub async fn compare<A, B>(
    what: &str,
    target: f64,
    mut ours: impl FnMut() -> A,
    mut limit: impl FnMut() -> B,
) -> Result<()>
where
    A: Future<Output = Result<f64>>,
    B: Future<Output = Result<f64>>,
{
    let (mut mine, mut most) = (Vec::new(), Vec::new());
    // The first round warms caches and connections and is not counted.
    for round in 0..=ROUNDS {
        let (a, b) = (ours().await?, limit().await?);
        if round > 0 {
            mine.push(a);
            most.push(b);
        }
    }
    let (mine, most) = (median(mine), median(most));
    println!("| {what} | {mine:.0}/s | {most:.0}/s | {:.2} | ≥ {target:.2} | {} |", mine / most, load());
    Ok(())
}

pub fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

/// `count` things in `took`, per second.
pub fn per_second(count: usize, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64()
}

fn load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().unwrap_or("?").to_owned()
}

pub fn machine() -> String {
    let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or(": ?");
    let cores = std::thread::available_parallelism().map_or(0, Into::into);
    format!(
        "{} cores,{}; PostgreSQL on the same machine, fsync off",
        cores,
        model.trim_start_matches([' ', '\t', ':'])
    )
}

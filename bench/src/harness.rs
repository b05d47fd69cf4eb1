//! How figures are taken: ours and the limit in turns, the median of five, with the machine's load beside them.

use anyhow::Result;
use std::{fs, future::Future, time::Duration};

pub const ROUNDS: usize = 5;
pub const HEAD: &str = "| what | ours | limit | ratio | target | load |\n|---|---|---|---|---|---|";

/// What one round found.
#[derive(Clone, Copy, Debug)]
pub struct Figure {
    pub per_second: f64,
    /// CPU time of the server alone, per answer.
    pub cpu_each: Option<Duration>,
}

impl From<f64> for Figure {
    fn from(per_second: f64) -> Self {
        Self { per_second, cpu_each: None }
    }
}

/// Runs `ours` and `limit` in turns. Prints one line of the table.
pub async fn compare<A, B, F: Into<Figure>>(
    what: &str,
    target: f64,
    mut ours: impl FnMut() -> A,
    mut limit: impl FnMut() -> B,
) -> Result<()>
where
    A: Future<Output = Result<F>>,
    B: Future<Output = Result<F>>,
{
    let (mut mine, mut most) = (Vec::new(), Vec::new());
    // The first round warms caches and connections and is not counted.
    for round in 0..=ROUNDS {
        let (a, b) = (ours().await?.into(), limit().await?.into());
        if round > 0 {
            mine.push(a);
            most.push(b);
        }
    }
    let ratio = rate(&mine) / rate(&most);
    println!("| {what} | {} | {} | {ratio:.2} | ≥ {target:.2} | {} |", cell(&mine), cell(&most), load());
    Ok(())
}

fn rate(figures: &[Figure]) -> f64 {
    median(figures.iter().map(|figure| figure.per_second).collect())
}

fn cell(figures: &[Figure]) -> String {
    let cpu: Vec<f64> =
        figures.iter().filter_map(|figure| Some(figure.cpu_each?.as_secs_f64() * 1_000.0)).collect();
    let cpu = if cpu.is_empty() { String::new() } else { format!(" ({:.2} ms CPU)", median(cpu)) };
    format!("{:.0}/s{cpu}", rate(figures))
}

pub fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

/// `count` things in `took`, per second.
pub fn per_second(count: usize, took: Duration) -> f64 {
    count as f64 / took.as_secs_f64()
}

pub fn load() -> String {
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

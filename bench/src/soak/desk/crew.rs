//! Processes of the program: started, killed, told to end, started again. Each is this binary in its role of `leadwire`.

use super::Place;
use crate::child::Child;
use anyhow::{Context, Result};
use leadwire::base::random::Random;
use std::{
    collections::BTreeMap,
    fs::OpenOptions,
    path::PathBuf,
    process::Stdio,
    time::{Duration, Instant},
};
use tokio::process::Command;

/// How a process is started.
#[derive(Clone, Debug, Default)]
pub struct Spec {
    /// `work`, or `serve` with its flags.
    pub command: Vec<String>,
    pub environment: BTreeMap<String, String>,
    /// Shell words before the program: limits, another mount.
    pub before: String,
    pub url: String,
    pub folder: PathBuf,
}

impl Spec {
    pub fn work(place: &Place) -> Self {
        Self::of(place, &["work"])
    }

    /// On a free port, without workers.
    pub fn serve(place: &Place) -> Self {
        Self::of(place, &["serve", "--addr", "127.0.0.1:0"]).set("LEADWIRE_QUEUE__WORKERS", "0")
    }

    /// Any command.
    pub fn of(place: &Place, command: &[&str]) -> Self {
        let spec = Self {
            command: command.iter().map(|&word| word.to_owned()).collect(),
            url: place.url.clone(),
            folder: place.folder.path().to_owned(),
            ..Self::default()
        };
        spec.set("LEADWIRE_LOG__FILTER", "warn").set("LEADWIRE_DATABASE__MAX_CONNECTIONS", "16")
    }

    #[must_use]
    pub fn set(mut self, name: &str, value: impl Into<String>) -> Self {
        self.environment.insert(name.to_owned(), value.into());
        self
    }

    #[must_use]
    pub fn after(mut self, shell: &str) -> Self {
        self.before = shell.to_owned();
        self
    }

    pub fn start(&self) -> Result<Child> {
        let log = OpenOptions::new().create(true).append(true).open(self.folder.join("processes.log"))?;
        let script = format!(
            "ulimit -n \"$(ulimit -Hn)\"; {}; exec \"$@\"",
            if self.before.is_empty() { ":" } else { &self.before }
        );
        let mut command = Command::new("sh");
        command.args(["-c", &script, "sh"]).arg(std::env::current_exe()?).arg("leadwire").args(&self.command);
        command.arg("--data-dir").arg(&self.folder).args(["--database-url", &self.url]);
        command.envs(&self.environment).stderr(Stdio::from(log));
        Child::of(command)
    }
}

/// One worker process and its name among the workers.
pub struct Worker {
    pub child: Child,
    name: String,
}

/// Worker processes of one place.
pub struct Crew {
    specs: Vec<Spec>,
    workers: Vec<Worker>,
    pub kills: usize,
}

impl Crew {
    pub async fn start(specs: Vec<Spec>) -> Result<Self> {
        let mut crew = Self { specs, workers: vec![], kills: 0 };
        for spec in &crew.specs {
            crew.workers.push(worker(spec).await?);
        }
        Ok(crew)
    }

    /// As many as the database allows, all alike.
    pub async fn of(place: &Place) -> Result<Self> {
        Self::start(vec![Spec::work(place); place.workers()]).await
    }

    /// SIGKILL, then a new one in its place, which works when this comes back.
    pub async fn replace(&mut self, at: usize) -> Result<()> {
        let old = self.workers.remove(at);
        old.child.kill().await?;
        self.kills += 1;
        self.workers.insert(at, worker(&self.specs[at]).await?);
        Ok(())
    }

    /// Kills any, after `least` to `most` milliseconds.
    pub async fn strike(&mut self, random: &Random, least: u64, most: u64) -> Result<()> {
        super::pause(least + (random.unit() * (most - least) as f64) as u64).await;
        let at = (random.unit() * self.workers.len() as f64) as usize;
        self.replace(at.min(self.workers.len() - 1)).await
    }

    /// Starts anew who ended by itself, as a supervisor does; how many did.
    pub async fn tend(&mut self) -> Result<usize> {
        let mut ended = 0;
        for (at, spec) in self.specs.iter().enumerate() {
            if self.workers[at].child.has_ended()? {
                ended += 1;
                self.workers[at] = worker(spec).await?;
            }
        }
        Ok(ended)
    }

    /// Which of them has this name.
    pub fn named(&self, name: &str) -> Option<usize> {
        self.workers.iter().position(|worker| worker.name == name)
    }

    /// SIGTERM to each; how long the slowest took.
    pub async fn stop(self) -> Result<Duration> {
        let begun = Instant::now();
        for worker in &self.workers {
            worker.child.signal("TERM")?;
        }
        for mut worker in self.workers {
            worker.child.ended().await?;
        }
        Ok(begun.elapsed())
    }
}

async fn worker(spec: &Spec) -> Result<Worker> {
    let mut child = spec.start()?;
    let said = child.after("Leadwire works as ").await.with_context(|| log(spec))?;
    let name = said.split(' ').next().unwrap_or_default().to_owned();
    Ok(Worker { child, name })
}

/// A server, and where it listens.
pub async fn server(spec: &Spec) -> Result<(Child, String)> {
    let mut child = spec.start()?;
    let addr = child.after("Leadwire is at http://").await.with_context(|| log(spec))?;
    Ok((child, addr))
}

/// The last that processes said on standard error.
fn log(spec: &Spec) -> String {
    let text = std::fs::read_to_string(spec.folder.join("processes.log")).unwrap_or_default();
    let last: Vec<&str> = text.lines().rev().take(3).collect();
    format!("a process does not start: {}", last.join(" / "))
}

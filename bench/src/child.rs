//! Another process of this program, with a CPU time and a memory of its own: servers, and clients that would disturb them.

use anyhow::{Context, Result, bail, ensure};
use std::{process::Stdio, time::Duration};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    process::{Child as Process, ChildStdin, ChildStdout, Command},
};

/// As many files as the machine allows: each socket is one.
const WRAPPER: &str = r#"ulimit -n "$(ulimit -Hn)"; exec "$@""#;
/// The kernel counts CPU time in hundredths of a second (`USER_HZ`).
const TICKS_PER_SECOND: u64 = 100;

/// Ends when its standard input does, so it never outlives us.
pub struct Child {
    pid: u32,
    input: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
    process: Process,
}

impl Child {
    /// This program again, as `role`.
    pub fn start(role: &[&str]) -> Result<Self> {
        let program = std::env::current_exe()?;
        let mut command = Command::new("sh");
        command.args(["-c", WRAPPER, "sh"]).arg(program).args(role);
        Self::of(command)
    }

    /// Any program.
    pub fn of(mut command: Command) -> Result<Self> {
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true).spawn()?;
        let input = process.stdin.take().context("piped")?;
        let lines = BufReader::new(process.stdout.take().context("piped")?).lines();
        Ok(Self { pid: process.id().context("just started")?, input, lines, process })
    }

    /// Sends it a signal by name: `KILL`, `TERM`, `STOP`, `CONT`.
    pub fn signal(&self, name: &str) -> Result<()> {
        let sent =
            std::process::Command::new("kill").arg(format!("-{name}")).arg(self.pid.to_string()).status();
        ensure!(sent?.success(), "cannot signal {}", self.pid);
        Ok(())
    }

    /// SIGKILL: no good-bye. Comes back when it is gone.
    pub async fn kill(mut self) -> Result<()> {
        Ok(self.process.kill().await?)
    }

    /// Has it ended by itself?
    pub fn has_ended(&mut self) -> Result<bool> {
        Ok(self.process.try_wait()?.is_some())
    }

    /// Waits until it has ended by itself.
    pub async fn ended(&mut self) -> Result<()> {
        self.process.wait().await?;
        Ok(())
    }

    /// Waits until it has ended by itself: the code it ended with.
    pub async fn code(&mut self) -> Result<Option<i32>> {
        Ok(self.process.wait().await?.code())
    }

    /// The next line it prints; a minute and a half at most.
    pub async fn line(&mut self) -> Result<String> {
        self.line_within(Duration::from_secs(90)).await
    }

    /// The same with another patience.
    pub async fn line_within(&mut self, patience: Duration) -> Result<String> {
        let line = tokio::time::timeout(patience, self.lines.next_line()).await;
        line.context("a child process says nothing")??.context("a child process ended early")
    }

    /// The rest of the first line that contains `mark`.
    pub async fn after(&mut self, mark: &str) -> Result<String> {
        loop {
            if let Some((_, rest)) = self.line().await?.split_once(mark) {
                return Ok(rest.trim().to_owned());
            }
        }
    }

    pub async fn tell(&mut self, word: &str) -> Result<()> {
        Ok(self.input.write_all(format!("{word}\n").as_bytes()).await?)
    }

    /// CPU time it used so far, in user and kernel mode.
    pub fn cpu(&self) -> Result<Duration> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid))?;
        // The name, in parentheses, may hold spaces: fields are counted from behind it (proc(5): utime 14, stime 15).
        let (_, fields) = stat.rsplit_once(") ").context("proc(5)")?;
        let field = |at: usize| fields.split(' ').nth(at).and_then(|text| text.parse::<u64>().ok());
        let (Some(user), Some(system)) = (field(11), field(12)) else { bail!("proc(5)") };
        Ok(Duration::from_millis((user + system) * 1_000 / TICKS_PER_SECOND))
    }

    /// Memory it holds now, in bytes.
    pub fn memory(&self) -> Result<u64> {
        self.status("VmRSS:")
    }

    /// The most memory it held so far, in bytes.
    pub fn peak(&self) -> Result<u64> {
        self.status("VmHWM:")
    }

    fn status(&self, name: &str) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid))?;
        let line = status.lines().find_map(|line| line.strip_prefix(name)).context("proc(5)")?;
        Ok(line.trim().trim_end_matches("kB").trim().parse::<u64>()? * 1_024)
    }

    /// Asks it to end, and waits until it has.
    pub async fn stop(mut self) -> Result<()> {
        drop(self.input);
        if tokio::time::timeout(Duration::from_secs(20), self.process.wait()).await.is_err() {
            self.process.kill().await?;
        }
        Ok(())
    }
}

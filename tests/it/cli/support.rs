//! The real program, run in a folder of its own.

use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use std::{
    path::{Path, PathBuf},
    process::{Output, Stdio},
    time::Duration,
};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
    time::timeout,
};

/// No command takes longer, on a machine that is busy with the rest of the suite.
const PATIENCE: Duration = Duration::from_secs(60);

/// A data folder and what runs in it.
pub struct Place {
    folder: TempDir,
    env: Vec<(String, String)>,
}

/// What a command did.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// A server at work; killed when dropped.
pub struct Serving {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    /// What it said until it listened.
    pub said: Vec<String>,
    pub url: String,
}

impl Place {
    pub fn empty() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder"), env: Vec::new() }
    }

    /// With keys and a database.
    pub async fn installed() -> Self {
        let place = Self::empty();
        place.run(&["migrate"]).await.done();
        place
    }

    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.env.push((name.to_owned(), value.into()));
        self
    }

    /// Where database and keys are.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.data().join(name)).expect(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        std::fs::create_dir_all(self.data()).expect("made");
        std::fs::write(self.data().join(name), text).expect(name);
    }

    /// The database, past the program.
    pub async fn sql(&self) -> SqliteConnection {
        let options = SqliteConnectOptions::new().filename(self.data().join("leadwire.db"));
        SqliteConnection::connect_with(&options).await.expect("connected")
    }

    pub async fn run(&self, args: &[&str]) -> Ran {
        self.run_with(args, "").await
    }

    /// With something on standard input.
    pub async fn run_with(&self, args: &[&str], input: &str) -> Ran {
        let mut child = self.command(args, &self.data()).spawn().expect("the program starts");
        let mut stdin = child.stdin.take().expect("piped");
        // A program that does not read it may be gone already.
        let _ = stdin.write_all(input.as_bytes()).await;
        drop(stdin);
        Ran::of(timeout(PATIENCE, child.wait_with_output()).await.expect("it ends").expect("it ran"))
    }

    /// On a data folder that is not this one.
    pub async fn run_on(&self, data: &Path, args: &[&str]) -> Ran {
        let child = self.command(args, data).spawn().expect("the program starts");
        Ran::of(timeout(PATIENCE, child.wait_with_output()).await.expect("it ends").expect("it ran"))
    }

    /// Serves on a free port.
    pub async fn serve(&self) -> Serving {
        let mut child =
            self.command(&["serve", "--addr", "127.0.0.1:0"], &self.data()).spawn().expect("it starts");
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let mut said = Vec::new();
        loop {
            let line = timeout(PATIENCE, lines.next_line()).await.expect("it speaks").expect("text");
            let Some(line) = line else {
                let output = child.wait_with_output().await.expect("it ran");
                panic!("it ended: {said:?} {}", String::from_utf8_lossy(&output.stderr));
            };
            let url = line.strip_prefix("Leadwire is at ").map(str::to_owned);
            said.push(line);
            if let Some(url) = url {
                return Serving { child, lines, said, url };
            }
        }
    }

    fn command(&self, args: &[&str], data: &Path) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_leadwire"));
        command.args(args).arg("--data-dir").arg(data).current_dir(self.folder.path());
        command.env_clear().envs(self.env.iter().cloned()).kill_on_drop(true);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }
}

impl Ran {
    fn of(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// It did what it was asked; gives what it printed.
    #[track_caller]
    pub fn done(self) -> String {
        assert_eq!(self.code, Some(0), "{self:?}");
        self.out
    }

    /// It refused, saying all of this.
    #[track_caller]
    pub fn refused(&self, words: &[&str]) {
        assert_eq!((self.code, self.out.as_str()), (Some(1), ""), "{self:?}");
        for word in words {
            assert!(self.err.contains(word), "no {word:?} in {}", self.err);
        }
    }
}

impl Serving {
    /// Asks it to stop as a supervisor does, and waits until it has; what else it printed.
    pub async fn stop(mut self) -> Vec<String> {
        let id = self.child.id().expect("it runs").to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status().await.expect("kill runs");
        assert!(told.success());
        let mut rest = Vec::new();
        while let Some(line) =
            timeout(PATIENCE, self.lines.next_line()).await.expect("it ends").expect("text")
        {
            rest.push(line);
        }
        let status = timeout(PATIENCE, self.child.wait()).await.expect("it ends").expect("it ran");
        assert!(status.success(), "{status}");
        rest
    }
}

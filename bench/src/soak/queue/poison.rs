//! Duties that kill or cripple whoever does them.

use anyhow::Result;
use entity::event_kind::{EventKind, SubjectKind};
use leadwire::kernel::{
    events::{Event, Subject},
    queue::{BackgroundTask, Ended, Failure, Slice},
    wiring::Wiring,
};
use serde::{Deserialize, Serialize};
use std::{
    fs::OpenOptions,
    hint::black_box,
    io::Write,
    path::{Path, PathBuf},
};
use uuid::Uuid;

/// What the task does to its process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum How {
    Abort,
    /// Asks for more memory than there is: the allocation fails, and the process aborts.
    Memory,
    /// Computes without end.
    Loop,
    /// Wants to leave an effect of a gigabyte.
    Output,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Poison {
    pub how: How,
    /// A line is written here before it strikes: what is counted is what really began.
    pub book: PathBuf,
}

#[derive(Serialize, Deserialize)]
struct Spilt {
    text: String,
}

impl Event for Spilt {
    const KIND: EventKind = EventKind::Snapshot;

    fn subject(&self) -> Subject {
        Subject::new(SubjectKind::Agency, Uuid::nil())
    }
}

impl BackgroundTask for Poison {
    const KIND: &'static str = "soak.poison";
    const LANE: &'static str = "poison";
    const MAX_ATTEMPTS: i32 = 3;

    async fn run(self, slice: Slice) -> Result<Ended, Failure> {
        note(&self.book, self.how);
        match self.how {
            How::Abort => std::process::abort(),
            How::Memory => drop(black_box(vec![1_u8; 1 << 42])),
            How::Loop => {
                let mut turns = 0_u64;
                while black_box(turns) < u64::MAX {
                    turns += 1;
                }
            }
            How::Output => {}
        }
        let mut tx = slice.begin().await?;
        tx.emit(&Spilt { text: "x".repeat(1_000_000_000) }).await?;
        slice.done(tx).await
    }
}

fn note(book: &Path, how: How) {
    let line = OpenOptions::new().create(true).append(true).open(book);
    if let Err(error) = line.and_then(|mut file| writeln!(file, "{how:?}")) {
        eprintln!("{}: {error}", book.display());
    }
}

pub fn wire(wiring: &mut Wiring) {
    wiring.task::<Poison>();
}

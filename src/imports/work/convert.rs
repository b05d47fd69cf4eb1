//! Before a plan: a workbook, or text of two bytes a letter, becomes text of UTF-8 that rows are read from. Nothing of the import
//! changes until all of it is there; whoever is cut off begins anew.

use super::task::{aside, hold, job_of, source};
use crate::{
    imports::file::{Packed, Unreadable},
    jobs::{self, Progress},
    kernel::{
        app::App,
        change,
        error::{Error, Result},
        files::{NewFile, Writer},
        queue::{Ended, Failure, Slice},
        scope::Scope,
    },
};
use entity::{
    file::{self, FilePurpose},
    import::{Entity, Model},
    job::JobStatus,
};
use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};
use tokio::{
    sync::{Semaphore, SemaphorePermit, mpsc},
    task::spawn_blocking,
    time::timeout,
};

/// Pieces on their way from the converter to the disk.
const PIECES: usize = 16;
const PIECE: usize = 64 * 1024;
/// Bytes that say whether a file must be converted.
const START: u64 = 4 * 1024;
/// How often it is told how far it is, and whether the job goes on.
const LOOK: Duration = Duration::from_secs(1);
/// Less than a slice may take, together with waiting for a turn.
const LONGEST: Duration = Duration::from_secs(50);
const PATIENCE: Duration = Duration::from_secs(5);

/// Files that are converted at a time: the texts of a workbook are held in memory meanwhile.
static TURNS: Semaphore = Semaphore::const_new(2);

/// How the file is made into something else first; `None`: rows are read from it as it is, or that was done.
pub(super) async fn needed(app: &App, scope: &Scope, import: &Model) -> Result<Option<Packed>> {
    if import.source_id != import.file_id || import.plan.is_some() {
        return Ok(None);
    }
    let path = source(app, scope, import).await?;
    let mut start = vec![];
    let read = File::open(path).and_then(|file| file.take(START).read_to_end(&mut start));
    read.map_err(Error::internal)?;
    Ok(Packed::of(&start, import.sheet.clone()))
}

/// Converts it; planning goes on in the next turn.
pub(super) async fn turn(slice: &Slice, import: Model, packed: Packed) -> Result<Ended, Failure> {
    let Ok(Ok(turn)) = timeout(PATIENCE, TURNS.acquire()).await else {
        return Err(Failure::Later(LOOK));
    };
    let path = source(slice.app(), slice.scope(), &import).await?;
    let mut spool = begin(slice.app(), slice.scope(), &import).await?;
    let is_whole = match fill(slice, &import, (packed, path, turn), &mut spool).await {
        Ok(is_whole) => is_whole,
        Err(failure) => {
            spool.abandon().await?;
            return Err(failure);
        }
    };
    if !is_whole {
        spool.abandon().await?;
        return aside(slice, slice.begin().await?, &import).await;
    }
    spool.settle().await?;
    let mut tx = slice.begin().await?;
    let Some(was) = hold(&mut tx, &import).await? else {
        let ended = aside(slice, tx, &import).await;
        spool.abandon().await?;
        return ended;
    };
    if was.source_id != import.source_id {
        // Somebody else did it too, and was faster.
        drop(tx);
        spool.abandon().await?;
        return Err(Failure::Later(LOOK));
    }
    let text = spool.finish(&tx).await?;
    let is = Model { source_id: text.id, bytes: text.bytes, ..was.clone() };
    change::write::<Entity>(&tx, &was, &is).await?;
    slice.again(tx, None).await
}

/// What cannot be unpacked, as an answer says it.
pub(super) fn failed(why: Unreadable) -> Error {
    match why {
        Unreadable::Refused(why) => Error::invalid("fileId", why),
        Unreadable::Io(cause) => Error::internal(cause),
    }
}

/// A file beside the one that was sent, for as long as that one.
async fn begin(app: &App, scope: &Scope, import: &Model) -> Result<Writer> {
    let sent = scope.get::<file::Entity>(import.file_id, &scope.read(app)).await?;
    let new = NewFile {
        name: format!("{}.csv", sent.name),
        media_type: "text/csv".into(),
        purpose: FilePurpose::Result,
        created_by: sent.created_by,
        expires_at: Some(sent.expires_at),
    };
    app.files().create(sent.agency_id, new).await
}

/// Writes the text; `false`: the job does not run any more.
async fn fill(
    slice: &Slice,
    import: &Model,
    (packed, path, turn): (Packed, PathBuf, SemaphorePermit<'static>),
    spool: &mut Writer,
) -> Result<bool, Failure> {
    let (send, mut pieces) = mpsc::channel::<Vec<u8>>(PIECES);
    let work = spawn_blocking(move || {
        // Until it has really stopped, whoever waits for it.
        let _turn = turn;
        unpack(&packed, &path, &send)
    });
    let (begun, mut told) = (Instant::now(), Instant::now());
    loop {
        // Nothing comes while a workbook is looked through first.
        match timeout(LOOK, pieces.recv()).await {
            Ok(Some(piece)) => spool.write(&piece).await?,
            Ok(None) => break,
            Err(_) => {}
        }
        if told.elapsed() >= LOOK {
            told = Instant::now();
            if !tell(slice, import, spool.bytes()).await? {
                return Ok(false);
            }
        }
        if begun.elapsed() > LONGEST {
            let why = "a file that is unpacked within a minute on this machine; save this one as CSV (UTF-8)";
            return Err(Error::invalid("fileId", why).into());
        }
    }
    match work.await.map_err(Error::internal)? {
        Ok(()) => Ok(true),
        Err(why) => Err(failed(why).into()),
    }
}

/// Unpacks, handing on pieces of a fair size, until nobody takes them any more.
fn unpack(packed: &Packed, path: &Path, send: &mpsc::Sender<Vec<u8>>) -> Result<(), Unreadable> {
    let mut held = Vec::with_capacity(PIECE * 2);
    packed.unpack(path, u64::MAX, |piece| {
        held.extend_from_slice(piece);
        if held.len() < PIECE {
            return Ok(());
        }
        let full = std::mem::replace(&mut held, Vec::with_capacity(PIECE * 2));
        send.blocking_send(full).map_err(|_| io::Error::other("nobody writes it any more"))
    })?;
    // Whoever listens no more has failed, and says so.
    let _ = send.blocking_send(held);
    Ok(())
}

/// How far it is; `false`: the job does not run any more.
async fn tell(slice: &Slice, import: &Model, bytes: u64) -> Result<bool> {
    let (mut tx, job) = (slice.begin().await?, job_of(import)?);
    let note = format!("Unpacking the file: {} MiB so far", bytes >> 20);
    let progress = Progress { note: Some(note), ..Progress::default() };
    if jobs::progress(&mut tx, job, progress).await?.status != JobStatus::Running {
        return Ok(false);
    }
    tx.commit().await?;
    Ok(true)
}

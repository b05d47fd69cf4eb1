//! The work on an export: slices of some pages each, every one ending in a checkpoint that says how long the file was.

use super::{
    rows::{self, Asked},
    sheet::Sheet,
    spec::{Format, Manner, Rows, of_job},
    write,
};
use crate::{
    jobs::{self, Progress, Turn, events::JobStarted},
    kernel::{
        error::{Error, Result},
        files::{NewFile, Writer},
        queue::{BackgroundTask, Ended, Failure, Slice},
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    file::{self, FilePurpose},
    ids::{FileId, JobId},
    job::{self, JobKind, JobStatus},
};
use serde::{Deserialize, Serialize};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::time::Instant;

/// One slice reads at most so many pages, for so long.
const PAGES: usize = 20;
const TIME: Duration = Duration::from_millis(1_500);
/// How often a sheet that is being made asks whether it is still wanted.
const ASK_EVERY: Duration = Duration::from_secs(1);
/// How long making one may take: less than a slice may, together with what is done before and after.
const LONGEST: Duration = Duration::from_secs(50);
const SPOOL: &str = "application/x-leadwire-spool";

/// Writes some of an export.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct WriteExport {
    job: JobId,
}

/// How far it is: the file (of a sheet, the spool), its length, and the last row in it.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Place {
    file: FileId,
    bytes: u64,
    rows: i32,
    after: Option<String>,
    /// All rows are in it.
    is_read: bool,
}

impl WriteExport {
    pub fn after_start(fact: JobStarted) -> Option<Self> {
        (fact.kind == JobKind::Export).then_some(Self { job: fact.job })
    }
}

impl BackgroundTask for WriteExport {
    const KIND: &'static str = "transfer.write_export";
    const LANE: &'static str = "export";
    const LANE_CAPACITY: i32 = 2;
    const PRIORITY: i16 = 3;

    fn unique_key(&self) -> Option<String> {
        Some(self.job.to_string())
    }

    fn job(&self) -> Option<JobId> {
        Some(self.job)
    }

    async fn run(self, slice: Slice) -> Result<Ended, Failure> {
        let Turn::Go(job) = jobs::enter(&slice, self.job).await? else {
            return jobs::step_aside(&slice, slice.begin().await?, self.job).await;
        };
        let (rows, manner) = of_job(&job)?;
        let export = Export { slice: &slice, job: &job, rows, manner };
        let (place, writer) = export.go_on().await?;
        match place.is_read && export.manner.format == Format::Xlsx {
            true => export.sheet(place, writer).await,
            false => export.write(place, writer).await,
        }
    }

    async fn give_up(self, tx: &mut Tx, why: &Error) -> Result<()> {
        jobs::fail(tx, self.job, &format!("The export could not be written: {why}")).await
    }
}

/// One slice of it.
struct Export<'a> {
    slice: &'a Slice,
    job: &'a job::Model,
    rows: Rows,
    manner: Manner,
}

impl Export<'_> {
    fn scope(&self) -> Scope {
        self.manner.seen(self.slice.scope())
    }

    /// From the checkpoint; from the start where there is none, or its bytes are gone.
    async fn go_on(&self) -> Result<(Place, Writer)> {
        let (app, scope) = (self.slice.app(), self.slice.scope());
        if let Some(place) = jobs::checkpoint_of::<Place>(self.job) {
            let row = scope.find_by_id::<file::Entity>(place.file).one(&scope.read(app)).await?;
            if let Some(row) = row
                && let Some(writer) = app.files().resume(row, place.bytes).await?
            {
                return Ok((place, writer));
            }
        }
        let mut writer = app.files().create(scope.agency(), self.new_file()).await?;
        let (format, columns) = (self.manner.format, &self.manner.columns);
        writer.write(&write::head(format, columns, self.manner.has_byte_order_mark)?).await?;
        let place = Place { file: writer.row().id, bytes: 0, rows: 0, after: None, is_read: false };
        Ok((place, writer))
    }

    /// The file itself; of a sheet, what it will be made of.
    fn new_file(&self) -> NewFile {
        let Manner { format, file_name, .. } = &self.manner;
        let media_type = if *format == Format::Xlsx { SPOOL } else { format.media_type() };
        NewFile {
            name: file_name.clone(),
            media_type: media_type.to_owned(),
            purpose: FilePurpose::Export,
            created_by: self.job.requested_by,
            expires_at: None,
        }
    }

    /// Some pages more.
    async fn write(&self, mut place: Place, mut writer: Writer) -> Result<Ended, Failure> {
        let (app, scope, started) = (self.slice.app(), self.scope(), Instant::now());
        let total = match place.rows {
            0 => Some(rows::count(&self.rows, app, &scope).await?),
            _ => None,
        };
        let columns = &self.manner.columns;
        for _ in 0..PAGES {
            let asked = Asked { app, scope: &scope, columns, after: place.after.clone() };
            let page = rows::read(&self.rows, &asked).await?;
            writer.write(&write::lines(self.manner.format, columns, &page.lines)?).await?;
            place.rows = place.rows.saturating_add(i32::try_from(page.lines.len()).unwrap_or(i32::MAX));
            place.after = page.last.or(place.after);
            place.is_read = !page.has_more;
            if place.is_read || started.elapsed() > TIME {
                break;
            }
        }
        let is_whole = place.is_read && self.manner.format != Format::Xlsx;
        match is_whole {
            true => writer.settle().await?,
            false => writer.flush().await?,
        }
        let mut tx = self.slice.begin().await?;
        let job = jobs::progress(&mut tx, self.job.id, self.progress(&place, total)).await?;
        if is_whole && job.status == JobStatus::Running {
            let file = writer.finish(&tx).await?;
            return self.done(tx, &file).await;
        }
        place.bytes = writer.pause(&tx).await?;
        jobs::checkpoint(&tx, self.job.id, &place).await?;
        jobs::step_aside(self.slice, tx, self.job.id).await
    }

    fn progress(&self, place: &Place, total: Option<u64>) -> Progress {
        let total = total.and_then(|total| i32::try_from(total).ok());
        Progress {
            note: Some(if place.is_read { "All rows are read." } else { "Reading rows." }.to_owned()),
            total,
            // Written anew, rows do not count twice.
            processed: Ord::max(0, place.rows - self.job.processed),
            ..Progress::default()
        }
    }

    /// The sheet, of the spool. Crashed meanwhile, it is made anew.
    async fn sheet(&self, place: Place, spool: Writer) -> Result<Ended, Failure> {
        let (app, agency) = (self.slice.app(), self.slice.scope().agency());
        let media_type = Format::Xlsx.media_type().to_owned();
        let begun = app.files().create(agency, NewFile { media_type, ..self.new_file() }).await?;
        let sheet = Sheet {
            spool: spool.path().to_owned(),
            target: begun.path().to_owned(),
            columns: self.manner.columns.clone(),
            longest: LONGEST,
        };
        let is_made = self.made(sheet).await?;
        let mut begun = begun.filled().await?;
        if is_made {
            begun.settle().await?;
        }
        let mut tx = self.slice.begin().await?;
        let job = jobs::progress(&mut tx, self.job.id, Progress::default()).await?;
        if !is_made || job.status != JobStatus::Running {
            spool.pause(&tx).await?;
            jobs::checkpoint(&tx, self.job.id, &place).await?;
            return jobs::step_aside(self.slice, tx, self.job.id).await;
        }
        let file = begun.finish(&tx).await?;
        let ended = self.done(tx, &file).await?;
        // It has served; where this fails, housekeeping takes it away.
        if let Err(error) = spool.abandon().await {
            tracing::debug!(%error, "an export's spool is still there");
        }
        Ok(ended)
    }

    /// `false`: the job was paused or cancelled before it was done.
    async fn made(&self, sheet: Sheet) -> Result<bool> {
        let stop = Arc::new(AtomicBool::new(false));
        let mut writing = std::pin::pin!(sheet.write(stop.clone()));
        loop {
            match tokio::time::timeout(ASK_EVERY, &mut writing).await {
                Ok(made) => return made,
                Err(_) => {
                    let turn = jobs::may_go_on(self.slice, self.job.id).await?;
                    stop.store(!matches!(turn, Turn::Go(_)), Ordering::Relaxed);
                }
            }
        }
    }

    /// The file is the job's; both in one transaction.
    async fn done(&self, mut tx: Tx, file: &file::Model) -> Result<Ended, Failure> {
        jobs::set_result_file(&tx, self.job.id, file.id).await?;
        jobs::complete(&mut tx, self.job.id, None).await?;
        self.slice.done(tx).await
    }
}

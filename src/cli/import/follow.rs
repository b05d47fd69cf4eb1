//! Waiting for an import, with how far it is on one line.

use crate::kernel::{app::App, scope::Scope};
use anyhow::{Result, bail};
use entity::{
    ids::ImportId,
    import::{Entity, ImportStatus, Model},
    job::{self, JobStatus},
};
use std::{
    io::{self, IsTerminal, Write},
    time::Duration,
};

const LOOK: Duration = Duration::from_millis(200);

/// Waits until the import is one of these; fails when its work comes to nothing.
pub async fn until(app: &App, scope: &Scope, id: ImportId, wanted: &[ImportStatus]) -> Result<Model> {
    let is_shown = io::stderr().is_terminal();
    loop {
        let import = scope.get::<Entity>(id, &scope.read(app)).await?;
        let Some(job) = import.job_id else { bail!("nobody works on it") };
        let job = scope.get::<job::Entity>(job, &scope.read(app)).await?;
        if is_shown {
            eprint!(
                "\r\x1b[K{}: {} rows, {} %",
                job.progress_note.as_deref().unwrap_or("Waiting"),
                job.processed,
                job.progress
            );
            io::stderr().flush()?;
        }
        if wanted.contains(&import.status) {
            if is_shown {
                eprint!("\r\x1b[K");
            }
            return Ok(import);
        }
        if matches!(job.status, JobStatus::Failed | JobStatus::Cancelled) {
            bail!("{}", import.error.as_deref().unwrap_or("it was stopped"));
        }
        tokio::time::sleep(LOOK).await;
    }
}

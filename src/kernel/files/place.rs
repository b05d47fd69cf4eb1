//! Where bytes lie. A file's path is made of ids alone: no name that anybody gave ever becomes one.

use crate::kernel::{
    app::App,
    error::{Error, Result},
};
use entity::{file, ids::AgencyId};
use std::{
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

pub(super) fn folder(app: &App, agency: AgencyId) -> Result<PathBuf> {
    let dir = &app.config().files.dir;
    if dir.as_os_str().is_empty() {
        return Err(Error::bug("files.dir is empty"));
    }
    Ok(dir.join(agency.to_string()))
}

/// A finished file.
pub(super) fn whole(app: &App, file: &file::Model) -> Result<PathBuf> {
    Ok(folder(app, file.agency_id)?.join(file.id.to_string()))
}

/// A file that is being written.
pub(super) fn part(app: &App, file: &file::Model) -> Result<PathBuf> {
    Ok(folder(app, file.agency_id)?.join(format!("{}.part", file.id)))
}

/// Makes the agency's folder, readable by its owner only.
pub(super) async fn make(folder: &Path) -> Result<()> {
    let mut builder = tokio::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    builder.mode(0o700);
    builder.create(folder).await.map_err(failed)
}

/// Makes a rename in this folder outlive a power cut.
pub(super) async fn settle(folder: &Path) -> Result<()> {
    #[cfg(unix)]
    tokio::fs::File::open(folder).await.map_err(failed)?.sync_all().await.map_err(failed)?;
    Ok(())
}

/// Takes both away, whichever there are.
pub(super) async fn remove(app: &App, file: &file::Model) -> Result<()> {
    for path in [part(app, file)?, whole(app, file)?] {
        match tokio::fs::remove_file(&path).await {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(failed(error)),
            _ => {}
        }
    }
    Ok(())
}

/// A full disk is worth another try later; the rest is ours to look into.
pub(super) fn failed(error: io::Error) -> Error {
    let full = [ErrorKind::StorageFull, ErrorKind::QuotaExceeded, ErrorKind::FileTooLarge];
    if full.contains(&error.kind()) {
        tracing::error!(%error, "no room for files");
        return Error::unavailable("There is no room for this file.", None);
    }
    Error::internal(error)
}

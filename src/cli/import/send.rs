//! The file into the store, and the rows that could not be taken out of it.

use crate::kernel::{app::App, files::NewFile, scope::Scope, tx::Tx};
use anyhow::{Context, Result};
use entity::{
    file::{self, FilePurpose},
    ids::FileId,
    import,
};
use std::path::{Path, PathBuf};
use tokio::{fs::File, io::AsyncReadExt};

const PIECE: usize = 256 * 1024;

pub async fn file(app: &App, scope: &Scope, path: &Path) -> Result<FileId> {
    let mut file = File::open(path).await?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let new = NewFile {
        name,
        media_type: "text/csv".into(),
        purpose: FilePurpose::Upload,
        created_by: scope.actor().columns().1,
        expires_at: None,
    };
    let mut out = app.files().create(scope.agency(), new).await?;
    let mut piece = vec![0; PIECE];
    loop {
        let length = file.read(&mut piece).await?;
        if length == 0 {
            break;
        }
        out.write(&piece[..length]).await?;
    }
    out.settle().await?;
    let tx = Tx::begin(app, scope).await?;
    let row = out.finish(&tx).await?;
    tx.commit().await?;
    Ok(row.id)
}

/// Puts the rows that could not be taken beside the file they came from.
pub async fn errors(
    app: &App,
    scope: &Scope,
    import: &import::Model,
    path: &Path,
) -> Result<Option<PathBuf>> {
    let Some(id) = import.error_file_id else { return Ok(None) };
    let row = scope.get::<file::Entity>(id, &scope.read(app)).await?;
    let beside = path.with_file_name(&row.name);
    let bytes = app.files().path(&row)?;
    tokio::fs::copy(&bytes, &beside).await.with_context(|| beside.display().to_string())?;
    Ok(Some(beside))
}

//! The file into the store, and the rows that could not be taken out of it.

use crate::kernel::{app::App, files::NewFile, scope::Scope, tx::Tx};
use anyhow::{Context, Result, bail};
use entity::{
    file::{self, FilePurpose},
    ids::FileId,
    import,
};
use std::{
    ffi::OsStr,
    io::ErrorKind,
    path::{Path, PathBuf},
};
use tokio::{
    fs::{File, OpenOptions},
    io::AsyncReadExt,
};

const PIECE: usize = 256 * 1024;
/// Names that are tried for the rows that could not be taken.
const NAMES: usize = 1_000;

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

/// Where the rows that could not be taken were put.
pub struct Errors {
    pub path: PathBuf,
    /// What has the name it would have had: a file somebody may have worked in since.
    pub left: Option<PathBuf>,
}

/// Puts the rows that could not be taken beside the file they came from; what lies there stays as it is.
pub async fn errors(app: &App, scope: &Scope, import: &import::Model, path: &Path) -> Result<Option<Errors>> {
    let Some(id) = import.error_file_id else { return Ok(None) };
    let row = scope.get::<file::Entity>(id, &scope.read(app)).await?;
    let usual = path.with_file_name(&row.name);
    let mut bytes = File::open(app.files().path(&row)?).await?;
    let (mut out, path) = beside(&usual).await?;
    let copied = async {
        tokio::io::copy(&mut bytes, &mut out).await?;
        out.sync_all().await
    };
    if let Err(error) = copied.await {
        // Half of it would be taken for all of it.
        let _ = tokio::fs::remove_file(&path).await;
        return Err(error).with_context(|| path.display().to_string());
    }
    let left = (path != usual).then_some(usual);
    Ok(Some(Errors { path, left }))
}

/// A new file of this name, or of the first free one after it: `leads-errors (2).csv`.
async fn beside(usual: &Path) -> Result<(File, PathBuf)> {
    let text =
        |part: Option<&OsStr>| part.map(|part| part.to_string_lossy().into_owned()).unwrap_or_default();
    let (stem, ending) = (text(usual.file_stem()), text(usual.extension()));
    for number in 1..=NAMES {
        let path = match number {
            1 => usual.to_owned(),
            _ => usual.with_file_name(format!("{stem} ({number}).{ending}")),
        };
        match private().open(&path).await {
            Ok(file) => return Ok((file, path)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error).with_context(|| path.display().to_string()),
        }
    }
    bail!("{}: there are {NAMES} files of this name already", usual.display())
}

/// It names people: nobody else of this machine reads it.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    options.mode(0o600);
    options
}

//! The file that was sent: what it is, and how rows are read from it.

use crate::{
    imports::file::{FileKind, HEAD, Head, Packed, Unreadable, Wish, head, kind},
    kernel::{
        app::App,
        error::{Error, Result},
        scope::Scope,
    },
};
use entity::{
    file::{self, FilePurpose, FileStatus},
    ids::FileId,
    import::ImportFormat,
};
use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};
use tokio::{sync::Semaphore, task::spawn_blocking};

/// What a file is converted to.
const CONVERTED: &str = "utf-8";

/// Workbooks that are looked into at a time: their texts are held in memory meanwhile.
static TURNS: Semaphore = Semaphore::const_new(2);

/// A file that can be read, or can be made into one by the plan.
pub(super) struct Upload {
    pub file: file::Model,
    pub format: ImportFormat,
    pub sheet: Option<String>,
    pub head: Head,
}

/// The file as it was sent. What the program wrote itself (an export, say) is read with other rights, and not brought in here.
pub(super) async fn sent(app: &App, scope: &Scope, id: FileId) -> Result<file::Model> {
    let row = scope.get::<file::Entity>(id, &scope.read(app)).await?;
    let is_sent = matches!(row.purpose, FilePurpose::Upload);
    let is_there = is_sent && row.status == FileStatus::Ready && row.expires_at > app.now();
    if is_there { Ok(row) } else { Err(Error::NotFound("file")) }
}

/// Finds out what a file is and how to read it. What is no table is refused, by name.
pub(super) async fn look(app: &App, file: file::Model, sheet: Option<String>, wish: &Wish) -> Result<Upload> {
    let path = app.files().path(&file)?;
    let start = start_of(&path).await?;
    match kind(&start) {
        FileKind::Empty => return Err(refused("a file with rows; this one is empty")),
        FileKind::Other(name) => {
            return Err(refused(format!("a CSV file or a workbook (XLSX); this is {name}")));
        }
        FileKind::Text | FileKind::Utf16 { .. } | FileKind::Zip => {}
    }
    let Some(packed) = Packed::of(&start, sheet) else {
        let head = head(&start, wish)?;
        return Ok(Upload { file, format: ImportFormat::Csv, sheet: None, head });
    };
    // What it is made into is UTF-8, whatever somebody said, and of a workbook it has commas.
    let wish = match packed {
        Packed::Utf16 { .. } => Wish { encoding: Some(CONVERTED.into()), ..wish.clone() },
        Packed::Workbook { .. } => Wish {
            encoding: Some(CONVERTED.into()),
            delimiter: Some(",".into()),
            has_header: wish.has_header,
        },
    };
    let (text, sheet) = begun(packed, path).await?;
    let format = if sheet.is_some() { ImportFormat::Xlsx } else { ImportFormat::Csv };
    Ok(Upload { file, format, sheet, head: head(&text, &wish)? })
}

/// The start of the text that the file will be. All of it is made when it is planned, which may take longer than a request.
pub(in crate::imports) async fn begun(packed: Packed, path: PathBuf) -> Result<(Vec<u8>, Option<String>)> {
    let _turn = TURNS.acquire().await.map_err(Error::internal)?;
    match spawn_blocking(move || packed.head(&path)).await.map_err(Error::internal)? {
        Ok(found) => Ok(found),
        Err(Unreadable::Refused(why)) => Err(refused(why)),
        Err(Unreadable::Io(cause)) => Err(Error::internal(cause)),
    }
}

async fn start_of(path: &Path) -> Result<Vec<u8>> {
    let path = path.to_owned();
    let read = move || -> std::io::Result<Vec<u8>> {
        let mut start = vec![];
        File::open(path)?.take(HEAD).read_to_end(&mut start)?;
        Ok(start)
    };
    let read = spawn_blocking(read).await.map_err(Error::internal)?;
    read.map_err(|_| Error::conflict_with_hint("The bytes of this file are gone.", "Send it again."))
}

fn refused(why: impl Into<String>) -> Error {
    Error::invalid("fileId", why)
}

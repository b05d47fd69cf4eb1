//! The file that was sent, as something rows can be read from.

use crate::{
    imports::file::{FileKind, Head, Unreadable, Wish, csv_of, head, kind, utf8},
    kernel::{
        app::App,
        error::{Error, Result},
        files::{NewFile, Writer},
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
use tokio::{
    sync::{Semaphore, mpsc},
    task::spawn_blocking,
};

/// What is looked at to find out how to read the rest.
const HEAD: u64 = 1024 * 1024;
/// Pieces on their way from the converter to the disk.
const PIECES: usize = 16;
const PIECE: usize = 64 * 1024;

/// What a file is converted to.
const CONVERTED: &str = "utf-8";

/// Files that are converted at a time: the texts of a workbook are held in memory meanwhile.
static TURNS: Semaphore = Semaphore::const_new(2);

/// Takes the next piece of what a file is made into.
type Out<'a> = dyn FnMut(&[u8]) -> std::io::Result<()> + 'a;
/// The sheet's name, of a workbook.
type Converted = Result<Option<String>, Unreadable>;

/// A file that can be read.
pub(super) struct Upload {
    pub file: file::Model,
    pub format: ImportFormat,
    pub sheet: Option<String>,
    pub head: Head,
    /// What it was made into, where it cannot be read as it is; to be finished with the import.
    pub spool: Option<Writer>,
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
        FileKind::Empty => Err(refused("a file with rows; this one is empty")),
        FileKind::Other(name) => Err(refused(format!("a CSV file or a workbook (XLSX); this is {name}"))),
        FileKind::Text => {
            let head = head(&start, wish)?;
            Ok(Upload { file, format: ImportFormat::Csv, sheet: None, head, spool: None })
        }
        FileKind::Utf16 { is_big_endian } => {
            let convert = move |path: PathBuf, out: &mut Out<'_>| -> Converted {
                let file = File::open(path)?;
                utf8(file, is_big_endian, out)?;
                Ok(None)
            };
            // It is UTF-8 by then, whatever somebody said.
            let wish = Wish { encoding: Some(CONVERTED.into()), ..wish.clone() };
            spooled(app, file, ImportFormat::Csv, &wish, convert).await
        }
        FileKind::Zip => {
            let convert = move |path: PathBuf, out: &mut Out<'_>| -> Converted {
                csv_of(File::open(path)?, sheet.as_deref(), out).map(Some)
            };
            // What we write ourselves has commas, and is UTF-8.
            let (encoding, delimiter) = (Some(CONVERTED.into()), Some(",".into()));
            let wish = Wish { encoding, delimiter, has_header: wish.has_header };
            spooled(app, file, ImportFormat::Xlsx, &wish, convert).await
        }
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

/// Converts a file into one of UTF-8 beside it.
async fn spooled<F>(
    app: &App,
    file: file::Model,
    format: ImportFormat,
    wish: &Wish,
    convert: F,
) -> Result<Upload>
where
    F: FnOnce(PathBuf, &mut Out<'_>) -> Converted + Send + 'static,
{
    let _turn = TURNS.acquire().await.map_err(Error::internal)?;
    let path = app.files().path(&file)?;
    let new = NewFile {
        name: format!("{}.csv", file.name),
        media_type: "text/csv".into(),
        purpose: FilePurpose::Result,
        created_by: file.created_by,
        expires_at: Some(file.expires_at),
    };
    let mut spool = app.files().create(file.agency_id, new).await?;
    let (send, mut pieces) = mpsc::channel::<Vec<u8>>(PIECES);
    let work = spawn_blocking(move || convert_into(path, convert, &send));
    let mut start = vec![];
    while let Some(piece) = pieces.recv().await {
        let room = usize::try_from(HEAD).unwrap_or(usize::MAX).saturating_sub(start.len());
        start.extend_from_slice(&piece[..piece.len().min(room)]);
        spool.write(&piece).await?;
    }
    let done = match work.await.map_err(Error::internal)? {
        Ok(sheet) => head(&start, wish).map(|head| (sheet, head)),
        Err(Unreadable::Refused(why)) => Err(refused(why)),
        Err(Unreadable::Io(cause)) => Err(Error::internal(cause)),
    };
    match done {
        Ok((sheet, head)) => {
            spool.settle().await?;
            Ok(Upload { file, format, sheet, head, spool: Some(spool) })
        }
        Err(error) => {
            spool.abandon().await?;
            Err(error)
        }
    }
}

/// Converts, handing on pieces of a fair size.
fn convert_into(
    path: PathBuf,
    convert: impl FnOnce(PathBuf, &mut Out<'_>) -> Converted,
    send: &mpsc::Sender<Vec<u8>>,
) -> Converted {
    let mut held = Vec::with_capacity(PIECE * 2);
    let mut out = |piece: &[u8]| {
        held.extend_from_slice(piece);
        if held.len() < PIECE {
            return Ok(());
        }
        let full = std::mem::replace(&mut held, Vec::with_capacity(PIECE * 2));
        send.blocking_send(full).map_err(|_| std::io::Error::other("nobody writes it any more"))
    };
    let sheet = convert(path, &mut out)?;
    // Whoever listens no more has failed, and says so.
    let _ = send.blocking_send(held);
    Ok(sheet)
}

fn refused(why: impl Into<String>) -> Error {
    Error::invalid("fileId", why)
}

//! A file from outside: written to disk as it comes, then owned by whoever sent it.

use crate::kernel::{
    app::App,
    audit::Deed,
    error::{Error, Result},
    events::FieldChange,
    files::{NewFile, Writer},
    permission::Permission,
    scope::Scope,
    tx::Tx,
};
use entity::file::{self, FilePurpose};

/// What tables of people come as. Browsers name a CSV file in many ways, and some not at all.
const MEDIA_TYPES: [&str; 12] = [
    "text/csv",
    "text/plain",
    "text/tab-separated-values",
    "application/csv",
    "application/json",
    "application/jsonl",
    "application/x-jsonlines",
    "application/x-ndjson",
    "application/vnd.ms-excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/octet-stream",
    "binary/octet-stream",
];
const UNKNOWN: &str = "application/octet-stream";
const NEEDED: &str = "a CSV, TSV, XLSX or JSON Lines file";

/// The first bytes of what is no table, whatever its name says.
const FOREIGN: [&[u8]; 8] =
    [b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"%PDF", b"\x7fELF", b"MZ\x90", b"\x89PNG", b"\xd0\xcf\x11\xe0"];
const ZIP: &[u8] = b"PK\x03\x04";

/// May the caller send files at all?
pub fn require(scope: &Scope) -> Result<()> {
    scope.require(Permission::Import)
}

/// Begins one. `media_type` as the sender says, with its parameters or without. Never while a [`Tx`] is open.
pub async fn begin(app: &App, scope: &Scope, name: &str, media_type: Option<&str>) -> Result<Upload> {
    require(scope)?;
    let said = media_type.unwrap_or(UNKNOWN).split(';').next().unwrap_or_default();
    let media_type = match said.trim().to_ascii_lowercase() {
        empty if empty.is_empty() => UNKNOWN.to_owned(),
        known if MEDIA_TYPES.contains(&known.as_str()) => known,
        _ => return Err(Error::invalid("file", NEEDED)),
    };
    let new = NewFile {
        name: name.to_owned(),
        media_type,
        purpose: FilePurpose::Upload,
        created_by: scope.actor().columns().1,
        expires_at: None,
    };
    Ok(Upload { file: app.files().create(scope.agency(), new).await?, is_judged: false })
}

/// A file on its way in.
pub struct Upload {
    file: Writer,
    is_judged: bool,
}

impl Upload {
    /// Adds what came. The first bytes tell what cannot be a table.
    pub async fn write(&mut self, chunk: &[u8]) -> Result<()> {
        if !self.is_judged && !chunk.is_empty() {
            judge(chunk, &self.file.row().name)?;
            self.is_judged = true;
        }
        self.file.write(chunk).await
    }

    /// All of it came, and is on disk.
    pub async fn whole(mut self) -> Result<Writer> {
        if self.file.bytes() == 0 {
            self.file.abandon().await?;
            return Err(Error::invalid("file", "a file that is not empty"));
        }
        self.file.flush().await?;
        Ok(self.file)
    }

    /// The rest does not come.
    pub async fn abandon(self) -> Result<()> {
        self.file.abandon().await
    }
}

fn judge(start: &[u8], name: &str) -> Result<()> {
    let is_sheet = name.to_lowercase().ends_with(".xlsx");
    let is_foreign = FOREIGN.iter().any(|magic| start.starts_with(magic));
    if is_foreign || (start.starts_with(ZIP) && !is_sheet) {
        return Err(Error::invalid("file", format!("{NEEDED}, not packed")));
    }
    Ok(())
}

/// Keeps it: from now on it is there.
pub async fn keep(app: &App, scope: &Scope, file: Writer) -> Result<file::Model> {
    require(scope)?;
    let mut tx = Tx::begin(app, scope).await?;
    let file = file.finish(&tx).await?;
    let changes = vec![FieldChange::shown("bytes", (), file.bytes)];
    tx.audit(Deed { action: "FILE_UPLOADED", subject: ("FILE", file.id.0), changes }).await?;
    tx.commit().await?;
    Ok(file)
}

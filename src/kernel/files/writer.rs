//! A file on its way to disk: written aside, digested as it grows, given its own name only when it is whole.

use super::place;
use crate::kernel::{
    app::App,
    error::{Error, Result},
    scope::Scope,
    tx::Tx,
};
use chrono::TimeDelta;
use entity::file::{self, FilePurpose, FileStatus};
use sea_orm::{ActiveModelTrait, ActiveValue::Unchanged, ColumnTrait, QueryFilter, Set};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use tokio::{
    fs::{self, File},
    io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt, BufWriter},
};

/// Bytes that are handed to the operating system at once.
const BUFFER: usize = 256 * 1_024;

/// A file that is being written. Dropped without [`Writer::finish`] or [`Writer::pause`], its bytes are gone.
pub struct Writer {
    app: App,
    row: file::Model,
    out: BufWriter<File>,
    /// `None` once it was interrupted: then the whole is digested at the end.
    digest: Option<Sha256>,
    bytes: u64,
    most: u64,
    part: Part,
}

/// The bytes so far, which go with this unless they are kept.
struct Part {
    path: PathBuf,
    is_kept: bool,
}

impl Drop for Part {
    fn drop(&mut self) {
        if !self.is_kept {
            // What cannot be removed now, housekeeping removes tomorrow.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

impl Writer {
    pub(super) async fn begin(app: &App, row: file::Model) -> Result<Self> {
        place::make(&place::folder(app, row.agency_id)?).await?;
        let path = place::part(app, &row)?;
        let file = private().create_new(true).open(&path).await.map_err(place::failed)?;
        Ok(Self::of(app, row, (file, path), (0, Some(Sha256::new()))))
    }

    pub(super) async fn resume(app: &App, row: file::Model, at: u64) -> Result<Option<Self>> {
        let (path, whole) = (place::part(app, &row)?, place::whole(app, &row)?);
        // Finished in a transaction that did not commit.
        if row.status == FileStatus::Writing && !fs::try_exists(&path).await.map_err(place::failed)? {
            let _ = fs::rename(&whole, &path).await;
        }
        let Ok(mut file) = private().open(&path).await else { return Ok(None) };
        if file.metadata().await.map_err(place::failed)?.len() < at {
            return Ok(None);
        }
        file.set_len(at).await.map_err(place::failed)?;
        file.seek(std::io::SeekFrom::Start(at)).await.map_err(place::failed)?;
        let mut writer = Self::of(app, row, (file, path), (at, None));
        // What was paused once can be gone on with again, whatever becomes of this attempt.
        writer.part.is_kept = true;
        Ok(Some(writer))
    }

    fn of(
        app: &App,
        row: file::Model,
        (file, path): (File, PathBuf),
        (bytes, digest): (u64, Option<Sha256>),
    ) -> Self {
        let most = match row.purpose {
            FilePurpose::Upload => app.config().files.max_upload_bytes,
            _ => u64::MAX,
        };
        let out = BufWriter::with_capacity(BUFFER, file);
        Self { app: app.clone(), row, out, digest, bytes, most, part: Part { path, is_kept: false } }
    }

    /// Adds to it. An upload that grows too long is refused.
    pub async fn write(&mut self, chunk: &[u8]) -> Result<()> {
        self.bytes += chunk.len() as u64;
        if self.bytes > self.most {
            let what = format!("bytes in this file: at most {}", self.most);
            return Err(Error::LimitReached { what, retry_after: None });
        }
        if let Some(digest) = &mut self.digest {
            digest.update(chunk);
        }
        self.out.write_all(chunk).await.map_err(place::failed)
    }

    /// SHA-256 of everything so far, in hex; `None` for a file that was interrupted.
    #[must_use]
    pub fn sha256(&self) -> Option<String> {
        self.digest.clone().map(|digest| hex::encode(digest.finalize()))
    }

    /// Something else wrote to [`Writer::path`]: what is there now is the file.
    pub async fn filled(mut self) -> Result<Self> {
        self.bytes = self.out.get_ref().metadata().await.map_err(place::failed)?.len();
        self.digest = None;
        Ok(self)
    }

    /// How long it is so far.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Its row so far: WRITING.
    #[must_use]
    pub fn row(&self) -> &file::Model {
        &self.row
    }

    /// Where the bytes are meanwhile; for what must write there itself; see [`Writer::filled`].
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.part.path
    }

    /// Stops for now: everything so far is on disk, and [`super::Files::resume`] goes on from the length answered here.
    pub async fn pause(mut self, tx: &Tx) -> Result<u64> {
        self.flush().await?;
        self.part.is_kept = true;
        let row = file::ActiveModel {
            id: Unchanged(self.row.id),
            bytes: Set(i64::try_from(self.bytes).map_err(Error::internal)?),
            updated_at: Set(tx.now()),
            ..Default::default()
        };
        row.update(tx).await?;
        Ok(self.bytes)
    }

    /// Everything is on disk and digested. Before the transaction of [`Writer::finish`], which then takes no time, however
    /// long the file is: SQLite lets nobody else write meanwhile.
    pub async fn settle(&mut self) -> Result<()> {
        self.flush().await?;
        if self.digest.is_none() {
            self.digest = Some(digest_of(&self.part.path).await?);
        }
        Ok(())
    }

    /// It is whole: READY when `tx` commits. When `tx` does not commit, it never was.
    pub async fn finish(mut self, tx: &Tx) -> Result<file::Model> {
        self.flush().await?;
        // The time that it is kept counts from when it is whole.
        let (digest, waited) = match self.digest.take() {
            Some(digest) => (digest, TimeDelta::zero()),
            None => (digest_of(&self.part.path).await?, tx.now() - self.row.created_at),
        };
        fs::rename(&self.part.path, place::whole(&self.app, &self.row)?).await.map_err(place::failed)?;
        self.part.is_kept = true;
        place::settle(&place::folder(&self.app, self.row.agency_id)?).await?;
        let row = file::ActiveModel {
            id: Unchanged(self.row.id),
            bytes: Set(i64::try_from(self.bytes).map_err(Error::internal)?),
            sha256: Set(Some(hex::encode(digest.finalize()))),
            status: Set(FileStatus::Ready),
            expires_at: Set(self.row.expires_at + waited),
            updated_at: Set(tx.now()),
            ..Default::default()
        };
        Ok(row.update(tx).await?)
    }

    /// It is not wanted after all: row and bytes go. Never while a [`Tx`] is open.
    pub async fn abandon(self) -> Result<()> {
        place::remove(&self.app, &self.row).await?;
        let tx = Tx::begin(&self.app, &Scope::system(self.row.agency_id)).await?;
        let is_it = file::Column::Id.eq(self.row.id);
        tx.delete::<file::Entity>().filter(is_it).exec(&tx).await?;
        tx.commit().await
    }

    /// Everything so far is on disk.
    pub async fn flush(&mut self) -> Result<()> {
        self.out.flush().await.map_err(place::failed)?;
        self.out.get_ref().sync_all().await.map_err(place::failed)
    }
}

fn private() -> fs::OpenOptions {
    let mut options = fs::OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    options.mode(0o600);
    options
}

async fn digest_of(path: &Path) -> Result<Sha256> {
    let mut file = File::open(path).await.map_err(place::failed)?;
    let (mut digest, mut buffer) = (Sha256::new(), vec![0; BUFFER]);
    loop {
        let read = file.read(&mut buffer).await.map_err(place::failed)?;
        if read == 0 {
            return Ok(digest);
        }
        digest.update(&buffer[..read]);
    }
}

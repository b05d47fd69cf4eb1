//! Reading finished files; taking one away, which is put on record.

use super::{Files, may_take, place};
use crate::kernel::{
    audit::Deed,
    error::{Error, Result},
    events::FieldChange,
    scope::Scope,
    tx::Tx,
};
use entity::{
    file::{self, FileStatus},
    ids::FileId,
};
use sea_orm::ActiveEnum;
use std::path::PathBuf;
use tokio::fs::File;

impl Files {
    /// The file and its bytes, for this caller. What another agency has, what is not whole yet, what a client did not make
    /// and what is gone does not exist.
    pub async fn take(&self, scope: &Scope, id: FileId) -> Result<(file::Model, File)> {
        let mut tx = Tx::begin(&self.0, scope).await?;
        let file = scope.get::<file::Entity>(id, &tx).await?;
        if file.status != FileStatus::Ready || file.expires_at <= tx.now() {
            return Err(Error::NotFound("file"));
        }
        may_take(scope, &file)?;
        let bytes = self.open(&file).await?;
        let changes = vec![
            FieldChange::shown("purpose", (), file.purpose.to_value()),
            FieldChange::shown("bytes", (), file.bytes),
        ];
        tx.audit(Deed { action: "FILE_DOWNLOADED", subject: ("FILE", id.0), changes }).await?;
        tx.commit().await?;
        Ok((file, bytes))
    }

    /// Where the bytes of a finished file lie.
    pub fn path(&self, file: &file::Model) -> Result<PathBuf> {
        place::whole(&self.0, file)
    }

    /// Opens a finished file. One whose bytes are gone does not exist.
    pub async fn open(&self, file: &file::Model) -> Result<File> {
        if file.status != FileStatus::Ready {
            return Err(Error::NotFound("file"));
        }
        File::open(self.path(file)?).await.map_err(|error| {
            tracing::error!(file = %file.id, %error, "a file's bytes cannot be read");
            Error::NotFound("file")
        })
    }
}

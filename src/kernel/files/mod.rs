//! The file store: bytes on disk under `<files.dir>/<agency>/<id>`, one row each. A file is written once, whole or not at
//! all, and never changed. Who may have it is its row's business, not this module's.

mod expire;
mod link;
mod name;
mod place;
mod sweep;
mod take;
mod writer;

pub use expire::expire;
pub use link::{Bearer, SPENT, may_take};
pub use name::clean;
pub use writer::Writer;

pub(in crate::kernel) use sweep::sweep;

use super::{app::App, error::Result, scope::Scope, tx::Tx};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    file::{self, FilePurpose, FileStatus},
    ids::{ActorId, AgencyId, FileId},
};
use sea_orm::{ActiveModelTrait, Set};

/// A file to be.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// What people call it; a path, or what no file system likes, is cleaned away.
    pub name: String,
    /// What it is: `text/csv`.
    pub media_type: String,
    pub purpose: FilePurpose,
    /// Who sent it or asked for it.
    pub created_by: Option<ActorId>,
    /// Thrown away after; `None`: after `files.keep_days`.
    pub expires_at: Option<DateTime<Utc>>,
}

/// The store of one running system.
#[derive(Clone)]
pub struct Files(App);

impl App {
    /// Where files are kept.
    #[must_use]
    pub fn files(&self) -> Files {
        Files(self.clone())
    }
}

impl Files {
    /// Begins a file. Its row says WRITING until [`Writer::finish`]; nobody sees it before. Commits a transaction of its own:
    /// never call this while a [`Tx`] is open.
    pub async fn create(&self, agency: AgencyId, new: NewFile) -> Result<Writer> {
        let tx = Tx::begin(&self.0, &Scope::system(agency)).await?;
        let kept = TimeDelta::days(self.0.config().files.keep_days.max(1).into());
        let row = file::ActiveModel {
            id: Set(FileId::new()),
            agency_id: Set(agency),
            name: Set(clean(&new.name)),
            media_type: Set(new.media_type),
            bytes: Set(0),
            sha256: Set(None),
            purpose: Set(new.purpose),
            status: Set(FileStatus::Writing),
            created_by: Set(new.created_by),
            expires_at: Set(new.expires_at.unwrap_or(tx.now() + kept)),
            created_at: Set(tx.now()),
            updated_at: Set(tx.now()),
        };
        let row = row.insert(&tx).await?;
        tx.commit().await?;
        Writer::begin(&self.0, row).await
    }

    /// Goes on with a file that [`Writer::pause`] left at this length; what was written after that is cut off. `None`: its
    /// bytes are gone or fewer, so begin anew.
    pub async fn resume(&self, row: file::Model, at: u64) -> Result<Option<Writer>> {
        Writer::resume(&self.0, row, at).await
    }
}

//! Can the database be written? Known from the writes that failed; a process that cannot write is not shown new clients.

use super::{
    db::{Db, Pools},
    doubt::Doubt,
    error::{Error, Result},
    trouble::Trouble,
    work::Work,
};
use entity::instance::{Column, Entity};
use sea_orm::{DbErr, EntityTrait, sea_query::Expr};
use std::{
    fs,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// A trial that takes longer has failed.
const PATIENCE: Duration = Duration::from_secs(1);
/// More than a command writes.
const ROOM: usize = 1 << 20;

/// What the last writes came to, and where it is said that a connection turned out to be dead.
#[derive(Clone, Debug, Default)]
pub(super) struct Writes(Arc<AtomicBool>, Doubt);

impl Writes {
    pub fn doubting(doubt: Doubt) -> Self {
        Self(Arc::default(), doubt)
    }

    /// Passes on what a statement of a transaction came to.
    pub fn noted<T>(&self, outcome: Result<T, DbErr>) -> Result<T, DbErr> {
        match outcome.as_ref().err().and_then(|cause| Trouble::of(cause)) {
            Some(Trouble::Away) => self.1.one_failed(),
            Some(trouble) if trouble.stops_writers() => self.0.store(true, Ordering::Relaxed),
            _ => {}
        }
        outcome
    }

    /// The same for what beginning or committing one came to.
    pub fn noted_work<T>(&self, outcome: Result<T>) -> Result<T> {
        if let Err(error) = &outcome
            && Trouble::of(error).is_some_and(Trouble::stops_writers)
        {
            self.0.store(true, Ordering::Relaxed);
        }
        if outcome.as_ref().is_err_and(|error| Trouble::of(error) == Some(Trouble::Away)) {
            self.1.one_failed();
        }
        outcome
    }

    fn are_fine(&self) -> bool {
        !self.0.load(Ordering::Relaxed)
    }
}

impl Db {
    /// Has no write failed since the last that was tried? Tries one where one has.
    pub async fn is_writable(&self) -> bool {
        if self.writes().are_fine() {
            return true;
        }
        let tried = async { trial(self).await.is_ok() && has_room(self).await };
        let is_fine = tokio::time::timeout(PATIENCE, tried).await.unwrap_or(false);
        if is_fine {
            self.writes().0.store(false, Ordering::Relaxed);
        }
        is_fine
    }
}

/// Writes what is there already: a page goes to the disk, and nothing changes.
#[expect(clippy::disallowed_methods, reason = "the installation's own row")]
async fn trial(db: &Db) -> Result<()> {
    let work = Work::begin(db).await?;
    let same = Entity::update_many().col_expr(Column::CreatedAt, Expr::col(Column::CreatedAt));
    same.exec(&work).await.map_err(Error::from)?;
    work.commit().await
}

/// SQLite: is there room on its disk? One page finds some where a command has just failed: in the log's file, where the command
/// had begun to write.
async fn has_room(db: &Db) -> bool {
    let Pools::Sqlite { write, .. } = db.pools() else { return true };
    let database = write.connect_options().get_filename().to_owned();
    tokio::task::spawn_blocking(move || has_room_beside(&database)).await.unwrap_or(false)
}

fn has_room_beside(database: &Path) -> bool {
    let mut name = database.file_name().unwrap_or_default().to_owned();
    name.push("-room");
    let trial = database.with_file_name(name);
    let is_written = fs::write(&trial, vec![0_u8; ROOM]).is_ok();
    // Somebody else who tried at the same time may have taken it away.
    let is_gone = fs::remove_file(&trial).is_ok() || !trial.exists();
    is_gone && is_written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_tried_beside_the_database_and_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        assert!(has_room_beside(&folder.path().join("leadwire.db")));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        assert!(!has_room_beside(&folder.path().join("nowhere/leadwire.db")));
    }
}

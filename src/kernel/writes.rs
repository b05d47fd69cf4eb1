//! Can the database be written? Known from the writes that failed; a process that cannot write is not shown new clients.

use super::{
    db::Db,
    error::{Error, Result},
    trouble::Trouble,
    work::Work,
};
use entity::instance::{Column, Entity};
use sea_orm::{DbErr, EntityTrait, sea_query::Expr};
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// A trial that takes longer has failed.
const PATIENCE: Duration = Duration::from_secs(1);

/// What the last writes came to.
#[derive(Clone, Debug, Default)]
pub(super) struct Writes(Arc<AtomicBool>);

impl Writes {
    /// Passes on what a statement of a transaction came to.
    pub fn noted<T>(&self, outcome: Result<T, DbErr>) -> Result<T, DbErr> {
        if let Err(cause) = &outcome
            && Trouble::of(cause).is_some_and(Trouble::stops_writers)
        {
            self.0.store(true, Ordering::Relaxed);
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
        let is_fine = matches!(tokio::time::timeout(PATIENCE, trial(self)).await, Ok(Ok(())));
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

//! Does this process's clock run as the database's does? Work done by a wrong clock is done at the wrong time: none is begun
//! or ended while the two are more than 30 s apart. On SQLite there is one process and one clock.

use crate::{
    base::clock::Timestamp,
    kernel::{
        app::App,
        error::Result,
        node::{MAX_SKEW, skew},
    },
};
use chrono::TimeDelta;
use std::{
    sync::{Mutex, PoisonError},
    time::Instant,
};
use tokio::sync::watch;

/// An instant by the clock, and by a counter that nobody sets.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    at: Timestamp,
    counted: Instant,
}

impl Mark {
    pub fn of(app: &App) -> Self {
        Self { at: app.now(), counted: Instant::now() }
    }

    /// Was the clock set since?
    pub fn has_jumped(&self, app: &App) -> bool {
        let counted = TimeDelta::from_std(self.counted.elapsed()).unwrap_or(TimeDelta::MAX);
        app.db().is_postgres() && (app.now() - self.at - counted).abs() > MAX_SKEW
    }
}

/// What was found when the database was asked last.
pub(super) struct Steady {
    right: Mutex<Mark>,
    is_right: watch::Sender<bool>,
}

impl Steady {
    /// For a clock that has just been compared.
    pub fn new(app: &App) -> Self {
        Self { right: Mutex::new(Mark::of(app)), is_right: watch::channel(true).0 }
    }

    pub fn watch(&self) -> watch::Receiver<bool> {
        self.is_right.subscribe()
    }

    /// Right when it was compared last, and not set since.
    pub fn is_right(&self, app: &App) -> bool {
        *self.is_right.borrow() && !self.right.lock().unwrap_or_else(PoisonError::into_inner).has_jumped(app)
    }

    /// Compares. What time it is, where it is right; a database that does not answer says nothing about the clock.
    pub async fn compare(&self, app: &App) -> Result<Option<Timestamp>> {
        let now = app.now();
        let is_right = skew(app).await?.abs() <= MAX_SKEW;
        if is_right {
            *self.right.lock().unwrap_or_else(PoisonError::into_inner) = Mark::of(app);
        }
        self.is_right.send_if_modified(|was| std::mem::replace(was, is_right) != is_right);
        Ok(is_right.then_some(now))
    }
}

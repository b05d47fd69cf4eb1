//! One reader of the log per agency and process: it fills a ring in memory that every follower reads by cursor.

use super::{BATCH, page};
use crate::kernel::{
    app::App,
    error::{Error, Result},
    events::LoggedEvent,
};
use entity::ids::AgencyId;
use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError, RwLock},
    time::Duration,
};
use tokio::sync::watch;

/// Events kept in memory per followed agency.
const RING: usize = 4_096;
/// A lost hint costs at most this.
const POLL: Duration = Duration::from_secs(1);

/// The tails this process follows.
#[derive(Clone, Default)]
pub struct Tails(Arc<Mutex<HashMap<AgencyId, Weak>>>);

type Weak = std::sync::Weak<Shared>;

struct Shared {
    ring: RwLock<VecDeque<Arc<LoggedEvent>>>,
    /// Told by the reader, who alone can: whoever follows hears when it is gone.
    last: watch::Receiver<i64>,
}

/// A follower's hold on its agency's tail; the reader stops when nobody holds it.
pub struct Tail {
    shared: Arc<Shared>,
    last: watch::Receiver<i64>,
}

impl Tails {
    /// The agency's tail, started at `from` when this process does not follow the agency yet.
    pub fn of(&self, app: &App, agency: AgencyId, from: i64) -> Tail {
        let mut tails = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tails.retain(|_, tail| tail.strong_count() > 0);
        let is_read = |shared: &Arc<Shared>| shared.last.has_changed().is_ok();
        if let Some(shared) = tails.get(&agency).and_then(Weak::upgrade).filter(is_read) {
            return Tail { last: shared.last.clone(), shared };
        }
        let (told, last) = watch::channel(from);
        let shared = Arc::new(Shared { ring: RwLock::default(), last });
        tails.insert(agency, Arc::downgrade(&shared));
        tokio::spawn(read(app.clone(), agency, Arc::downgrade(&shared), told));
        Tail { last: shared.last.clone(), shared }
    }

    /// The number read last, by followed agency.
    pub(super) fn reached(&self) -> HashMap<AgencyId, i64> {
        let tails = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let each = tails.iter().filter_map(|(agency, tail)| Some((*agency, *tail.upgrade()?.last.borrow())));
        each.collect()
    }
}

impl Tail {
    /// Waits until there is an event after `cursor`.
    pub(super) async fn grown_past(&mut self, cursor: i64) -> Result<()> {
        let stopped = |_| Error::bug("the log's reader stopped");
        self.last.wait_for(|last| *last > cursor).await.map(|_| ()).map_err(stopped)
    }

    /// Up to a batch of events after `cursor`, or `None` when the ring does not reach back that far.
    pub(super) fn ring(&self, cursor: i64) -> Option<VecDeque<Arc<LoggedEvent>>> {
        let ring = self.shared.ring.read().unwrap_or_else(PoisonError::into_inner);
        let first = ring.front()?.seq;
        let skip = usize::try_from(cursor + 1 - first).ok()?;
        let batch = usize::try_from(BATCH).unwrap_or(RING);
        Some(ring.iter().skip(skip).take(batch).cloned().collect())
    }
}

/// Reads the log as long as somebody holds the tail.
async fn read(app: App, agency: AgencyId, tail: Weak, told: watch::Sender<i64>) {
    let mut last = *told.borrow();
    let mut hints = app.hints().listen(agency);
    while tail.strong_count() > 0 {
        // Marked before reading: a hint that comes while we read makes us read again.
        hints.mark_unchanged();
        match page(&app, agency, last, BATCH).await {
            Ok(events) if !events.is_empty() => {
                last = events.last().map_or(last, |event| event.seq);
                let Some(shared) = tail.upgrade() else { return };
                shared.push(events);
                told.send_replace(last);
                continue;
            }
            Ok(_) => {}
            Err(error) => tracing::warn!(?error, "could not read the event log; trying again"),
        }
        let _ = tokio::time::timeout(POLL, hints.changed()).await;
    }
}

impl Shared {
    fn push(&self, events: Vec<Arc<LoggedEvent>>) {
        let mut ring = self.ring.write().unwrap_or_else(PoisonError::into_inner);
        ring.extend(events);
        let surplus = ring.len().saturating_sub(RING);
        ring.drain(..surplus);
    }
}

#[cfg(test)]
mod tests {
    use super::{Shared, Tail};
    use std::sync::{Arc, RwLock};
    use tokio::sync::watch;

    #[tokio::test]
    async fn followers_hear_that_their_reader_is_gone() {
        let (told, last) = watch::channel(3);
        let shared = Arc::new(Shared { ring: RwLock::default(), last: last.clone() });
        let mut tail = Tail { shared, last };
        assert!(tail.grown_past(2).await.is_ok());
        drop(told);
        assert!(tail.grown_past(3).await.is_err());
    }
}

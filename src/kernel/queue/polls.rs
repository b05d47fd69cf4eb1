//! A slice that computes without end cannot be interrupted from inside, and holds one of the runtime's few threads: the
//! process ends itself, its supervisor starts it anew, and the slice counts as an attempt that failed.

use std::{
    collections::HashMap,
    future::Future,
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll},
    time::{Duration, Instant},
};

/// How long one slice may keep a thread without giving it back once.
const PATIENCE: Duration = Duration::from_secs(30);
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// The slices that hold a thread right now, and since when.
#[derive(Default)]
pub(super) struct Polls {
    next: AtomicU64,
    now: Mutex<HashMap<u64, (Arc<str>, Instant)>>,
}

impl Polls {
    /// Watched by a thread of its own, until nobody holds it any more.
    pub fn watched() -> Arc<Self> {
        let polls = Arc::<Self>::default();
        let watched = Arc::downgrade(&polls);
        std::thread::spawn(move || watch(&watched));
        polls
    }

    /// `work`, a slice of this kind of task, watched.
    pub fn of<F: Future>(self: Arc<Self>, kind: &str, work: F) -> Watched<F> {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        Watched { id, kind: kind.into(), polls: self, work: Box::pin(work) }
    }

    fn longest(&self) -> Option<(Arc<str>, Duration)> {
        let now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        let longest = now.values().min_by_key(|(_, since)| *since)?;
        Some((longest.0.clone(), longest.1.elapsed()))
    }
}

fn watch(polls: &Weak<Polls>) {
    loop {
        std::thread::sleep(LOOK_EVERY);
        let Some(polls) = polls.upgrade() else { return };
        if let Some((kind, _)) = polls.longest().filter(|(_, held)| *held > PATIENCE) {
            eprintln!(
                "a slice of {kind} has not given its thread back for {} s: ending the process",
                PATIENCE.as_secs()
            );
            std::process::abort();
        }
    }
}

/// A future whose single turns are watched.
pub(super) struct Watched<F> {
    id: u64,
    kind: Arc<str>,
    polls: Arc<Polls>,
    work: Pin<Box<F>>,
}

/// One turn; over when dropped, also by a panic.
struct Turn<'a>(&'a Polls, u64);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.now.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.1);
    }
}

impl<F: Future> Future for Watched<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.get_mut();
        let begun = (this.kind.clone(), Instant::now());
        this.polls.now.lock().unwrap_or_else(PoisonError::into_inner).insert(this.id, begun);
        let _turn = Turn(&this.polls, this.id);
        this.work.as_mut().poll(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::Polls;
    use std::{sync::Arc, time::Duration};

    #[tokio::test]
    async fn only_turns_are_counted_not_waiting() {
        let polls = Arc::<Polls>::default();
        let seen = polls.clone();
        let work = polls.clone().of("waits", async move {
            assert_eq!(&*seen.longest().unwrap().0, "waits");
            tokio::time::sleep(Duration::from_millis(20)).await;
            7
        });
        let work = tokio::spawn(work);
        tokio::time::sleep(Duration::from_millis(5)).await;
        assert!(polls.longest().is_none(), "it waits, and holds no thread");
        assert_eq!(work.await.unwrap(), 7);
        assert!(polls.longest().is_none());
    }

    #[tokio::test]
    async fn a_panic_ends_a_turn() {
        let polls = Arc::<Polls>::default();
        let work = polls.clone().of("panics", async { panic!("as planned") });
        assert!(tokio::spawn(work).await.is_err());
        assert!(polls.longest().is_none());
    }
}

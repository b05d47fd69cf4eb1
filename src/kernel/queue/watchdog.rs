//! Ends the process when its runtime stands still: a slice that never yields cannot be stopped from inside.
//!
//! The work it held is taken over by the living, and its attempt is counted, so that it dies after a few.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

const BEAT: Duration = Duration::from_secs(1);
/// So many beats of the watching thread without one of the runtime. Counted, not measured: a process that was stopped as
/// a whole, or a machine that slept, is not taken for a stall.
const PATIENCE: u32 = 30;

/// Watches as long as it is held.
pub(super) struct Watchdog(Arc<Heart>);

#[derive(Default)]
struct Heart {
    beats: AtomicU64,
    is_over: AtomicBool,
}

impl Watchdog {
    pub fn start() -> Self {
        let heart = Arc::new(Heart::default());
        tokio::spawn(beat(heart.clone()));
        let watched = heart.clone();
        let thread = std::thread::Builder::new().name("watchdog".into());
        if let Err(error) = thread.spawn(move || watch(&watched)) {
            tracing::warn!(%error, "no thread for the watchdog");
        }
        Self(heart)
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        self.0.is_over.store(true, Ordering::Relaxed);
    }
}

async fn beat(heart: Arc<Heart>) {
    while !heart.is_over.load(Ordering::Relaxed) {
        heart.beats.fetch_add(1, Ordering::Relaxed);
        tokio::time::sleep(BEAT).await;
    }
}

fn watch(heart: &Heart) {
    let (mut last, mut missed) = (0, 0);
    while !heart.is_over.load(Ordering::Relaxed) {
        std::thread::sleep(BEAT);
        let beats = heart.beats.load(Ordering::Relaxed);
        missed = if beats == last { missed + 1 } else { 0 };
        last = beats;
        if missed >= PATIENCE {
            tracing::error!("the runtime has stood still for {PATIENCE} s; giving up so that others go on");
            std::process::abort();
        }
    }
}

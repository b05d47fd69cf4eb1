//! A task that never yields cannot be interrupted from inside: when the runtime stalls, the process ends itself and its
//! supervisor starts it anew. Attempts are counted before a slice runs, so a poisonous task is given up in the end.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

const BEAT: Duration = Duration::from_secs(1);
/// Beats missed in a row before the process is ended.
const PATIENCE: u64 = 30;

/// Watches the runtime this is called on, until the process ends.
pub fn start() {
    let beats = Arc::new(AtomicU64::new(0));
    let heart = beats.clone();
    tokio::spawn(async move {
        loop {
            heart.fetch_add(1, Ordering::Relaxed);
            tokio::time::sleep(BEAT).await;
        }
    });
    std::thread::spawn(move || {
        let (mut seen, mut missed) = (0, 0);
        loop {
            std::thread::sleep(BEAT);
            let now = beats.load(Ordering::Relaxed);
            missed = if now == seen { missed + 1 } else { 0 };
            seen = now;
            if missed >= PATIENCE {
                eprintln!("the runtime has not moved for {PATIENCE} s: ending the process");
                std::process::abort();
            }
        }
    });
}

//! A test that never ends is named, and ends the run: otherwise whoever waits for the suite waits for ever and learns nothing.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex, Once,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// Several times as long as the longest test takes on a busy machine.
const LONGEST: Duration = Duration::from_secs(600);

struct Test {
    name: String,
    since: Instant,
}

/// The tests that are under way, by their number.
static UNDER_WAY: Mutex<BTreeMap<u64, Test>> = Mutex::new(BTreeMap::new());

/// A test is under way as long as this value lives.
pub struct Watched(u64);

impl Watched {
    /// The test whose thread this is.
    pub fn begin() -> Self {
        static WATCH: Once = Once::new();
        static BEGUN: AtomicU64 = AtomicU64::new(0);
        WATCH.call_once(|| drop(thread::spawn(watch)));
        let number = BEGUN.fetch_add(1, Ordering::Relaxed);
        let name = thread::current().name().unwrap_or("a test").to_owned();
        let test = Test { name, since: Instant::now() };
        UNDER_WAY.lock().expect("never poisoned").insert(number, test);
        Self(number)
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        UNDER_WAY.lock().expect("never poisoned").remove(&self.0);
    }
}

fn watch() {
    loop {
        thread::sleep(Duration::from_secs(5));
        let tests = UNDER_WAY.lock().expect("never poisoned");
        if let Some(Test { name, since }) = tests.values().find(|test| test.since.elapsed() > LONGEST) {
            eprintln!("test {name} does not end: it began {} s ago", since.elapsed().as_secs());
            std::process::exit(1);
        }
    }
}

//! A test that never ends is named, and ends the run: otherwise whoever waits for the suite waits for ever and learns nothing.

use std::{
    collections::BTreeMap,
    sync::{Mutex, Once},
    thread,
    time::{Duration, Instant},
};

/// Several times as long as the longest test takes on a busy machine.
const LONGEST: Duration = Duration::from_secs(600);

/// The tests that are under way, since when, by their number.
static UNDER_WAY: Mutex<(u64, BTreeMap<u64, (String, Instant)>)> = Mutex::new((0, BTreeMap::new()));

/// A test is under way as long as this value lives.
pub struct Watched(u64);

impl Watched {
    /// The test whose thread this is.
    pub fn begin() -> Self {
        static WATCH: Once = Once::new();
        WATCH.call_once(|| drop(thread::spawn(watch)));
        let name = thread::current().name().unwrap_or("a test").to_owned();
        let mut tests = UNDER_WAY.lock().expect("never poisoned");
        tests.0 += 1;
        let number = tests.0;
        tests.1.insert(number, (name, Instant::now()));
        Self(number)
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        UNDER_WAY.lock().expect("never poisoned").1.remove(&self.0);
    }
}

fn watch() {
    loop {
        thread::sleep(Duration::from_secs(5));
        let tests = UNDER_WAY.lock().expect("never poisoned");
        if let Some((name, since)) = tests.1.values().find(|(_, since)| since.elapsed() > LONGEST) {
            eprintln!("test {name} does not end: it began {} s ago", since.elapsed().as_secs());
            std::process::exit(1);
        }
    }
}

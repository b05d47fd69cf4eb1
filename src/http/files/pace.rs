//! How slowly a body may come: whoever sends a byte now and then would hold a connection and an open file for ever.

use crate::config::Config;
use std::time::Duration;

/// What a sender owes: something every so often, and of each stretch of bytes all in time. How much came before buys nothing.
#[derive(Debug)]
pub struct Pace {
    /// Between two pieces.
    patience: Duration,
    /// For one stretch.
    grace: Duration,
    /// Its bytes; 0: any rate will do.
    stretch: u64,
    waited: Duration,
    came: u64,
}

/// What is wrong when the next piece does not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// Nothing came for too long.
    Silence,
    /// Too little came in too long.
    Slowness,
}

impl Pace {
    #[must_use]
    pub fn of(config: &Config) -> Self {
        let files = &config.files;
        Self {
            patience: Duration::from_millis(config.server.request_timeout_ms),
            grace: Duration::from_millis(files.upload_grace_ms),
            stretch: files.upload_bytes_per_second.saturating_mul(files.upload_grace_ms) / 1_000,
            waited: Duration::ZERO,
            came: 0,
        }
    }

    /// How long the next piece may take, and what it is when it takes longer.
    #[must_use]
    pub fn left(&self) -> (Duration, Lack) {
        let left = self.grace.saturating_sub(self.waited);
        match self.stretch > 0 && left < self.patience {
            true => (left, Lack::Slowness),
            false => (self.patience, Lack::Silence),
        }
    }

    /// A piece came after so long. Only waiting for it counts: that our disk is slow is not the sender's fault.
    pub fn came(&mut self, after: Duration, bytes: usize) {
        self.waited += after;
        self.came = self.came.saturating_add(bytes as u64);
        if self.came >= self.stretch {
            (self.waited, self.came) = (Duration::ZERO, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Files, Server};

    const SECOND: Duration = Duration::from_secs(1);

    fn pace(upload_bytes_per_second: u64) -> Pace {
        let server = Server { request_timeout_ms: 10_000, ..Server::default() };
        let files = Files { upload_grace_ms: 30_000, upload_bytes_per_second, ..Files::default() };
        Pace::of(&Config { server, files, ..Config::default() })
    }

    #[test]
    fn a_byte_now_and_then_is_too_slow_when_the_grace_is_over() {
        let mut pace = pace(1_000);
        for waited in [9, 18] {
            assert_eq!(pace.left(), (10 * SECOND, Lack::Silence));
            pace.came(9 * SECOND, 1);
            assert_eq!(pace.waited, waited * SECOND);
        }
        pace.came(9 * SECOND, 1);
        assert_eq!(pace.left(), (3 * SECOND, Lack::Slowness));
        pace.came(3 * SECOND, 1);
        assert_eq!(pace.left(), (Duration::ZERO, Lack::Slowness));
    }

    #[test]
    fn who_keeps_the_pace_goes_on_for_ever_and_saves_nothing_up() {
        let mut pace = pace(1_000);
        for _ in 0..1_000 {
            assert_eq!(pace.left(), (10 * SECOND, Lack::Silence));
            pace.came(9 * SECOND, 10_000);
        }
        pace.came(Duration::ZERO, 1_000_000_000);
        for _ in 0..3 {
            pace.came(9 * SECOND, 1);
        }
        assert_eq!(pace.left(), (3 * SECOND, Lack::Slowness));
    }

    #[test]
    fn where_any_rate_will_do_only_silence_counts() {
        let mut pace = pace(0);
        for _ in 0..1_000 {
            pace.came(9 * SECOND, 1);
            assert_eq!(pace.left(), (10 * SECOND, Lack::Silence));
        }
    }
}

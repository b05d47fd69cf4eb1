//! Requests counted per provider and key in fixed windows of a minute.

use crate::{
    base::clock::{Clock, SystemClock},
    sandbox::settings::Provider,
};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};
use tokio::time::Instant;

const MINUTE: Duration = Duration::from_secs(60);

/// Where a key stands in its current window.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// 0: no limit.
    pub limit: u32,
    pub used: u32,
    /// Whole seconds until the window ends, at least 1.
    pub ends_in_s: u64,
    /// Unix time of that moment, in seconds.
    pub ends_at_s: i64,
}

impl Window {
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.limit > 0 && self.used > self.limit
    }
}

/// All windows of a running sandbox.
#[derive(Debug, Default)]
pub struct Limits(Mutex<HashMap<(Provider, String), (Instant, u32)>>);

impl Limits {
    /// Counts one request.
    pub fn count(&self, provider: Provider, account: &str, limit: u32) -> Window {
        let mut windows = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let (start, used) = windows.entry((provider, account.to_owned())).or_insert((now, 0));
        if now.duration_since(*start) >= MINUTE {
            (*start, *used) = (now, 0);
        }
        *used = used.saturating_add(1);
        let left = MINUTE.saturating_sub(now.duration_since(*start));
        let ends_in_s = left.as_secs().max(1);
        let ends_at_s = SystemClock.now().timestamp() + i64::try_from(ends_in_s).unwrap_or(60);
        Window { limit, used: *used, ends_in_s, ends_at_s }
    }

    /// Every window starts anew.
    pub fn clear(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

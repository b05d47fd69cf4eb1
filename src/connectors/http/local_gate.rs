//! The gate inside one process: smooths bursts, breaks circuits; may stand before a gate that all processes share.

use super::{
    account::{Account, RateLimit},
    breaker::{Breaker, BreakerSettings},
    gate::{Gate, Outcome},
};
use crate::{base::clock::SharedClock, connectors::error::ConnectorError};
use async_trait::async_trait;
use governor::{
    Quota, RateLimiter, clock as governor_clock,
    middleware::NoOpMiddleware,
    nanos::Nanos,
    state::{InMemoryState, NotKeyed},
};
use std::{
    collections::HashMap,
    num::NonZeroU32,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// Longest wait for a token inside a call; beyond it the caller is told when to come back.
const MAX_WAIT: Duration = Duration::from_secs(1);
/// Accounts remembered; far more than an instance has.
const MAX_ACCOUNTS: usize = 10_000;

/// Our clock in governor's words, so that tests move it.
#[derive(Clone)]
struct Ticks(SharedClock);

impl governor_clock::Clock for Ticks {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        let nanos = self.0.now().timestamp_nanos_opt().unwrap_or(0);
        Nanos::new(u64::try_from(nanos).unwrap_or(0))
    }
}

struct Entry {
    limit: RateLimit,
    limiter: RateLimiter<NotKeyed, InMemoryState, Ticks, NoOpMiddleware<Nanos>>,
    breaker: Mutex<Breaker>,
}

/// By provider and account.
type Entries = HashMap<(&'static str, Arc<str>), Arc<Entry>>;

/// Token bucket and breaker per account, in memory.
pub struct LocalGate {
    clock: SharedClock,
    settings: BreakerSettings,
    shared: Option<Arc<dyn Gate>>,
    accounts: Mutex<Entries>,
}

impl LocalGate {
    #[must_use]
    pub fn new(clock: SharedClock, settings: BreakerSettings) -> Self {
        Self { clock, settings, shared: None, accounts: Mutex::default() }
    }

    /// Asks `shared` too, after itself: cheap refusals stay cheap.
    #[must_use]
    pub fn before(mut self, shared: Arc<dyn Gate>) -> Self {
        self.shared = Some(shared);
        self
    }

    fn entry(&self, account: &Account) -> Arc<Entry> {
        let mut accounts = self.accounts.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (account.provider, account.id.clone());
        if let Some(entry) = accounts.get(&key).filter(|entry| entry.limit == account.limit) {
            return entry.clone();
        }
        if accounts.len() >= MAX_ACCOUNTS {
            accounts.clear();
        }
        let limiter = RateLimiter::direct_with_clock(quota(account.limit), Ticks(self.clock.clone()));
        let breaker =
            accounts.get(&key).map(|old| *old.breaker.lock().unwrap_or_else(PoisonError::into_inner));
        let breaker = Mutex::new(breaker.unwrap_or_default());
        let entry = Arc::new(Entry { limit: account.limit, limiter, breaker });
        accounts.insert(key, entry.clone());
        entry
    }

    /// Takes a token, waiting for it once if it comes soon.
    async fn token(&self, entry: &Entry) -> Result<(), ConnectorError> {
        for may_wait in [true, false] {
            let Err(not_yet) = entry.limiter.check() else { return Ok(()) };
            let wait = not_yet.wait_time_from(governor_clock::Clock::now(&Ticks(self.clock.clone())));
            if !may_wait || wait > MAX_WAIT {
                return Err(ConnectorError::Held { after: wait });
            }
            tokio::time::sleep(wait).await;
        }
        Ok(())
    }
}

#[async_trait]
impl Gate for LocalGate {
    async fn admit(&self, account: &Account) -> Result<(), ConnectorError> {
        let entry = self.entry(account);
        self.token(&entry).await?;
        entry
            .breaker
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .admit(self.clock.now(), &self.settings)?;
        let Some(shared) = &self.shared else { return Ok(()) };
        let admitted = shared.admit(account).await;
        if admitted.is_err() {
            entry.breaker.lock().unwrap_or_else(PoisonError::into_inner).put_back(self.clock.now());
        }
        admitted
    }

    async fn settled(&self, account: &Account, outcome: Outcome) {
        let entry = self.entry(account);
        let now = self.clock.now();
        entry.breaker.lock().unwrap_or_else(PoisonError::into_inner).settle(now, outcome, &self.settings);
        if let Some(shared) = &self.shared {
            shared.settled(account, outcome).await;
        }
    }
}

fn quota(limit: RateLimit) -> Quota {
    let burst = NonZeroU32::new(limit.capacity).unwrap_or(NonZeroU32::MIN);
    let seconds = 1.0 / limit.refill_per_second.max(1e-6);
    let period = Duration::try_from_secs_f64(seconds).unwrap_or(MAX_WAIT).max(Duration::from_nanos(1));
    Quota::with_period(period).unwrap_or(Quota::per_second(burst)).allow_burst(burst)
}

#[cfg(test)]
mod tests {
    use super::LocalGate;
    use crate::{
        base::clock::TestClock,
        connectors::{
            ConnectorError,
            http::{Account, BreakerSettings, Gate, Outcome, RateLimit},
        },
    };
    use chrono::{DateTime, TimeDelta};
    use std::{sync::Arc, time::Duration};

    fn gate() -> (Arc<TestClock>, LocalGate) {
        let clock = Arc::new(TestClock::at(DateTime::UNIX_EPOCH + TimeDelta::days(1)));
        (clock.clone(), LocalGate::new(clock, BreakerSettings::default()))
    }

    #[tokio::test]
    async fn an_account_gets_its_burst_then_a_time_to_come_back() {
        let (clock, gate) = gate();
        let slow = Account::new("apollo", "a", RateLimit::new(2, 0.1));
        gate.admit(&slow).await.unwrap();
        gate.admit(&slow).await.unwrap();
        let held = gate.admit(&slow).await.unwrap_err();
        assert_eq!(held, ConnectorError::Held { after: Duration::from_secs(10) });
        let other = Account::new("apollo", "b", RateLimit::new(2, 0.1));
        gate.admit(&other).await.unwrap();
        clock.advance(TimeDelta::seconds(10));
        gate.admit(&slow).await.unwrap();
    }

    #[tokio::test]
    async fn failures_of_one_account_do_not_close_another() {
        let (_, gate) = gate();
        let bad = Account::new("apollo", "a", RateLimit::new(100, 10.0));
        for _ in 0..5 {
            gate.admit(&bad).await.unwrap();
            gate.settled(&bad, Outcome::Failed).await;
        }
        assert!(gate.admit(&bad).await.is_err());
        assert!(gate.admit(&Account { id: "b".into(), ..bad }).await.is_ok());
    }
}

//! Everything long-lived, cheap to clone: what a command, a task or a resolver is handed.

use super::{
    db::Db,
    keys::Keys,
    live::{hint::Hints, tails::Tails},
    queue::Driver,
    seal::Sealer,
    wiring::Wiring,
};
use crate::{
    base::{
        clock::{SharedClock, Timestamp},
        random::Random,
    },
    config::Config,
    connectors::Connectors,
};
use std::{
    any::Any,
    sync::{Arc, Weak},
};

/// The running system.
#[derive(Clone)]
pub struct App(Arc<Parts>);

/// One that may be gone: for what it holds itself.
#[derive(Clone)]
pub(in crate::kernel) struct WeakApp(Weak<Parts>);

impl WeakApp {
    pub fn upgrade(&self) -> Option<App> {
        self.0.upgrade().map(App)
    }
}

/// What an [`App`] is made of.
pub struct Parts {
    pub db: Db,
    pub clock: SharedClock,
    pub random: Random,
    pub driver: Driver,
    pub sealer: Sealer,
    pub wiring: Wiring,
    pub hints: Hints,
    pub tails: Tails,
    pub keys: Arc<Keys>,
    pub config: Arc<Config>,
    pub connectors: Connectors,
    /// What upper layers keep for the life of the process, by type.
    pub extras: Extras,
}

impl App {
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    #[must_use]
    pub(in crate::kernel) fn downgrade(&self) -> WeakApp {
        WeakApp(Arc::downgrade(&self.0))
    }

    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    #[must_use]
    pub fn clock(&self) -> &SharedClock {
        &self.0.clock
    }

    #[must_use]
    pub fn random(&self) -> &Random {
        &self.0.random
    }

    #[must_use]
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    #[must_use]
    pub fn driver(&self) -> &Driver {
        &self.0.driver
    }

    #[must_use]
    pub fn sealer(&self) -> &Sealer {
        &self.0.sealer
    }

    #[must_use]
    pub fn wiring(&self) -> &Wiring {
        &self.0.wiring
    }

    #[must_use]
    pub fn hints(&self) -> &Hints {
        &self.0.hints
    }

    #[must_use]
    pub(in crate::kernel) fn tails(&self) -> &Tails {
        &self.0.tails
    }

    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.0.keys
    }

    #[must_use]
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// How providers are reached.
    #[must_use]
    pub fn connectors(&self) -> &Connectors {
        &self.0.connectors
    }

    /// What an upper layer put there at start-up.
    #[must_use]
    pub fn extra<T: Any + Send + Sync>(&self) -> Option<&T> {
        self.0.extras.get()
    }
}

/// A small shelf of long-lived values, one per type.
#[derive(Default)]
pub struct Extras(Vec<Box<dyn Any + Send + Sync>>);

impl Extras {
    #[must_use]
    pub fn with<T: Any + Send + Sync>(mut self, value: T) -> Self {
        self.0.push(Box::new(value));
        self
    }

    fn get<T: Any + Send + Sync>(&self) -> Option<&T> {
        self.0.iter().find_map(|value| value.downcast_ref())
    }
}

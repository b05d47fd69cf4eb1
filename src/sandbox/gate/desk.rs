//! What a handler is given: the world, who asks, and a bill to write on.

use crate::sandbox::{faults::spoil, ledger::Charge, settings::Provider, world::World};
use serde_json::Value;
use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

/// One call's view of the sandbox; handlers take it as an `Extension`.
#[derive(Clone, Debug)]
pub struct Desk {
    pub world: Arc<World>,
    pub provider: Provider,
    /// The key, standing for the account that pays.
    pub account: String,
    pub(super) bad_data_rate: f64,
    pub(super) bill: Arc<Mutex<Vec<Charge>>>,
    pub(super) asked: Arc<Mutex<HashSet<(Provider, String, String)>>>,
}

impl Desk {
    /// Charges one credit for a fact, in case the call succeeds.
    pub fn charge(&self, endpoint: &'static str, fact: impl Into<String>) {
        self.bill(Charge { endpoint, fact: fact.into(), millicredits: 1_000, is_free_again: false });
    }

    /// Charges as described.
    pub fn bill(&self, charge: Charge) {
        self.bill.lock().unwrap_or_else(PoisonError::into_inner).push(charge);
    }

    /// True once per account and thing: for answers that say "not yet" first.
    #[must_use]
    pub fn is_first(&self, thing: impl Into<String>) -> bool {
        let asked = (self.provider, self.account.clone(), thing.into());
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).insert(asked)
    }

    /// The row as it leaves: now and then odd, the same row always in the same way.
    #[must_use]
    pub fn row(&self, mut row: Value) -> Value {
        let draw = self.world.draw.tag("bad data").tag(self.provider.name()).tag(&row.to_string());
        if draw.tag("is bad").chance(self.bad_data_rate) {
            spoil(&mut row, draw);
        }
        row
    }
}

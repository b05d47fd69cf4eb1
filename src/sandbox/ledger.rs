//! Who would have been charged for what: the proof that nobody pays twice. Counts, keeps no answers.

use super::settings::Provider;
use serde::Serialize;
use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// A charge a handler asks for, before it is known whether the call goes wrong.
#[derive(Clone, Debug)]
pub struct Charge {
    pub endpoint: &'static str,
    /// What was paid for: a person's id, an address, a domain.
    pub fact: String,
    /// In thousandths of the provider's credit.
    pub millicredits: u64,
    /// Only the first time per account and fact (ZoomInfo within twelve months).
    pub is_free_again: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Fact {
    provider: Provider,
    endpoint: String,
    account: String,
    fact: String,
}

#[derive(Clone, Copy, Debug, Default, Serialize)]
struct Paid {
    /// How often this was charged, also when the answer never arrived.
    count: u64,
    millicredits: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct Door {
    provider: Provider,
    path: String,
    account: String,
}

#[derive(Debug, Default)]
struct Pages {
    paid: BTreeMap<Fact, Paid>,
    requests: BTreeMap<Door, u64>,
}

/// The book of one running sandbox.
#[derive(Debug, Default)]
pub struct Ledger(Mutex<Pages>);

#[derive(Serialize)]
struct Row<'a, K, V> {
    #[serde(flatten)]
    key: &'a K,
    #[serde(flatten)]
    value: V,
}

#[derive(Serialize)]
struct Count {
    count: u64,
}

impl Ledger {
    /// A request arrived, whatever becomes of it.
    pub fn arrived(&self, provider: Provider, path: &str, account: &str) {
        let door = Door { provider, path: path.to_owned(), account: account.to_owned() };
        *self.pages().requests.entry(door).or_default() += 1;
    }

    /// Enters the charges of one call.
    pub fn charge(&self, provider: Provider, account: &str, bill: Vec<Charge>) {
        let mut pages = self.pages();
        for charge in bill {
            let (endpoint, account) = (charge.endpoint.to_owned(), account.to_owned());
            let paid = pages.paid.entry(Fact { provider, endpoint, account, fact: charge.fact }).or_default();
            if paid.count == 0 || !charge.is_free_again {
                paid.count += 1;
                paid.millicredits += charge.millicredits;
            }
        }
    }

    /// Everything, as `GET /_sandbox/calls` shows it.
    #[must_use]
    pub fn show(&self) -> serde_json::Value {
        let pages = self.pages();
        let calls: Vec<_> = pages.paid.iter().map(|(key, value)| Row { key, value: *value }).collect();
        let arrivals = pages.requests.iter().map(|(key, count)| Row { key, value: Count { count: *count } });
        serde_json::json!({
            "calls": calls,
            "requests": arrivals.collect::<Vec<_>>(),
            "most_per_fact": pages.paid.values().map(|paid| paid.count).max().unwrap_or(0),
        })
    }

    /// Forgets everything.
    pub fn clear(&self) {
        *self.pages() = Pages::default();
    }

    fn pages(&self) -> MutexGuard<'_, Pages> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

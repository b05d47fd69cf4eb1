//! The present minute of every caller.

use super::{Meter, Payer};
use crate::{base::clock::Timestamp, config::Limits};
use chrono::{DateTime, Utc};
use serde::Serialize;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

const MINUTE: i64 = 60;

/// `extensions.cost` of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Spent {
    /// What this operation costs.
    pub query: u64,
    /// What the caller may spend in a minute.
    pub limit: u64,
    /// What is left of that.
    pub remaining: u64,
    /// When the whole is there again.
    pub reset_at: DateTime<Utc>,
}

/// What there is not enough of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Short {
    pub meter: Meter,
    pub limit: u64,
    /// What is left of the cost, which was not taken.
    pub spent: Spent,
}

/// The present minute and what was used in it. All budgets begin anew together, so nothing is left to clean up.
#[derive(Clone, Debug, Default)]
pub struct Budgets(Arc<Mutex<Window>>);

#[derive(Debug, Default)]
struct Window {
    minute: i64,
    used: HashMap<(Payer, Meter), Used>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Used {
    /// By all processes, as far as they have said.
    known: u64,
    /// Here, since.
    unsettled: u64,
}

impl Used {
    fn sum(self) -> u64 {
        self.known.saturating_add(self.unsettled)
    }
}

/// What was used by whom, and is not settled yet.
pub type Unsettled = Vec<(Payer, Meter, u64)>;

impl Budgets {
    /// Takes the cost and the operations out of their budgets, or, where one does not fit, nothing.
    pub fn spend(
        &self,
        payer: Payer,
        (cost, classes): (u64, &[(Meter, u64)]),
        limits: &Limits,
        now: Timestamp,
    ) -> Result<Spent, Short> {
        let minute = now.timestamp().div_euclid(MINUTE);
        let mut window = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if window.minute != minute {
            *window = Window { minute, used: HashMap::new() };
        }
        let limit = Meter::Cost.limit(limits);
        let reset_at = DateTime::from_timestamp((minute + 1) * MINUTE, 0).unwrap_or(now);
        let spent = |window: &Window| {
            let remaining = limit.saturating_sub(window.of(payer, Meter::Cost));
            Spent { query: cost, limit, remaining, reset_at }
        };
        let all = || std::iter::once((Meter::Cost, cost)).chain(classes.iter().copied());
        let lacking = |(meter, amount): &(Meter, u64)| {
            window.of(payer, *meter).saturating_add(*amount) > meter.limit(limits)
        };
        if let Some((meter, _)) = all().find(lacking) {
            return Err(Short { meter, limit: meter.limit(limits), spent: spent(&window) });
        }
        for (meter, amount) in all() {
            let used = window.used.entry((payer, meter)).or_default();
            used.unsettled = used.unsettled.saturating_add(amount);
        }
        Ok(spent(&window))
    }

    /// What other processes do not know of yet, and the minute it was used in.
    pub(super) fn unsettled(&self) -> (i64, Unsettled) {
        let window = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let some = window.used.iter().filter(|(_, used)| used.unsettled > 0);
        (window.minute, some.map(|((payer, meter), used)| (*payer, *meter, used.unsettled)).collect())
    }

    /// They know of this by now, and these are the sums.
    pub(super) fn settled(
        &self,
        minute: i64,
        told: &[(Payer, Meter, u64)],
        sums: HashMap<(Payer, Meter), u64>,
    ) {
        let mut window = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if window.minute != minute {
            return;
        }
        for (payer, meter, amount) in told {
            if let (Some(used), Some(sum)) =
                (window.used.get_mut(&(*payer, *meter)), sums.get(&(*payer, *meter)))
            {
                used.unsettled = used.unsettled.saturating_sub(*amount);
                used.known = *sum;
            }
        }
    }
}

impl Window {
    fn of(&self, payer: Payer, meter: Meter) -> u64 {
        self.used.get(&(payer, meter)).copied().unwrap_or_default().sum()
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;

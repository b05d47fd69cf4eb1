//! What each caller spent this minute. Per process: a caller spread over several servers has as many budgets.

use crate::{
    base::clock::Timestamp,
    kernel::{
        caller::Caller,
        scope::{Actor, Scope},
    },
};
use chrono::{DateTime, Utc};
use entity::ids::{ApiKeyId, UserId};
use serde::Serialize;
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

const MINUTE: i64 = 60;

/// Whose budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Payer {
    User(UserId),
    Key(ApiKeyId),
    /// A stranger: by address, or the network it belongs to.
    Address(IpAddr),
    Nobody,
}

impl Payer {
    #[must_use]
    pub fn of(caller: &Caller) -> Self {
        if let Some(user) = caller.user {
            return Self::User(user);
        }
        match (caller.scope.as_ref().map(Scope::actor), caller.origin.ip) {
            (Some(Actor::ApiKey(key)), _) => Self::Key(key),
            // Whoever has one IPv6 address has 2^64 of them.
            (_, Some(IpAddr::V6(ip))) => Self::Address(IpAddr::V6((ip.to_bits() >> 64 << 64).into())),
            (_, Some(ip)) => Self::Address(ip),
            (_, None) => Self::Nobody,
        }
    }
}

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

/// The present minute and what was spent in it. All budgets begin anew together, so nothing is left to clean up.
#[derive(Debug, Default)]
pub struct Budgets(Mutex<(i64, HashMap<Payer, u64>)>);

impl Budgets {
    /// Takes the cost out of the budget, or, where it does not fit, nothing.
    pub fn spend(&self, payer: Payer, cost: u64, limit: u64, now: Timestamp) -> Result<Spent, Spent> {
        let minute = now.timestamp().div_euclid(MINUTE);
        let mut budgets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if budgets.0 != minute {
            *budgets = (minute, HashMap::new());
        }
        let used = budgets.1.entry(payer).or_default();
        let after = used.saturating_add(cost);
        let fits = after <= limit;
        if fits {
            *used = after;
        }
        let reset_at = DateTime::from_timestamp((minute + 1) * MINUTE, 0).unwrap_or(now);
        let spent = Spent { query: cost, limit, remaining: limit.saturating_sub(*used), reset_at };
        if fits { Ok(spent) } else { Err(spent) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone;

    #[test]
    fn a_budget_is_spent_and_there_again_with_the_next_minute() {
        let budgets = Budgets::default();
        let at =
            |second| Utc.with_ymd_and_hms(2026, 11, 2, 9, 0, 0).unwrap() + chrono::TimeDelta::seconds(second);
        let payer = Payer::Address([192, 0, 2, 1].into());
        assert_eq!(budgets.spend(payer, 60, 100, at(10)).unwrap().remaining, 40);
        let refused = budgets.spend(payer, 60, 100, at(59)).unwrap_err();
        assert_eq!((refused.remaining, refused.reset_at), (40, at(60)));
        assert!(budgets.spend(Payer::Nobody, 60, 100, at(59)).is_ok());
        assert!(budgets.spend(payer, 60, 100, at(60)).is_ok());
    }
}

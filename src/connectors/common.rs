//! What every source may set about limits and prices, and the key of a credential.

use super::{
    cost::Price,
    http::{Account, RateLimit},
    shape::Shape,
};
use std::sync::Arc;

/// Settings that all kinds share.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Common {
    /// A lower limit than the provider's usual one.
    requests_per_minute: Option<u32>,
    /// What one of the provider's credits costs on the agency's plan, in millionths of a dollar.
    credit_micros: Option<i64>,
}

impl Common {
    pub fn read(config: &mut Shape<'_>) -> Self {
        let per_minute = config.whole("requestsPerMinute", 1, 100_000);
        Self {
            requests_per_minute: per_minute.and_then(|number| u32::try_from(number).ok()),
            credit_micros: config.whole("creditMicros", 0, 100_000_000),
        }
    }

    /// The account with the provider's usual limit, or the source's own.
    pub fn account(self, provider: &'static str, id: &Arc<str>, usual: RateLimit) -> Account {
        let own = |per_minute: u32| {
            let refill = f64::from(per_minute) / 60.0;
            RateLimit::new(usual.capacity.min(per_minute), refill)
        };
        Account::new(provider, id.clone(), self.requests_per_minute.map_or(usual, own))
    }

    /// The price of thousandths of a credit; `usual`: list price of a whole one.
    pub fn price(self, credits_milli: i64, usual: i64) -> Price {
        Price::credits(credits_milli, self.credit_micros.unwrap_or(usual))
    }
}

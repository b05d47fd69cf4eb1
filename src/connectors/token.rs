//! Access tokens that must not be asked for on every call: one fetch at a time for each account, kept until they end.

use super::error::ConnectorError;
use crate::base::{
    clock::Timestamp,
    secret::{ExposeSecret, SecretString},
};
use chrono::TimeDelta;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Renewed this long before its end, so that it does not end under way.
const MARGIN: TimeDelta = TimeDelta::seconds(60);
/// Accounts remembered.
const MAX_ACCOUNTS: usize = 10_000;

/// A token and its end.
#[derive(Clone)]
pub(super) struct Token {
    pub secret: SecretString,
    pub ends_at: Timestamp,
}

type Slot = Arc<tokio::sync::Mutex<Option<Token>>>;

/// Tokens of all accounts; shared by all sources.
#[derive(Clone, Default)]
pub(super) struct TokenCache(Arc<Mutex<HashMap<String, Slot>>>);

impl TokenCache {
    /// The account's token, fetched when there is none; others wait for the same fetch.
    pub async fn get<F>(
        &self,
        account: &str,
        now: Timestamp,
        fetch: F,
    ) -> Result<SecretString, ConnectorError>
    where
        F: Future<Output = Result<Token, ConnectorError>>,
    {
        let slot = self.slot(account);
        let mut held = slot.lock().await;
        if let Some(token) = held.as_ref().filter(|token| token.ends_at - MARGIN > now) {
            return Ok(token.secret.clone());
        }
        let token = fetch.await?;
        let secret = token.secret.clone();
        *held = Some(token);
        Ok(secret)
    }

    /// Drops a token the provider refused, unless somebody has renewed it meanwhile.
    pub async fn forget(&self, account: &str, refused: &SecretString) {
        let slot = self.slot(account);
        let mut held = slot.lock().await;
        if held.as_ref().is_some_and(|token| token.secret.expose_secret() == refused.expose_secret()) {
            *held = None;
        }
    }

    fn slot(&self, account: &str) -> Slot {
        let mut slots = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if slots.len() >= MAX_ACCOUNTS && !slots.contains_key(account) {
            slots.clear();
        }
        slots.entry(account.to_owned()).or_default().clone()
    }
}

#[cfg(test)]
mod tests {
    use super::{Token, TokenCache};
    use crate::base::secret::ExposeSecret;
    use chrono::{DateTime, TimeDelta};
    use std::sync::atomic::{AtomicU32, Ordering};

    #[tokio::test]
    async fn many_callers_cause_one_fetch_until_it_ends_or_is_refused() {
        let (cache, fetched, now) = (TokenCache::default(), AtomicU32::new(0), DateTime::UNIX_EPOCH);
        let get = async |now| {
            let fetch = async {
                tokio::task::yield_now().await;
                let number = fetched.fetch_add(1, Ordering::SeqCst);
                Ok(Token { secret: format!("t{number}").into(), ends_at: now + TimeDelta::hours(1) })
            };
            cache.get("a", now, fetch).await.unwrap()
        };
        let all = futures_util::future::join_all((0..10).map(|_| get(now))).await;
        assert!(all.iter().all(|token| token.expose_secret() == "t0"));
        assert_eq!(get(now + TimeDelta::minutes(58)).await.expose_secret(), "t0");
        let renewed = get(now + TimeDelta::minutes(60)).await;
        assert_eq!(renewed.expose_secret(), "t1");
        cache.forget("a", &all[0]).await;
        assert_eq!(
            get(now + TimeDelta::minutes(61)).await.expose_secret(),
            "t1",
            "an old refusal is no news"
        );
        cache.forget("a", &renewed).await;
        assert_eq!(get(now + TimeDelta::minutes(61)).await.expose_secret(), "t2");
    }
}

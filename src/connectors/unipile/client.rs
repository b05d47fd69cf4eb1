//! One LinkedIn account at Unipile, and the test of its connection.

use super::{judge::judge, settings::Settings, wire::AccountAnswer};
use crate::connectors::{
    bench::Bench,
    error::ConnectorError,
    hosts::at,
    http::{Account, Answer, Call, HttpClient, RateLimit, Repeat},
    ports::{Probe, Probed},
};
use async_trait::async_trait;
use url::Url;

/// LinkedIn counts by the day (some 1,000 search results, 100 profiles) and bans who overdoes it: a lead request may
/// run at once, then it goes slowly. `requestsPerMinute` makes it slower still.
const LIMIT: RateLimit = RateLimit::new(60, 0.1);

/// LinkedIn as one connected account sees it.
pub(crate) struct Unipile {
    http: HttpClient,
    account: Account,
    base: Url,
    pub(super) settings: Settings,
}

impl Unipile {
    pub fn new(bench: &Bench<'_>, settings: Settings) -> Self {
        let account = settings.common.account("linkedin", bench.account, LIMIT);
        let base = bench.base.or(bench.hosts.unipile.as_ref()).unwrap_or(&settings.base).clone();
        Self { http: bench.http.clone(), account, base, settings }
    }

    pub(super) fn get(&self, operation: &'static str, path: &[&str]) -> Call {
        Call::get(&self.account, operation, at(&self.base, path))
    }

    pub(super) fn post(&self, operation: &'static str, path: &[&str]) -> Call {
        Call::post(&self.account, operation, at(&self.base, path))
    }

    /// Everything here is a read that costs nothing but the account's daily allowance.
    pub(super) async fn send(&self, call: Call) -> Result<Answer, ConnectorError> {
        let call = call.secret("x-api-key", "", &self.settings.key)?;
        self.http.send(call.repeat(Repeat::Safe).judge(judge)).await
    }
}

#[async_trait]
impl Probe for Unipile {
    async fn probe(&self) -> Result<Probed, ConnectorError> {
        let answer = self.send(self.get("account", &["accounts", &self.settings.account_id])).await?;
        if answer.status == 404 {
            return Err(ConnectorError::bad_request("the key works, but there is no such accountId"));
        }
        let account: AccountAnswer = answer.parse()?;
        if account.kind.as_deref() != Some("LINKEDIN") {
            return Err(ConnectorError::bad_request("the account is not a LinkedIn account"));
        }
        // OK, or a word that says what is wrong (CREDENTIALS, STOPPED, …).
        let states = account.sources.0.iter().filter_map(|source| source.status.as_deref());
        if states.into_iter().any(|state| matches!(state, "CREDENTIALS" | "ERROR" | "STOPPED" | "DELETED")) {
            return Err(ConnectorError::Unauthorized);
        }
        Ok(Probed { note: "The LinkedIn account is connected.".to_owned() })
    }
}

//! One Crunchbase account, and the test of its key.

use super::settings::Settings;
use crate::connectors::{
    error::ConnectorError,
    hosts::at,
    http::{Account, Answer, Call, HttpClient, RateLimit, Repeat, strict},
    ports::{Probe, Probed},
};
use async_trait::async_trait;
use std::sync::Arc;
use url::Url;

/// 200 a minute for each key.
const LIMIT: RateLimit = RateLimit::new(20, 200.0 / 60.0);

/// Crunchbase as one account sees it.
pub(crate) struct Crunchbase {
    http: HttpClient,
    account: Account,
    base: Url,
    pub(super) settings: Settings,
}

impl Crunchbase {
    pub fn new(http: &HttpClient, account: &Arc<str>, base: Url, settings: Settings) -> Self {
        let account = settings.common.account("crunchbase", account, LIMIT);
        Self { http: http.clone(), account, base, settings }
    }

    pub(super) fn get(&self, operation: &'static str, path: &[&str]) -> Call {
        Call::get(&self.account, operation, at(&self.base, path))
    }

    pub(super) fn post(&self, operation: &'static str, path: &[&str]) -> Call {
        Call::post(&self.account, operation, at(&self.base, path))
    }

    /// Everything here is a read, and none is billed by the call.
    pub(super) async fn send(&self, call: Call) -> Result<Answer, ConnectorError> {
        let call = call.secret("x-cb-user-key", "", &self.settings.key)?;
        self.http.send(call.repeat(Repeat::Safe).judge(judge)).await
    }
}

/// Errors may be objects or arrays; the status is what counts. 429 names no time.
fn judge(answer: &Answer) -> Result<(), ConnectorError> {
    match answer.status {
        404 => Ok(()),
        429 => Err(ConnectorError::RateLimited {
            after: answer.retry_after.or(Some(std::time::Duration::from_secs(10))),
        }),
        _ => strict(answer),
    }
}

#[async_trait]
impl Probe for Crunchbase {
    async fn probe(&self) -> Result<Probed, ConnectorError> {
        let call = self.get("autocompletes", &["autocompletes"]).query("query", "a").query("limit", "1");
        let answer = self.send(call).await?;
        if answer.status == 404 {
            return Err(ConnectorError::bad_request("there is nothing at this address"));
        }
        Ok(Probed { note: "The key works.".to_owned() })
    }
}

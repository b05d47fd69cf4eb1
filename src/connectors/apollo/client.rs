//! One Apollo account: how its calls are dressed, and the test of its key.

use super::{judge::judge, wire::Health};
use crate::{
    base::secret::SecretString,
    connectors::{
        common::Common,
        error::ConnectorError,
        hosts::at,
        http::{Account, Answer, Call, HttpClient, RateLimit, Repeat},
        key::KeySettings,
        ports::{Probe, Probed},
    },
};
use async_trait::async_trait;
use serde_json::Value;
use std::sync::Arc;
use url::Url;

/// Apollo counts by endpoint: search allows 200 a minute on every paid plan, enrichment 1,000.
const SEARCH: RateLimit = RateLimit::new(50, 200.0 / 60.0);
const ENRICH: RateLimit = RateLimit::new(50, 1000.0 / 60.0);

/// Apollo as one account sees it.
pub(crate) struct Apollo {
    http: HttpClient,
    /// Kept apart, so that a search that has to wait for hours does not hold up enrichment.
    searching: Account,
    account: Account,
    base: Url,
    key: SecretString,
    pub(super) common: Common,
}

impl Apollo {
    pub fn new(http: &HttpClient, account: &Arc<str>, base: Url, settings: KeySettings) -> Self {
        let searching = settings.common.account("apollo", &format!("{account}/search").into(), SEARCH);
        let account = settings.common.account("apollo", account, ENRICH);
        Self { http: http.clone(), searching, account, base, key: settings.key, common: settings.common }
    }

    pub(super) fn get(&self, operation: &'static str, path: &[&str]) -> Call {
        Call::get(&self.account, operation, at(&self.base, path))
    }

    pub(super) fn search(&self) -> Call {
        Call::post(&self.searching, "people_search", at(&self.base, &["mixed_people", "api_search"]))
    }

    pub(super) fn post(&self, operation: &'static str, path: &[&str]) -> Call {
        Call::post(&self.account, operation, at(&self.base, path))
    }

    pub(super) async fn send(&self, call: Call) -> Result<Answer, ConnectorError> {
        self.http.send(call.secret("x-api-key", "", &self.key)?.judge(judge)).await
    }
}

#[async_trait]
impl Probe for Apollo {
    async fn probe(&self) -> Result<Probed, ConnectorError> {
        let call = self.get("auth_health", &["auth", "health"]).repeat(Repeat::Safe);
        let health: Health = self.send(call).await?.parse()?;
        // A bad key is answered with 200 too.
        if !health.is_logged_in.0 {
            return Err(ConnectorError::Unauthorized);
        }
        let call = self.get("api_profile", &["users", "api_profile"]).query("include_credit_usage", "true");
        // Not every key may read this; the test has succeeded all the same.
        let profile = self.send(call).await.ok().and_then(|answer| answer.json());
        let credits = profile.as_ref().and_then(credits_left);
        let note = credits.map_or_else(
            || "The key works.".to_owned(),
            |left| format!("The key works; {left} credits left."),
        );
        Ok(Probed { note })
    }
}

fn credits_left(profile: &Value) -> Option<u64> {
    let all = profile.get("effective_num_lead_credits")?.as_u64()?;
    all.checked_sub(profile.get("num_lead_credits_used")?.as_u64()?)
}

//! One Hunter account, and the test of its key.

use super::{
    judge::judge,
    wire::{Account as Plan, Envelope, Quota},
};
use crate::{
    base::secret::SecretString,
    connectors::{
        common::Common,
        error::ConnectorError,
        hosts::at,
        http::{Account, Answer, Call, HttpClient, Judge, RateLimit, Repeat},
        key::KeySettings,
        ports::{Probe, Probed},
    },
};
use async_trait::async_trait;
use std::sync::Arc;
use url::Url;

/// The verifier's 10 a second and 300 a minute; the finder allows more.
const LIMIT: RateLimit = RateLimit::new(10, 5.0);
/// List price of a credit, as an estimate; the source's `creditMicros` says better.
pub(super) const CREDIT_MICROS: i64 = 25_000;

/// Hunter as one account sees it.
pub(crate) struct Hunter {
    http: HttpClient,
    account: Account,
    base: Url,
    key: SecretString,
    pub(super) common: Common,
}

impl Hunter {
    pub fn new(http: &HttpClient, account: &Arc<str>, base: Url, settings: KeySettings) -> Self {
        let account = settings.common.account("hunter", account, LIMIT);
        Self { http: http.clone(), account, base, key: settings.key, common: settings.common }
    }

    pub(super) fn get(&self, operation: &'static str, path: &str) -> Call {
        Call::get(&self.account, operation, at(&self.base, &[path]))
    }

    pub(super) async fn send(&self, call: Call) -> Result<Answer, ConnectorError> {
        self.send_as(call, judge).await
    }

    pub(super) async fn send_as(&self, call: Call, judge: Judge) -> Result<Answer, ConnectorError> {
        self.http.send(call.secret("x-api-key", "", &self.key)?.judge(judge)).await
    }
}

#[async_trait]
impl Probe for Hunter {
    async fn probe(&self) -> Result<Probed, ConnectorError> {
        let call = self.get("account", "account").repeat(Repeat::Safe);
        let plan: Envelope<Plan> = self.send(call).await?.parse()?;
        let plan = plan.data.0.ok_or_else(|| ConnectorError::malformed("no account in the answer"))?;
        let name: String = plan.plan_name.cloned().unwrap_or_default().chars().take(40).collect();
        let left = |quota: &Quota| {
            let (all, used) = (quota.available.0?, quota.used.0?);
            Some(all.saturating_sub(used))
        };
        let requests = plan.requests.0.unwrap_or_default();
        let searches = requests.searches.0.as_ref().and_then(left);
        let checks = requests.verifications.0.as_ref().and_then(left);
        let show = |count: Option<u64>| count.map_or_else(|| "?".to_owned(), |count| count.to_string());
        let note =
            format!("Plan {name}: {} searches and {} verifications left.", show(searches), show(checks));
        Ok(Probed { note })
    }
}

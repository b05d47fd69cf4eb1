//! One ZoomInfo account: token, envelope, and the test of the client.

use super::{judge::judge, settings::Settings};
use crate::base::secret::ExposeSecret;
use crate::connectors::{
    bench::Bench,
    error::ConnectorError,
    hosts::at,
    http::{Account, Answer, Call, HttpClient, RateLimit, Repeat},
    ports::{Probe, Probed},
    token::TokenCache,
};
use async_trait::async_trait;
use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use url::Url;

/// The smallest plan: 5 a second, 10,800 an hour.
const LIMIT: RateLimit = RateLimit::new(5, 3.0);
/// There is no list price; what brokers quote. The source's `creditMicros` says better.
pub(super) const CREDIT_MICROS: i64 = 250_000;
const MEDIA: &str = "application/vnd.api+json";

/// ZoomInfo as one account sees it.
pub(crate) struct Zoominfo {
    pub(super) http: HttpClient,
    pub(super) account: Account,
    base: Url,
    pub(super) token_url: Url,
    pub(super) tokens: TokenCache,
    /// Whose tokens these are: nobody gets another client's, whatever the account is called.
    pub(super) client_key: String,
    pub(super) settings: Settings,
}

impl Zoominfo {
    pub fn new(bench: &Bench<'_>, settings: Settings) -> Self {
        let client = format!("{}\n{}", settings.client_id, settings.client_secret.expose_secret());
        Self {
            client_key: hex::encode(Sha256::digest(client)),
            http: bench.http.clone(),
            account: settings.common.account("zoominfo", bench.account, LIMIT),
            base: bench.at(&bench.hosts.zoominfo),
            token_url: bench.hosts.zoominfo_token.clone(),
            tokens: bench.tokens.clone(),
            settings,
        }
    }

    pub(super) fn post(
        &self,
        operation: &'static str,
        path: [&str; 2],
        kind: &str,
        attributes: impl Serialize,
    ) -> Result<Call, ConnectorError> {
        let url = at(&self.base, &["data", "v1", path[0], path[1]]);
        let body = json!({"data": {"type": kind, "attributes": json!(attributes)}});
        Call::post(&self.account, operation, url).header("content-type", MEDIA)?.json(&body)
    }

    /// A token may be withdrawn before its end: a refused call was not carried out, so it is made again with a new one.
    pub(super) async fn send(&self, call: Call) -> Result<Answer, ConnectorError> {
        let call = call.header("accept", MEDIA)?.judge(judge);
        let token = self.token().await?;
        let answer = self.http.send(call.clone().secret("authorization", "Bearer ", &token)?).await;
        let Err(ConnectorError::Unauthorized) = answer else { return answer };
        self.tokens.forget(&self.client_key, &token).await;
        let token = self.token().await?;
        self.http.send(call.secret("authorization", "Bearer ", &token)?).await
    }
}

#[async_trait]
impl Probe for Zoominfo {
    async fn probe(&self) -> Result<Probed, ConnectorError> {
        let url = at(&self.base, &["data", "v1", "users", "usage"]);
        let answer = self.send(Call::get(&self.account, "usage", url).repeat(Repeat::Safe)).await?;
        let left = answer.json().and_then(|body| body.pointer("/data/0/attributes/usageRemaining")?.as_u64());
        let note = left.map_or_else(
            || "The client works.".to_owned(),
            |left| format!("The client works; {left} credits left."),
        );
        Ok(Probed { note })
    }
}

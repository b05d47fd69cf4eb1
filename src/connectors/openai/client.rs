//! One model at one server, and the test of the connection.

use super::{judge::judge, settings::Settings, wire::Models};
use crate::connectors::{
    bench::Bench,
    error::ConnectorError,
    hosts::at,
    http::{Account, Answer, Call, HttpClient, RateLimit, Reach, Repeat},
    ports::{Probe, Probed},
};
use async_trait::async_trait;
use serde_json::Value;
use url::Url;

/// OpenAI's smallest paid tier: 500 a minute.
const LIMIT: RateLimit = RateLimit::new(20, 8.0);

/// A model as one account sees it.
pub(crate) struct Model {
    http: HttpClient,
    account: Account,
    base: Url,
    reach: Reach,
    pub(super) settings: Settings,
}

impl Model {
    pub fn new(bench: &Bench<'_>, settings: Settings) -> Self {
        let account = settings.common.account("model", bench.account, LIMIT);
        let (base, reach) = match (bench.base, &settings.base) {
            (Some(base), _) => (base, Reach::Instance),
            (None, Some(base)) => (base, Reach::Tenant),
            (None, None) => (&bench.hosts.openai, Reach::Instance),
        };
        Self { http: bench.http.clone(), account, base: base.clone(), reach, settings }
    }

    /// Billed, but an answer nobody got harms nobody: repeated when it surely was not made.
    pub(super) async fn ask(&self, body: &Value) -> Result<Answer, ConnectorError> {
        let call = Call::post(&self.account, "chat_completion", at(&self.base, &["chat", "completions"]));
        self.send(call.json(body)?.timeout(self.settings.timeout).repeat(Repeat::IfNotDone)).await
    }

    async fn send(&self, mut call: Call) -> Result<Answer, ConnectorError> {
        if let Some(key) = &self.settings.key {
            call = call.secret("authorization", "Bearer ", key)?;
        }
        if let Some(organization) = &self.settings.organization {
            call = call.header("openai-organization", organization)?;
        }
        if let Some(project) = &self.settings.project {
            call = call.header("openai-project", project)?;
        }
        self.http.send(call.reach(self.reach).judge(judge)).await
    }
}

#[async_trait]
impl Probe for Model {
    async fn probe(&self) -> Result<Probed, ConnectorError> {
        let call = Call::get(&self.account, "models", at(&self.base, &["models"])).repeat(Repeat::Safe);
        let models: Models = self.send(call).await?.parse()?;
        let is_offered = models.data.0.iter().any(|model| model.id.as_deref() == Some(&self.settings.model));
        if is_offered {
            return Ok(Probed { note: "The server offers the model.".to_owned() });
        }
        Err(ConnectorError::bad_request("the server does not offer the model"))
    }
}

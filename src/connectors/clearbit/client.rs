//! One account at Hunter or Clearbit, and the test of its key.

use super::{
    judge,
    settings::{Settings, Via},
};
use crate::connectors::{
    cost::Price,
    error::ConnectorError,
    hosts::at,
    http::{Account, Answer, Call, HttpClient, RateLimit, Repeat},
    hunter,
    ports::{Probe, Probed},
};
use async_trait::async_trait;
use std::sync::Arc;
use url::Url;

/// Hunter allows 15 a second and 500 a minute, Clearbit 600 a minute.
const LIMIT: RateLimit = RateLimit::new(15, 8.0);
/// List price of a credit, as an estimate; the source's `creditMicros` says better.
const CREDIT_MICROS: i64 = 25_000;

/// Where each half lives.
pub(crate) struct Houses {
    pub hunter: Url,
    pub person: Url,
    pub company: Url,
}

/// The Clearbit-shaped API as one account sees it.
pub(crate) struct Clearbit {
    http: HttpClient,
    account: Account,
    houses: Houses,
    pub(super) settings: Settings,
}

impl Clearbit {
    pub fn new(http: &HttpClient, account: &Arc<str>, houses: Houses, settings: Settings) -> Self {
        let provider = match settings.via {
            Via::Hunter => "hunter",
            Via::Clearbit => "clearbit",
        };
        let account = settings.common.account(provider, account, LIMIT);
        Self { http: http.clone(), account, houses, settings }
    }

    /// `person`: the half of the API that is about people.
    pub(super) fn get(&self, operation: &'static str, person: bool, path: &[&str]) -> Call {
        let base = match (self.settings.via, person) {
            (Via::Hunter, _) => &self.houses.hunter,
            (Via::Clearbit, true) => &self.houses.person,
            (Via::Clearbit, false) => &self.houses.company,
        };
        let call = Call::get(&self.account, operation, at(base, path));
        match self.settings.via {
            Via::Hunter => call.query("clearbit_format", "true"),
            Via::Clearbit => call,
        }
    }

    /// 202 comes back as "later", 404 and 451 as answers.
    pub(super) async fn send(&self, call: Call) -> Result<Answer, ConnectorError> {
        let call = match self.settings.via {
            Via::Hunter => call.secret("x-api-key", "", &self.settings.key)?.judge(hunter::judge),
            Via::Clearbit => {
                let call = call.header("api-version", "2019-12-19")?;
                call.secret("authorization", "Bearer ", &self.settings.key)?.judge(judge::judge)
            }
        };
        let answer = self.http.send(call).await?;
        // Queued: Clearbit looks it up meanwhile, and answers in a few minutes.
        if answer.status == 202 { Err(ConnectorError::later(180)) } else { Ok(answer) }
    }

    /// So many whole credits.
    pub(super) fn price(&self, credits: i64) -> Price {
        self.settings.common.price(credits * 1000, CREDIT_MICROS)
    }
}

#[async_trait]
impl Probe for Clearbit {
    async fn probe(&self) -> Result<Probed, ConnectorError> {
        let note = match self.settings.via {
            Via::Hunter => {
                self.send(self.get("account", false, &["account"]).repeat(Repeat::Safe)).await?;
                "The Hunter key works."
            }
            Via::Clearbit => {
                // Nobody has this address, and what is not found costs nothing.
                let call = self
                    .get("people_find", true, &["people", "find"])
                    .query("email", "probe@leadwire.invalid");
                match self.send(call.repeat(Repeat::Safe)).await {
                    Err(ConnectorError::RateLimited { .. } | ConnectorError::Held { .. }) | Ok(_) => {
                        "The Clearbit key works."
                    }
                    Err(error) => return Err(error),
                }
            }
        };
        Ok(Probed { note: note.to_owned() })
    }
}

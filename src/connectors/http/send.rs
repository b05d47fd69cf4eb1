//! Makes a call: gate, request, capped reading, judgement, bounded repetition; with a span and metrics.

use super::{
    address::is_public,
    answer::Answer,
    call::{Call, Reach},
    client::HttpClient,
    gate::Outcome,
    resolver::is_private_address,
    retry_after::retry_after,
};
use crate::connectors::error::ConnectorError;
use backon::{BackoffBuilder, ExponentialBuilder};
use bytes::BytesMut;
use std::{net::IpAddr, time::Duration};
use tokio::time::Instant;
use tracing::Instrument;
use url::Host;

impl HttpClient {
    /// Makes the call and judges the answer; repeats it only as its [`Repeat`](super::Repeat) allows and never for
    /// long.
    ///
    /// # Errors
    /// As the call's judge says; `Held`, `RateLimited` and `Unreachable` also when the gate refuses.
    pub async fn send(&self, call: Call) -> Result<Answer, ConnectorError> {
        let (provider, operation) = (call.account.provider, call.operation);
        let span = tracing::info_span!("provider_call", provider, operation);
        self.send_repeatedly(&call).instrument(span).await
    }

    async fn send_repeatedly(&self, call: &Call) -> Result<Answer, ConnectorError> {
        let deadline = Instant::now() + self.0.settings.retry_within;
        let mut pauses = self.pauses();
        loop {
            let error = match self.attempt(call).await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            let pause = pauses.next().filter(|_| call.repeat.allows(&error));
            let Some(pause) = pause.map(|pause| wished(&error).map_or(pause, |wish| wish.max(pause))) else {
                return Err(error);
            };
            if Instant::now() + pause > deadline {
                return Err(error);
            }
            tracing::debug!(error = error.name(), pause_ms = pause.as_millis(), "repeating the call");
            tokio::time::sleep(pause).await;
        }
    }

    fn pauses(&self) -> impl Iterator<Item = Duration> {
        ExponentialBuilder::new()
            .with_min_delay(self.0.settings.retry_pause)
            .with_max_times(self.0.settings.retries)
            .with_jitter()
            .with_jitter_seed(u64::from_le_bytes(self.0.random.bytes()))
            .build()
    }

    async fn attempt(&self, call: &Call) -> Result<Answer, ConnectorError> {
        if let Err(held) = self.0.gate.admit(&call.account).await {
            count(call, "held");
            return Err(held);
        }
        let start = Instant::now();
        let result = match self.exchange(call).await {
            Ok(answer) => (call.judge)(&answer).map(|()| answer),
            Err(error) => Err(error),
        };
        let outcome = result.as_ref().map_or_else(Outcome::of, |_| Outcome::Answered);
        self.0.gate.settled(&call.account, outcome).await;
        let name = result.as_ref().map_or_else(ConnectorError::name, |_| "ok");
        count(call, name);
        let seconds = start.elapsed().as_secs_f64();
        metrics::histogram!("leadwire_provider_call_seconds", "provider" => call.account.provider)
            .record(seconds);
        tracing::debug!(outcome = name, seconds, "provider answered");
        result
    }

    async fn exchange(&self, call: &Call) -> Result<Answer, ConnectorError> {
        if call.reach == Reach::Tenant {
            self.refuse_private_literal(call)?;
        }
        let client = self.reaching(call.reach)?;
        let mut request = client.request(call.method.clone(), call.url.clone()).headers(call.headers.clone());
        if let Some(body) = &call.body {
            request = request.body(body.clone());
        }
        if let Some(timeout) = call.timeout {
            request = request.timeout(timeout);
        }
        let response = request.send().await.map_err(|error| unreachable(&error))?;
        self.read(response).await
    }

    async fn read(&self, mut response: reqwest::Response) -> Result<Answer, ConnectorError> {
        let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok());
        let wait = retry_after(header("retry-after-ms"), header("retry-after"), self.0.clock.now());
        let status = response.status().as_u16();
        let mut body = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| unreachable(&error))? {
            if body.len() + chunk.len() > self.0.settings.max_answer_bytes {
                return Err(ConnectorError::malformed("the answer is larger than we take"));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer { status, retry_after: wait, body: body.freeze() })
    }

    /// An address written as a number is not resolved, so it is checked here.
    fn refuse_private_literal(&self, call: &Call) -> Result<(), ConnectorError> {
        let literal = match call.url.host() {
            Some(Host::Ipv4(address)) => Some(IpAddr::V4(address)),
            Some(Host::Ipv6(address)) => Some(IpAddr::V6(address)),
            Some(Host::Domain(_)) => None,
            None => return Err(ConnectorError::bad_request("the address names no host")),
        };
        let is_allowed = self.0.settings.allow_private_addresses || literal.is_none_or(is_public);
        if is_allowed { Ok(()) } else { Err(private_address()) }
    }
}

fn private_address() -> ConnectorError {
    ConnectorError::bad_request("the address leads into a private network")
}

/// The client's error in our words: its own text holds the address, and with it keys and personal values.
fn unreachable(error: &reqwest::Error) -> ConnectorError {
    if is_private_address(error) {
        return private_address();
    }
    let (reason, outcome_unknown) = match error {
        error if error.is_dns() => ("its name could not be resolved", false),
        error if error.is_connect() => ("no connection", false),
        error if error.is_builder() => return ConnectorError::bad_request("the address cannot be called"),
        error if error.is_timeout() => ("no answer in time", true),
        error if error.is_decode() || error.is_body() => ("the answer broke off", true),
        _ => ("the connection broke off", true),
    };
    ConnectorError::Unreachable { reason: reason.to_owned(), outcome_unknown }
}

fn wished(error: &ConnectorError) -> Option<Duration> {
    match error {
        ConnectorError::RateLimited { after } => *after,
        ConnectorError::Held { after } => Some(*after),
        _ => None,
    }
}

fn count(call: &Call, outcome: &'static str) {
    metrics::counter!("leadwire_provider_calls_total", "provider" => call.account.provider, "outcome" => outcome)
        .increment(1);
}

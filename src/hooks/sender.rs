//! Sends one message to one address: the program's guarded HTTP client with limits of its own, and no memory of who failed.

use super::excerpt::excerpt;
use crate::{
    base::{clock::SharedClock, random::Random},
    config::Webhooks,
    connectors::{
        ConnectorError,
        http::{Account, Answer, Call, HttpClient, HttpSettings, OpenGate, RateLimit, Reach},
    },
    kernel::error::{Error, Result},
};
use chrono::{DateTime, Utc};
use entity::webhook_delivery::Attempt;
use std::{sync::Arc, time::Duration};
use url::Url;

/// More than an acknowledgement needs.
const MOST_BYTES: usize = 256 * 1024;
/// The receiver is not there any more (RFC 9110, 15.5.11): the Standard Webhooks' way to say "stop".
const GONE: u16 = 410;

/// On the shelf for the life of the process.
pub struct Sender(HttpClient);

/// One message, signed.
pub struct Message {
    pub url: String,
    pub id: String,
    /// Seconds since 1970.
    pub timestamp: i64,
    pub signature: String,
    pub body: String,
}

/// How an attempt went.
#[derive(Debug)]
pub struct Outcome {
    pub attempt: Attempt,
    /// The receiver asked for this much peace.
    pub retry_after: Option<Duration>,
}

impl Outcome {
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.attempt.error.is_none()
    }

    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.attempt.status == Some(GONE)
    }
}

impl Sender {
    pub fn new(config: &Webhooks, random: Random, clock: SharedClock) -> Self {
        let timeout = Duration::from_millis(config.timeout_ms);
        let settings = HttpSettings {
            timeout,
            connect_timeout: timeout,
            max_answer_bytes: MOST_BYTES,
            allow_private_addresses: config.allow_private_addresses,
            ..HttpSettings::default()
        };
        // A breaker would make attempts that are on the log and were never made; the schedule is what spares a receiver.
        Self(HttpClient::new(settings, Arc::new(OpenGate), random, clock))
    }

    /// Makes one attempt. Whatever the receiver does, the outcome says so; `Err` is our own fault.
    pub async fn send(&self, message: &Message, at: DateTime<Utc>) -> Result<Outcome> {
        self.send_to(message, at, Reach::Tenant).await
    }

    /// The same to an address that is not a tenant's.
    pub async fn send_to(&self, message: &Message, at: DateTime<Utc>, reach: Reach) -> Result<Outcome> {
        let (duration_ms, answer) = self.call(message, reach).await?;
        Ok(outcome((at, duration_ms), answer, |answer| refusal(answer.status)))
    }

    /// Asks for a challenge back. Only whoever gives it has said that they want to be told.
    pub async fn ask(&self, message: &Message, at: DateTime<Utc>, challenge: &str) -> Result<Outcome> {
        let (duration_ms, answer) = self.call(message, Reach::Tenant).await?;
        let judge = |answer: &Answer| refusal(answer.status).or_else(|| silence(answer, challenge));
        Ok(outcome((at, duration_ms), answer, judge))
    }

    /// How many milliseconds it took, and what came of it.
    async fn call(&self, message: &Message, reach: Reach) -> Result<(i64, Result<Answer, ConnectorError>)> {
        let url = Url::parse(&message.url).map_err(Error::internal)?;
        let account = Account::new("webhook", "webhook", RateLimit::new(1, 1.0));
        let call = Call::post(&account, "deliver", url)
            .reach(reach)
            // Every answer is looked at here.
            .judge(|_| Ok(()))
            .header("webhook-id", &message.id)
            .and_then(|call| call.header("webhook-timestamp", &message.timestamp.to_string()))
            .and_then(|call| call.header("webhook-signature", &message.signature))
            .map_err(Error::internal)?
            .json_bytes(message.body.clone().into());
        let started = tokio::time::Instant::now();
        let answer = self.0.send(call).await;
        let duration_ms = i64::try_from(started.elapsed().as_millis()).unwrap_or(i64::MAX);
        Ok((duration_ms, answer))
    }
}

fn outcome(
    (at, duration_ms): (DateTime<Utc>, i64),
    answer: Result<Answer, ConnectorError>,
    judge: impl Fn(&Answer) -> Option<String>,
) -> Outcome {
    match answer {
        Ok(answer) => Outcome {
            retry_after: answer.retry_after,
            attempt: Attempt {
                at,
                duration_ms,
                status: Some(answer.status),
                excerpt: excerpt(&answer.text()),
                error: judge(&answer),
            },
        },
        Err(error) => Outcome {
            retry_after: None,
            attempt: Attempt { at, duration_ms, status: None, excerpt: None, error: Some(said(&error)) },
        },
    }
}

/// The challenge may come back as it is, or in a JSON object under its name.
fn silence(answer: &Answer, challenge: &str) -> Option<String> {
    let is_given = answer.text().trim() == challenge
        || answer.json().is_some_and(|json| json["challenge"] == *challenge);
    (!is_given).then(|| "It did not give the challenge back, so it is told nothing.".to_owned())
}

/// Only 2xx means that it arrived.
fn refusal(status: u16) -> Option<String> {
    match status {
        200..=299 => None,
        300..=399 => Some("It answered with a redirect, which is not followed.".to_owned()),
        GONE => Some("It answered 410: it is not there any more.".to_owned()),
        _ => Some(format!("It answered {status}.")),
    }
}

/// Our own words for a failure; the connector's are about providers.
fn said(error: &ConnectorError) -> String {
    let reason = match error {
        ConnectorError::Unreachable { reason, .. }
        | ConnectorError::Malformed { reason }
        | ConnectorError::Rejected { reason, .. } => reason.clone(),
        other => other.to_string(),
    };
    let mut letters = reason.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    format!("{}{}.", first.into_iter().collect::<String>(), letters.as_str())
}

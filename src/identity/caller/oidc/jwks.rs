//! The public keys of issuers (RFC 7517), fetched when needed, kept for an hour, asked again for a key we do not know.

use crate::{
    base::clock::Timestamp,
    config,
    connectors::http::{Account, Call, RateLimit, Repeat},
    kernel::{
        app::App,
        error::{Error, Result},
    },
};
use chrono::TimeDelta;
use jsonwebtoken::{
    Algorithm, DecodingKey,
    jwk::{AlgorithmParameters, Jwk, KeyAlgorithm, PublicKeyUse},
};
use serde::Deserialize;
use serde_json::Value;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use url::Url;

/// Keys are fetched anew after this long.
const FRESH: TimeDelta = TimeDelta::hours(1);
/// Keys are used this long when the issuer cannot be reached.
const USABLE: TimeDelta = TimeDelta::hours(24);
/// An unknown key makes us ask at most this often: anybody can write an unknown key id into a token.
const ASK_EVERY: TimeDelta = TimeDelta::minutes(1);
/// How long a request waits for an issuer.
const PATIENCE: Duration = Duration::from_secs(5);

/// The keys of every issuer, for the life of the process.
#[derive(Default)]
pub struct Issuers(Mutex<HashMap<String, Arc<Known>>>);

#[derive(Default)]
struct Known {
    held: Mutex<Held>,
    /// Of many requests with a new key, one asks and the others wait for the answer; those with a known key do not wait.
    asking: tokio::sync::Mutex<()>,
}

/// What we hold of one issuer.
#[derive(Default)]
struct Held {
    keys: Vec<Jwk>,
    fetched_at: Option<Timestamp>,
    asked_at: Option<Timestamp>,
}

impl Held {
    fn is_younger(&self, than: TimeDelta, now: Timestamp) -> bool {
        self.fetched_at.is_some_and(|at| at + than > now)
    }

    fn may_ask(&self, now: Timestamp) -> bool {
        self.asked_at.is_none_or(|at| at + ASK_EVERY <= now)
    }

    /// The key of that id; without an id, the only one that fits.
    fn key(&self, kid: Option<&str>, algorithm: Algorithm) -> Option<&Jwk> {
        let mut fitting = self.keys.iter().filter(|key| fits(key, algorithm));
        match kid {
            Some(kid) => fitting.find(|key| key.common.key_id.as_deref() == Some(kid)),
            None => fitting.next().filter(|_| fitting.next().is_none()),
        }
    }
}

/// The issuer's key of that id; `None` when it has none.
pub async fn key(
    app: &App,
    issuer: &config::Issuer,
    kid: Option<&str>,
    algorithm: Algorithm,
) -> Result<Option<DecodingKey>> {
    let missing = || Error::bug("the app was built without identity::install");
    let known = app.extra::<Issuers>().ok_or_else(missing)?.of(issuer);
    let now = app.now();
    let is_known = || {
        let held = known.lock();
        held.is_younger(FRESH, now) && held.key(kid, algorithm).is_some()
    };
    if !is_known() {
        let _one = known.asking.lock().await;
        if !is_known() && known.lock().may_ask(now) {
            ask(app, issuer, &known, now).await;
        }
    }
    let held = known.lock();
    if !held.is_younger(USABLE, now) {
        let message = "The keys of this token's issuer cannot be fetched now.";
        return Err(Error::unavailable(message, ASK_EVERY.to_std().ok()));
    }
    Ok(held.key(kid, algorithm).and_then(|key| DecodingKey::from_jwk(key).ok()))
}

impl Issuers {
    fn of(&self, issuer: &config::Issuer) -> Arc<Known> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.entry(issuer.issuer.clone()).or_default().clone()
    }
}

impl Known {
    fn lock(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Asks the issuer; what it does not answer leaves what we hold.
async fn ask(app: &App, issuer: &config::Issuer, known: &Known, now: Timestamp) {
    known.lock().asked_at = Some(now);
    match fetch(app, issuer).await {
        Ok(keys) => *known.lock() = Held { keys, fetched_at: Some(now), asked_at: Some(now) },
        Err(error) => tracing::warn!(%error, issuer = %issuer.issuer, "could not fetch an issuer's keys"),
    }
}

async fn fetch(app: &App, issuer: &config::Issuer) -> Result<Vec<Jwk>> {
    #[derive(Deserialize)]
    struct Set {
        keys: Vec<Value>,
    }
    let account =
        Account::new("oidc", app.keys().keyed_hash("oidc.issuer", &issuer.issuer), RateLimit::new(5, 0.2));
    let call = Call::get(&account, "jwks", address(issuer)?).repeat(Repeat::Safe).timeout(PATIENCE);
    let answer = app.connectors().http().send(call).await.map_err(Error::internal)?;
    let set: Set = answer.parse().map_err(Error::internal)?;
    // One key we do not understand does not cost us the others.
    Ok(set.keys.into_iter().filter_map(|key| serde_json::from_value(key).ok()).collect())
}

fn address(issuer: &config::Issuer) -> Result<Url> {
    let text = match issuer.jwks_url.as_str() {
        "" => format!("{}/.well-known/jwks.json", issuer.issuer.trim_end_matches('/')),
        url => url.to_owned(),
    };
    Url::parse(&text).map_err(Error::internal)
}

/// A public key for signatures of this algorithm.
fn fits(key: &Jwk, algorithm: Algorithm) -> bool {
    let is_public =
        !matches!(key.algorithm, AlgorithmParameters::OctetKey(_) | AlgorithmParameters::Other(_));
    let is_for_signatures = matches!(key.common.public_key_use, None | Some(PublicKeyUse::Signature));
    let is_for_this = key.common.key_algorithm.is_none_or(|named| named == KeyAlgorithm::from(algorithm));
    is_public && is_for_signatures && is_for_this
}

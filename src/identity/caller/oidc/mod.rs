//! Tokens of OpenID Connect issuers the installation trusts (OpenID Connect Core 1.0). They vouch for an e-mail address;
//! whether an account has it is ours to know. Nobody joins by them.

mod jwks;

pub use jwks::Issuers;

use super::{Credentials, person, standing};
use crate::{
    base::{clock::Timestamp, text},
    config,
    kernel::{
        app::App,
        caller::{Caller, Origin},
        error::{Error, Result},
    },
};
use chrono::{DateTime, TimeDelta};
use jsonwebtoken::{Algorithm, AlgorithmFamily, Validation};
use serde::Deserialize;
use serde_json::Value;

const BAD: Error = Error::BadCredentials("This issuer's token is not valid here, or not any more.");
const UNKNOWN: Error = Error::BadCredentials(
    "No account has the verified e-mail address of this token: ask to be invited first.",
);
/// How far an issuer's clock may be ahead of ours.
const SKEW: TimeDelta = TimeDelta::minutes(1);

/// What is looked at of a token.
#[derive(Deserialize)]
struct Claims {
    exp: i64,
    nbf: Option<i64>,
    email: Option<String>,
    /// A boolean; some issuers write it as text.
    email_verified: Option<Value>,
}

/// Who issued this token, by its own word: to choose whom to ask, never to believe.
pub fn claimed_issuer(token: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Issued {
        iss: String,
    }
    jsonwebtoken::dangerous::insecure_decode_claims::<Issued>(token).ok().map(|claims| claims.iss)
}

/// By the token of a configured issuer.
pub async fn resolve(
    app: &App,
    token: &str,
    issuer: &str,
    credentials: &Credentials,
    origin: Origin,
) -> Result<Caller> {
    let issuer = app.config().auth.issuers.iter().find(|known| known.issuer == issuer).ok_or(BAD)?;
    let (email, expires_at) = verify(app, issuer, token).await?;
    let who = standing::of_email(&email, app.db().platform()).await?.ok_or(UNKNOWN)?;
    person::caller(app, &who, person::Evidence { session: None, expires_at }, credentials, origin).await
}

/// The verified address the token is about, and until when it is good.
async fn verify(app: &App, issuer: &config::Issuer, token: &str) -> Result<(String, Timestamp)> {
    let header = jsonwebtoken::decode_header(token).map_err(|_| BAD)?;
    if !algorithms(issuer).contains(&header.alg) {
        return Err(BAD);
    }
    let key = jwks::key(app, issuer, header.kid.as_deref(), header.alg).await?.ok_or(BAD)?;
    let mut rules = Validation::new(header.alg);
    rules.set_issuer(&[&issuer.issuer]);
    rules.set_audience(&[&issuer.audience]);
    rules.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    // Against the clock we were handed: the library asks the system's.
    rules.validate_exp = false;
    rules.validate_nbf = false;
    let claims = jsonwebtoken::decode::<Claims>(token, &key, &rules).map_err(|_| BAD)?.claims;
    let expires_at = DateTime::from_timestamp(claims.exp, 0).ok_or(BAD)?;
    let starts_at = claims.nbf.map(|at| DateTime::from_timestamp(at, 0).ok_or(BAD)).transpose()?;
    if expires_at <= app.now() || starts_at.is_some_and(|at| at > app.now() + SKEW) {
        return Err(BAD);
    }
    Ok((verified_email(&claims)?, expires_at))
}

fn verified_email(claims: &Claims) -> Result<String> {
    let is_verified = match &claims.email_verified {
        Some(Value::Bool(is_verified)) => *is_verified,
        Some(Value::String(text)) => text == "true",
        _ => false,
    };
    let email = claims.email.as_deref().filter(|_| is_verified).ok_or(UNKNOWN)?;
    text::email(email).map_err(|_| UNKNOWN)
}

/// The configured ones, without those that share a secret: we hold only public keys.
fn algorithms(issuer: &config::Issuer) -> Vec<Algorithm> {
    let known = issuer.algorithms.iter().filter_map(|name| name.parse::<Algorithm>().ok());
    known.filter(|algorithm| algorithm.family() != AlgorithmFamily::Hmac).collect()
}

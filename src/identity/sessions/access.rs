//! Access tokens: short-lived JWTs signed with the installation's Ed25519 key (RFC 7519, RFC 8037).

use crate::{
    base::{clock::Timestamp, secret::SecretString},
    kernel::{
        app::App,
        error::{Error, Result},
    },
};
use chrono::{DateTime, TimeDelta};
use entity::ids::{SessionId, UserId};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, jwk::Jwk};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    sync::{Mutex, OnceLock, PoisonError},
};

/// Who signed.
pub const ISSUER: &str = "leadwire";

const BAD: Error =
    Error::BadCredentials("This access token is not valid, or not any more: sign in or refresh.");

/// What a token says.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Claims {
    iss: String,
    pub sub: UserId,
    pub sid: SessionId,
    iat: i64,
    exp: i64,
    jti: String,
}

impl Claims {
    #[must_use]
    pub fn expires_at(&self) -> Timestamp {
        DateTime::from_timestamp(self.exp, 0).unwrap_or_default()
    }
}

/// Tokens whose signature was checked once and are not checked again: it is most of what a request costs us.
const REMEMBERED: usize = 4_096;

/// The installation's signing key, made ready on first use, and tokens known to be signed with it.
#[derive(Default)]
pub struct TokenKeys {
    keys: OnceLock<(EncodingKey, DecodingKey)>,
    signed: Mutex<HashMap<[u8; 32], Claims>>,
}

/// A token for this session, and until when it is good.
pub fn issue(app: &App, user: UserId, session: SessionId) -> Result<(SecretString, Timestamp)> {
    let iat = app.now().timestamp();
    let life = TimeDelta::seconds(app.config().auth.access_token_seconds.into());
    let exp = iat + life.num_seconds();
    let jti = hex::encode(app.random().bytes::<16>());
    let claims = Claims { iss: ISSUER.into(), sub: user, sid: session, iat, exp, jti };
    let token = jsonwebtoken::encode(&Header::new(Algorithm::EdDSA), &claims, &keys(app)?.0);
    Ok((token.map_err(Error::internal)?.into(), claims.expires_at()))
}

/// What the token says, if we signed it and it is not over by our clock.
pub fn verify(app: &App, token: &str) -> Result<Claims> {
    let claims = signed(app, token)?;
    if claims.expires_at() <= app.now() { Err(BAD) } else { Ok(claims) }
}

/// A signature does not change, so it is checked once; whether session and person still stand is asked each time.
fn signed(app: &App, token: &str) -> Result<Claims> {
    let digest: [u8; 32] = Sha256::digest(token).into();
    let known = shelf(app)?;
    if let Some(claims) = known.signed.lock().unwrap_or_else(PoisonError::into_inner).get(&digest) {
        return Ok(claims.clone());
    }
    let mut rules = Validation::new(Algorithm::EdDSA);
    rules.set_issuer(&[ISSUER]);
    rules.set_required_spec_claims(&["exp", "iss", "sub"]);
    // Against the clock we were handed, by the caller: the library asks the system's.
    rules.validate_exp = false;
    let claims = jsonwebtoken::decode::<Claims>(token, &keys(app)?.1, &rules).map_err(|_| BAD)?.claims;
    let mut signed = known.signed.lock().unwrap_or_else(PoisonError::into_inner);
    if signed.len() >= REMEMBERED {
        signed.clear();
    }
    signed.insert(digest, claims.clone());
    Ok(claims)
}

fn shelf(app: &App) -> Result<&TokenKeys> {
    app.extra::<TokenKeys>().ok_or_else(|| Error::bug("the app was built without identity::install"))
}

fn keys(app: &App) -> Result<&(EncodingKey, DecodingKey)> {
    let keys = &shelf(app)?.keys;
    if let Some(keys) = keys.get() {
        return Ok(keys);
    }
    let made = make(app.keys().token_seed()).map_err(Error::internal)?;
    Ok(keys.get_or_init(|| made))
}

/// PKCS#8 of an Ed25519 key is a fixed head and the seed (RFC 8410, section 7).
fn make(seed: &[u8; 32]) -> jsonwebtoken::errors::Result<(EncodingKey, DecodingKey)> {
    const HEAD: [u8; 16] = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
    let private = EncodingKey::from_ed_der(&[&HEAD[..], &seed[..]].concat());
    let public = DecodingKey::from_jwk(&Jwk::from_encoding_key(&private, Algorithm::EdDSA)?)?;
    Ok((private, public))
}

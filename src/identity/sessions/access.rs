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
use std::sync::OnceLock;

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

/// The installation's signing key, made ready on first use.
#[derive(Default)]
pub struct TokenKeys(OnceLock<(EncodingKey, DecodingKey)>);

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
    let mut rules = Validation::new(Algorithm::EdDSA);
    rules.set_issuer(&[ISSUER]);
    rules.set_required_spec_claims(&["exp", "iss", "sub"]);
    // Against the clock we were handed, below: the library asks the system's.
    rules.validate_exp = false;
    let token = jsonwebtoken::decode::<Claims>(token, &keys(app)?.1, &rules).map_err(|_| BAD)?;
    if token.claims.expires_at() <= app.now() { Err(BAD) } else { Ok(token.claims) }
}

fn keys(app: &App) -> Result<&(EncodingKey, DecodingKey)> {
    let missing = || Error::bug("the app was built without identity::install");
    let keys = app.extra::<TokenKeys>().ok_or_else(missing)?;
    if let Some(keys) = keys.0.get() {
        return Ok(keys);
    }
    let made = make(app.keys().token_seed()).map_err(Error::internal)?;
    Ok(keys.0.get_or_init(|| made))
}

/// PKCS#8 of an Ed25519 key is a fixed head and the seed (RFC 8410, section 7).
fn make(seed: &[u8; 32]) -> jsonwebtoken::errors::Result<(EncodingKey, DecodingKey)> {
    const HEAD: [u8; 16] = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
    let private = EncodingKey::from_ed_der(&[&HEAD[..], &seed[..]].concat());
    let public = DecodingKey::from_jwk(&Jwk::from_encoding_key(&private, Algorithm::EdDSA)?)?;
    Ok((private, public))
}

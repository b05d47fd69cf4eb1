//! The text of a refresh token: whose it is, its generation, chance, and our seal over them, so that nobody but us can
//! make even an old one. Only a hash of it is stored.

use crate::{
    base::secret::{ExposeSecret, SecretString},
    identity::secret::digest,
    kernel::app::App,
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use entity::ids::SessionId;
use subtle::ConstantTimeEq;
use uuid::Uuid;

const PREFIX: &str = "lwr_";
/// Session, generation, chance.
const BODY: usize = 16 + 4 + 32;

/// A refresh token we made, of whatever generation.
pub struct RefreshToken {
    pub session: SessionId,
    pub generation: i32,
    /// What the session's row holds while this is the valid one.
    pub hash: String,
}

/// The token of a generation.
pub fn make(app: &App, session: SessionId, generation: i32) -> (SecretString, RefreshToken) {
    let mut bytes = Vec::with_capacity(BODY + 32);
    bytes.extend_from_slice(Uuid::from(session).as_bytes());
    bytes.extend_from_slice(&generation.to_be_bytes());
    bytes.extend_from_slice(&app.random().bytes::<32>());
    let seal = seal(app, &bytes);
    let text = format!("{PREFIX}{}.{seal}", URL_SAFE_NO_PAD.encode(&bytes));
    let hash = digest(&text);
    (text.into(), RefreshToken { session, generation, hash })
}

/// `None` for anything we did not make.
pub fn read(app: &App, token: &SecretString) -> Option<RefreshToken> {
    let text = token.expose_secret();
    let (body, sealed) = text.strip_prefix(PREFIX)?.split_once('.')?;
    let bytes: [u8; BODY] = URL_SAFE_NO_PAD.decode(body).ok()?.try_into().ok()?;
    if !bool::from(seal(app, &bytes).as_bytes().ct_eq(sealed.as_bytes())) {
        return None;
    }
    let (session, rest) = bytes.split_first_chunk::<16>()?;
    let (generation, _) = rest.split_first_chunk::<4>()?;
    Some(RefreshToken {
        session: Uuid::from_bytes(*session).into(),
        generation: i32::from_be_bytes(*generation),
        hash: digest(text),
    })
}

fn seal(app: &App, body: &[u8]) -> String {
    app.keys().keyed_hash("refresh-token", &hex::encode(body))
}

//! Secrets at rest: XChaCha20-Poly1305, each box naming its key and bound to the row it was sealed for.

use super::{
    error::{Error, Result},
    keys::Keys,
};
use crate::base::{random::Random, secret::SecretString};
use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use std::sync::Arc;

const FORMAT: u8 = 1;
const NONCE: usize = 24;

/// Seals and opens. Layout of a box: format, key id (4 bytes), nonce (24 bytes), ciphertext with tag.
#[derive(Clone)]
pub struct Sealer {
    keys: Arc<Keys>,
    random: Random,
}

impl Sealer {
    #[must_use]
    pub fn new(keys: Arc<Keys>, random: Random) -> Self {
        Self { keys, random }
    }

    /// The key that [`Sealer::seal`] uses now: kept beside a box, so that a rotation finds what is still to be sealed anew.
    #[must_use]
    pub fn key_id(&self) -> u32 {
        self.keys.newest_seal().0
    }

    /// Seals `plain` with the newest key. `bound_to` names the row and column; the box opens nowhere else.
    pub fn seal(&self, plain: &[u8], bound_to: &str) -> Result<Vec<u8>> {
        let (id, key) = self.keys.newest_seal();
        let nonce = self.random.bytes::<NONCE>();
        let cipher = XChaCha20Poly1305::new(&(*key).into());
        let payload = Payload { msg: plain, aad: bound_to.as_bytes() };
        let sealed =
            cipher.encrypt(&XNonce::from(nonce), payload).map_err(|_| Error::bug("sealing failed"))?;
        let mut out = vec![FORMAT];
        out.extend_from_slice(&id.to_be_bytes());
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&sealed);
        Ok(out)
    }

    /// Opens a box that was sealed for the same `bound_to`.
    pub fn open(&self, sealed: &[u8], bound_to: &str) -> Result<Vec<u8>> {
        let malformed = || Error::bug("a sealed value is malformed");
        let (&format, rest) = sealed.split_first().ok_or_else(malformed)?;
        let (id, rest) = rest.split_first_chunk::<4>().ok_or_else(malformed)?;
        let (nonce, sealed) = rest.split_first_chunk::<NONCE>().ok_or_else(malformed)?;
        if format != FORMAT {
            return Err(malformed());
        }
        let id = u32::from_be_bytes(*id);
        let key = self.keys.seal(id).ok_or_else(|| {
            Error::bug(format!("a value is sealed with key {id}, which this process does not have"))
        })?;
        let payload = Payload { msg: sealed, aad: bound_to.as_bytes() };
        XChaCha20Poly1305::new(&(*key).into())
            .decrypt(&XNonce::from(*nonce), payload)
            .map_err(|_| Error::bug("a sealed value does not open: wrong key, or moved from another row"))
    }

    /// [`Sealer::open`] for text.
    pub fn open_text(&self, sealed: &[u8], bound_to: &str) -> Result<SecretString> {
        let text = String::from_utf8(self.open(sealed, bound_to)?).map_err(Error::internal)?;
        Ok(text.into())
    }
}

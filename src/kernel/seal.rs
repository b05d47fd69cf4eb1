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
/// Format and key id.
const HEAD: usize = 5;
const NONCE: usize = 24;

/// A key of 256 bits.
pub type Key = [u8; 32];

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
        let mut out = vec![FORMAT];
        out.extend_from_slice(&id.to_be_bytes());
        out.extend_from_slice(&with_key(&key, &self.random, plain, bound_to)?);
        Ok(out)
    }

    /// Opens a box that was sealed for the same `bound_to`.
    pub fn open(&self, sealed: &[u8], bound_to: &str) -> Result<Vec<u8>> {
        let id = key_of(sealed).ok_or_else(|| Error::bug("a sealed value is malformed"))?;
        let key = self.keys.seal(id).ok_or_else(|| {
            Error::bug(format!("a value is sealed with key {id}, which this process does not have"))
        })?;
        open_with_key(&key, &sealed[HEAD..], bound_to)
    }

    /// The same value in a box of the newest key; `None`: it is in one already, or there is
    /// no value.
    pub fn renew(&self, sealed: &[u8], bound_to: &str) -> Result<Option<Vec<u8>>> {
        match sealed.is_empty() || key_of(sealed) == Some(self.key_id()) {
            true => Ok(None),
            false => self.seal(&self.open(sealed, bound_to)?, bound_to).map(Some),
        }
    }

    /// [`Sealer::open`] for text.
    pub fn open_text(&self, sealed: &[u8], bound_to: &str) -> Result<SecretString> {
        let text = String::from_utf8(self.open(sealed, bound_to)?).map_err(Error::internal)?;
        Ok(text.into())
    }
}

/// The key a box was sealed with; `None`: it is no box.
fn key_of(sealed: &[u8]) -> Option<u32> {
    let (&format, rest) = sealed.split_first()?;
    let (id, _) = rest.split_first_chunk::<4>()?;
    (format == FORMAT).then(|| u32::from_be_bytes(*id))
}

/// How boxes of this key begin: what a rotation looks for.
pub(in crate::kernel) fn beginning(id: u32) -> Vec<u8> {
    [&[FORMAT][..], &id.to_be_bytes()].concat()
}

/// Seals under a key that stands elsewhere: nonce, then ciphertext with tag.
pub(in crate::kernel) fn with_key(
    key: &Key,
    random: &Random,
    plain: &[u8],
    bound_to: &str,
) -> Result<Vec<u8>> {
    let nonce = random.bytes::<NONCE>();
    let payload = Payload { msg: plain, aad: bound_to.as_bytes() };
    let sealed = XChaCha20Poly1305::new(&(*key).into()).encrypt(&XNonce::from(nonce), payload);
    Ok([&nonce[..], &sealed.map_err(|_| Error::bug("sealing failed"))?].concat())
}

/// Opens what [`with_key`] sealed.
pub(in crate::kernel) fn open_with_key(key: &Key, sealed: &[u8], bound_to: &str) -> Result<Vec<u8>> {
    let (nonce, sealed) =
        sealed.split_first_chunk::<NONCE>().ok_or_else(|| Error::bug("a sealed value is malformed"))?;
    let payload = Payload { msg: sealed, aad: bound_to.as_bytes() };
    XChaCha20Poly1305::new(&(*key).into())
        .decrypt(&XNonce::from(*nonce), payload)
        .map_err(|_| Error::bug("a sealed value does not open: wrong key, or moved from another row"))
}

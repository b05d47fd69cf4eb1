//! The keys of one installation: they come from the data folder or from settings, so that several servers can share them.

use super::error::{Error, Result};
use crate::{base::random::Random, config};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The keys, ready to use. Never printed.
pub struct Keys {
    seal: Vec<(u32, [u8; 32])>,
    token: [u8; 32],
    hash: [u8; 32],
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys([secret])")
    }
}

/// New keys, as they are written into the data folder.
#[must_use]
pub fn generate(random: &Random) -> config::Keys {
    let key = || URL_SAFE_NO_PAD.encode(random.bytes::<32>());
    config::Keys { seal: format!("1:{}", key()), token: key(), hash: key() }
}

impl Keys {
    /// Checks the shapes; the error names the setting.
    pub fn parse(file: &config::Keys) -> Result<Self> {
        let mut seal = Vec::new();
        for part in file.seal.split(',') {
            let (id, key) = part
                .split_once(':')
                .ok_or_else(|| Error::invalid("keys.seal", "`1:KEY`, or `2:NEW,1:OLD` after a rotation"))?;
            let id =
                id.trim().parse().map_err(|_| Error::invalid("keys.seal", "a number before the colon"))?;
            seal.push((id, bytes("keys.seal", key)?));
        }
        Ok(Self { seal, token: bytes("keys.token", &file.token)?, hash: bytes("keys.hash", &file.hash)? })
    }

    pub(in crate::kernel) fn newest_seal(&self) -> (u32, &[u8; 32]) {
        let (id, key) = &self.seal[0];
        (*id, key)
    }

    pub(in crate::kernel) fn seal(&self, id: u32) -> Option<&[u8; 32]> {
        self.seal.iter().find(|(have, _)| *have == id).map(|(_, key)| key)
    }

    /// The seed of the key that signs access tokens.
    #[must_use]
    pub fn token_seed(&self) -> &[u8; 32] {
        &self.token
    }

    /// A keyed hash (HMAC-SHA-256, hex): the same text gives the same hash only for the same `purpose`.
    #[must_use]
    pub fn keyed_hash(&self, purpose: &str, text: &str) -> String {
        let mut mac = match Hmac::<Sha256>::new_from_slice(&self.hash) {
            Ok(mac) => mac,
            Err(never) => unreachable!("HMAC takes keys of any length: {never}"),
        };
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(text.as_bytes());
        hex::encode(mac.finalize().into_bytes())
    }
}

fn bytes(setting: &str, text: &str) -> Result<[u8; 32]> {
    let decoded = URL_SAFE_NO_PAD.decode(text.trim()).ok();
    decoded
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| Error::invalid(setting, "32 bytes in URL-safe base64 without padding"))
}

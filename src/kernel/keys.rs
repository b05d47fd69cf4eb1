//! The keys of one installation: they come from the data folder or from settings, so that several servers can share them.

use super::{
    error::{Error, Result},
    seal::Key,
};
use crate::{base::random::Random, config};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::sync::{PoisonError, RwLock};

/// The keys, ready to use. Never printed. Those that seal may change while the program runs: see [`Keys::following`].
pub struct Keys {
    seal: RwLock<Vec<(u32, Key)>>,
    token: Key,
    hash: Key,
    source: Option<Source>,
}

/// Reads the keys again where they are kept; `None`: they cannot be read now.
type Source = Box<dyn Fn() -> Option<config::Keys> + Send + Sync>;

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
        Ok(Self {
            seal: RwLock::new(seals(&file.seal)?),
            token: bytes("keys.token", &file.token)?,
            hash: bytes("keys.hash", &file.hash)?,
            source: None,
        })
    }

    /// The same, kept where they may change: they are read again by [`Keys::refresh`], and when a value is met that was sealed
    /// with a key not known yet.
    #[must_use]
    pub fn following(self, source: impl Fn() -> Option<config::Keys> + Send + Sync + 'static) -> Self {
        Self { source: Some(Box::new(source)), ..self }
    }

    /// Takes over the keys that seal, where they changed. A file that cannot be read changes nothing.
    pub fn refresh(&self) {
        let Some(file) = self.source.as_ref().and_then(|source| source()) else { return };
        match seals(&file.seal) {
            Ok(seals) => *self.seal.write().unwrap_or_else(PoisonError::into_inner) = seals,
            Err(error) => tracing::warn!(%error, "the keys that seal were changed to what is none"),
        }
    }

    /// The ids of the keys that open, the one that seals first.
    #[must_use]
    pub fn seal_ids(&self) -> Vec<u32> {
        self.seal.read().unwrap_or_else(PoisonError::into_inner).iter().map(|(id, _)| *id).collect()
    }

    pub(in crate::kernel) fn newest_seal(&self) -> (u32, Key) {
        self.seal.read().unwrap_or_else(PoisonError::into_inner)[0]
    }

    /// `None`: nobody here has this key, though it was looked for.
    pub(in crate::kernel) fn seal(&self, id: u32) -> Option<Key> {
        self.known(id).or_else(|| {
            self.refresh();
            self.known(id)
        })
    }

    fn known(&self, id: u32) -> Option<Key> {
        let all = self.seal.read().unwrap_or_else(PoisonError::into_inner);
        all.iter().find(|(have, _)| *have == id).map(|(_, key)| *key)
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

/// `2:NEW,1:OLD`, read: at least one, no id twice.
fn seals(text: &str) -> Result<Vec<(u32, Key)>> {
    let mut seals: Vec<(u32, Key)> = Vec::new();
    for part in text.split(',') {
        let (id, key) = part
            .split_once(':')
            .ok_or_else(|| Error::invalid("keys.seal", "`1:KEY`, or `2:NEW,1:OLD` after a rotation"))?;
        let id = id.trim().parse().map_err(|_| Error::invalid("keys.seal", "a number before the colon"))?;
        if seals.iter().any(|(have, _)| *have == id) {
            return Err(Error::invalid("keys.seal", "another number for each key"));
        }
        seals.push((id, bytes("keys.seal", key)?));
    }
    Ok(seals)
}

/// A fresh key put before the others: what the keys that seal become when they are rotated.
pub fn rotated(seal: &str, random: &Random) -> Result<String> {
    let newest = seals(seal)?.iter().map(|(id, _)| *id).max().unwrap_or_default();
    let key = URL_SAFE_NO_PAD.encode(random.bytes::<32>());
    Ok(format!("{}:{key},{seal}", newest.saturating_add(1)))
}

/// The first of them alone: what they become when nothing is sealed with the others any more.
#[must_use]
pub fn retired(seal: &str) -> String {
    seal.split(',').next().unwrap_or_default().trim().to_owned()
}

fn bytes(setting: &str, text: &str) -> Result<[u8; 32]> {
    let decoded = URL_SAFE_NO_PAD.decode(text.trim()).ok();
    decoded
        .and_then(|bytes| bytes.try_into().ok())
        .ok_or_else(|| Error::invalid(setting, "32 bytes in URL-safe base64 without padding"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    #[test]
    fn a_rotation_puts_a_new_key_first_and_retiring_leaves_it_alone() {
        let random = Random::seeded(3);
        let made = generate(&random);
        let both = rotated(&made.seal, &random).unwrap();
        assert_eq!(seals(&both).unwrap().iter().map(|(id, _)| *id).collect::<Vec<_>>(), [2, 1]);
        let third = rotated(&retired(&both), &random).unwrap();
        assert_eq!(seals(&third).unwrap().iter().map(|(id, _)| *id).collect::<Vec<_>>(), [3, 2]);
        assert!(seals("1:x").is_err() && seals(&format!("{0},{0}", made.seal)).is_err());
    }

    #[test]
    fn a_key_not_known_yet_is_looked_for_where_keys_are_kept() {
        let random = Random::seeded(4);
        let file = Arc::new(Mutex::new(generate(&random)));
        let kept = file.clone();
        let keys =
            Keys::parse(&kept.lock().unwrap()).unwrap().following(move || Some(file.lock().unwrap().clone()));
        assert_eq!(keys.seal(2), None);
        let both = rotated(&kept.lock().unwrap().seal, &random).unwrap();
        kept.lock().unwrap().seal = both;
        assert_eq!(keys.newest_seal().0, 1, "nobody looked yet");
        assert!(keys.seal(2).is_some());
        assert_eq!(keys.newest_seal().0, 2);
        kept.lock().unwrap().seal = "nonsense".into();
        keys.refresh();
        assert_eq!(keys.seal_ids(), [2, 1], "what is none changes nothing");
    }
}

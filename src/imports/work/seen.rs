//! Whom a plan has met in its file so far: hashes, eight bytes each, so that memory stays small and nobody is named.

use crate::kernel::{error::Result, scope::Scope, tx::Tx};
use entity::{
    ids::{ImportId, ImportKeysId},
    import_keys::{Column, Entity, Model},
    lead,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};
use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hash, Hasher},
};

/// Sixteen megabytes of hashes. Beyond that, the same person far apart in a file is not recognised by the plan; applying it
/// recognises everybody.
const MOST: usize = 2_000_000;

/// Kinds of keys for a number, by what else its holder has: neither, an address, a profile, both. A number is often a
/// switchboard's: two people who have an address each, or a profile each, are not one because they share it.
const PHONES: [u8; 4] = [b'p', b'q', b'r', b's'];

/// How somebody stands to those a plan met before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Met {
    Nobody,
    Again,
    /// Somebody else has the number.
    Beside,
}

/// Whom the plan met.
#[derive(Debug, Default)]
pub struct Seen {
    all: HashSet<u64>,
    /// Of this turn.
    fresh: Vec<u8>,
    pub is_full: bool,
}

impl Seen {
    pub async fn load(scope: &Scope, import: ImportId, c: &impl ConnectionTrait) -> Result<Self> {
        let mut seen = Self::default();
        for row in scope.find::<Entity>().filter(Column::ImportId.eq(import)).all(c).await? {
            for hash in row.hashes.chunks_exact(8) {
                seen.all.insert(hash.iter().fold(0, |all, byte| all << 8 | u64::from(*byte)));
            }
        }
        seen.is_full = seen.all.len() >= MOST;
        Ok(seen)
    }

    /// Was this person met before? From now on they were. Decides as weighing does: address before profile before number.
    /// `id`: of the lead there is.
    pub fn person(&mut self, row: &lead::Model, id: Option<&str>) -> Met {
        let (email, linkedin) = (row.email_key.as_deref(), row.linkedin_key.as_deref());
        let mine = usize::from(email.is_some()) + 2 * usize::from(linkedin.is_some());
        let phone = row.phone_key.as_deref();
        let knows = |kind: u8, key: Option<&str>| key.is_some_and(|key| self.all.contains(&hash(kind, key)));
        let is_again = knows(b'i', id) || knows(b'e', email) || knows(b'l', linkedin);
        let held = PHONES.map(|kind| knows(kind, phone));
        let is_beside = (0..PHONES.len()).any(|theirs| held[theirs] && (id.is_some() || theirs & mine != 0));
        // A number that is somebody else's is not theirs.
        let phone = phone.filter(|_| !is_beside);
        let keys = [(b'i', id), (b'e', email), (b'l', linkedin), (PHONES[mine], phone)];
        for (kind, key) in keys.into_iter().filter_map(|(kind, key)| Some((kind, key?))) {
            self.enter(hash(kind, key));
        }
        match (is_again, is_beside) {
            (true, _) => Met::Again,
            (false, true) => Met::Beside,
            (false, false) if held.contains(&true) => Met::Again,
            (false, false) => Met::Nobody,
        }
    }

    /// Was this company met before? From now on it was.
    pub fn company(&mut self, key: &str) -> bool {
        let hash = hash(b'c', key);
        let is_known = self.all.contains(&hash);
        self.enter(hash);
        is_known
    }

    fn enter(&mut self, hash: u64) {
        if self.all.len() >= MOST {
            self.is_full = true;
        } else if self.all.insert(hash) {
            self.fresh.extend(hash.to_be_bytes());
        }
    }

    /// Keeps what this turn met.
    pub async fn keep(&self, tx: &Tx, import: ImportId) -> Result<()> {
        if self.fresh.is_empty() {
            return Ok(());
        }
        let row = Model {
            id: ImportKeysId::new(),
            agency_id: tx.scope().agency(),
            import_id: import,
            hashes: self.fresh.clone(),
        };
        Entity::insert(row.into_active_model().reset_all()).exec_without_returning(tx).await?;
        Ok(())
    }
}

fn hash(kind: u8, key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (kind, key).hash(&mut hasher);
    hasher.finish()
}

//! Whom a plan has met in its file so far: hashes, eight bytes each, so that memory stays small and nobody is named.

use crate::kernel::{error::Result, scope::Scope, tx::Tx};
use entity::{
    ids::{ImportId, ImportKeysId},
    import_keys::{Column, Entity, Model},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter};
use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hash, Hasher},
};

/// Sixteen megabytes of hashes. Beyond that, the same person far apart in a file is not recognised by the plan; applying it
/// recognises everybody.
const MOST: usize = 2_000_000;

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

    /// Was somebody with one of these keys met before? From now on all of them were.
    pub fn meet<'a>(&mut self, keys: impl Iterator<Item = (u8, &'a str)>) -> bool {
        let mut is_known = false;
        for key in keys {
            let hash = hash_of(key);
            is_known |= self.all.contains(&hash);
            if self.all.len() >= MOST {
                self.is_full = true;
            } else if self.all.insert(hash) {
                self.fresh.extend(hash.to_be_bytes());
            }
        }
        is_known
    }

    /// Was somebody with this key met before?
    pub fn knows(&self, key: (u8, &str)) -> bool {
        self.all.contains(&hash_of(key))
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

fn hash_of(key: (u8, &str)) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

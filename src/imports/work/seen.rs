//! Whom a plan has met in its file so far: hashes, eight bytes each, so that memory stays small and nobody is named.

use super::hashes::Hashes;
use crate::kernel::{error::Result, scope::Scope, tx::Tx};
use entity::{
    ids::{ImportId, ImportKeysId},
    import::{self, OnDuplicate},
    import_keys::{Column, Entity, Model},
    lead,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Turns whose keys are read at once: about a megabyte each, and as much again where the driver reads.
const TURNS: usize = 2;

/// Kinds of keys for a number, by what else its holder has: neither, an address, a profile, both. A number is often a
/// switchboard's: two people who have an address each, or a profile each, are not one because they share it.
const PHONES: [u8; 4] = [b'p', b'q', b'r', b's'];

/// Kinds of keys for an address, by whether its holder has a profile: one who has another profile is somebody else.
const EMAILS: [u8; 2] = [b'e', b'f'];

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
    all: Hashes,
    /// Who is met again stays as they are.
    is_fixed: bool,
    pub is_full: bool,
}

impl Seen {
    pub async fn load(scope: &Scope, import: &import::Model, c: &impl ConnectionTrait) -> Result<Self> {
        let mut seen = Self { is_fixed: import.on_duplicate == OnDuplicate::Skip, ..Self::default() };
        let turns = scope.find::<Entity>().filter(Column::ImportId.eq(import.id));
        let turns: Vec<ImportKeysId> = turns.select_only().column(Column::Id).into_tuple().all(c).await?;
        for some in turns.chunks(TURNS) {
            // A few at a time: all rows at once are in memory beside what is made of them.
            let rows = scope.find::<Entity>().filter(Column::Id.is_in(some.iter().copied()));
            for row in rows.all(c).await? {
                seen.all.add(&row.hashes);
            }
        }
        seen.all.sort();
        seen.is_full = seen.all.is_full();
        Ok(seen)
    }

    /// Does this person's address belong to somebody met before who has another profile? Then they are not taken.
    pub fn is_apart(&self, row: &lead::Model) -> bool {
        let both = row.email_key.as_deref().zip(row.linkedin_key.as_deref());
        both.is_some_and(|both| self.knows(EMAILS[1], both.0) && !self.knows(b'x', both))
    }

    /// Was this person met before? From now on they were. Decides as weighing does: address before profile before number.
    /// `id`: of the lead there is.
    pub fn person(&mut self, row: &lead::Model, id: Option<&str>) -> Met {
        let (email, linkedin) = (row.email_key.as_deref(), row.linkedin_key.as_deref());
        let mine = usize::from(email.is_some()) + 2 * usize::from(linkedin.is_some());
        let phone = row.phone_key.as_deref();
        let knows = |kind: u8, key: Option<&str>| key.is_some_and(|key| self.knows(kind, key));
        let is_known = EMAILS.map(|kind| knows(kind, email)).contains(&true);
        let is_again = knows(b'i', id) || is_known || knows(b'l', linkedin);
        let held = PHONES.map(|kind| knows(kind, phone));
        let is_beside = (0..PHONES.len()).any(|theirs| held[theirs] && (id.is_some() || theirs & mine != 0));
        let met = match (is_again, is_beside) {
            (true, _) => Met::Again,
            (false, true) => Met::Beside,
            (false, false) if held.contains(&true) => Met::Again,
            (false, false) => Met::Nobody,
        };
        if self.is_fixed && met == Met::Again {
            return met;
        }
        // A number that is somebody else's is not theirs.
        let phone = phone.filter(|_| !is_beside);
        // Both together before the address: who has one is known by it only where the profile is known too.
        let keys = [
            id.map(|id| hash(b'i', id)),
            email.zip(linkedin).map(|both| hash(b'x', both)),
            email.map(|email| hash(EMAILS[usize::from(linkedin.is_some())], email)),
            linkedin.map(|linkedin| hash(b'l', linkedin)),
            phone.map(|phone| hash(PHONES[mine], phone)),
        ];
        for hash in keys.into_iter().flatten() {
            self.enter(hash);
        }
        met
    }

    fn knows(&self, kind: u8, key: impl Hash) -> bool {
        self.all.has(hash(kind, key))
    }

    /// Was this company met before? From now on it was.
    pub fn company(&mut self, key: &str) -> bool {
        let hash = hash(b'c', key);
        let is_known = self.all.has(hash);
        self.enter(hash);
        is_known
    }

    fn enter(&mut self, hash: u64) {
        self.is_full |= !self.all.enter(hash);
    }

    /// What this turn met. The rest is not held any longer: what is met is written down beside nothing else.
    #[must_use]
    pub fn into_fresh(self) -> Fresh {
        Fresh(self.all.into_fresh())
    }
}

/// Whom one turn met.
#[derive(Debug)]
pub struct Fresh(Vec<u8>);

impl Fresh {
    /// Writes it down for the turns to come.
    pub async fn keep(self, tx: &Tx, import: ImportId) -> Result<()> {
        let hashes = self.0;
        if hashes.is_empty() {
            return Ok(());
        }
        let row =
            Model { id: ImportKeysId::new(), agency_id: tx.scope().agency(), import_id: import, hashes };
        Entity::insert(row.into_active_model().reset_all()).exec_without_returning(tx).await?;
        Ok(())
    }
}

fn hash(kind: u8, key: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    (kind, key).hash(&mut hasher);
    hasher.finish()
}

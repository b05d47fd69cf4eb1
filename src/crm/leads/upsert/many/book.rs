//! Whom we know by which key, among everybody a call may touch.

use super::weigh::Candidate;
use crate::{
    crm::leads::row::twins::{by_email, by_linkedin, by_phone},
    kernel::{bulk, error::Result, scope::Scope},
};
use entity::{
    ids::{LeadId, WorkspaceId},
    lead::{Column, Entity, Model},
};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::LockType};
use std::collections::{BTreeSet, HashMap};

/// Somebody the call made or met.
#[derive(Clone, Debug)]
pub struct Slot {
    /// `None`: made by this call.
    pub was: Option<Model>,
    pub is: Model,
    /// The candidate that made or met them first.
    pub first: usize,
    /// Of the company they work for by this call.
    pub employer: Option<String>,
    /// Must not be contacted: stays as they are, and joins nothing.
    pub is_barred: bool,
}

type Key = fn(&Model) -> &Option<String>;

/// The keys, strongest first, and the fields that make them.
pub(super) const KEYS: [(Key, &str); 3] =
    [(by_email, "email"), (by_linkedin, "linkedinUrl"), (by_phone, "phone")];
const COLUMNS: [Column; 3] = [Column::EmailKey, Column::LinkedinKey, Column::PhoneKey];
/// Keys in one statement; SQLite binds 32,766 values.
const AT_ONCE: usize = 2_000;

/// Everybody a call may touch.
#[derive(Clone, Debug, Default)]
pub struct Book {
    pub slots: Vec<Slot>,
    by: [HashMap<String, usize>; 3],
}

/// The living leads of the workspace that have a key of one of `people`.
pub async fn known(
    scope: &Scope,
    c: &impl ConnectionTrait,
    workspace: WorkspaceId,
    people: impl Iterator<Item = &Candidate> + Clone,
) -> Result<BTreeSet<LeadId>> {
    let mut ids = BTreeSet::new();
    for ((key, _), column) in KEYS.iter().zip(COLUMNS) {
        let wanted: Vec<&String> = keys_of(people.clone(), *key).into_iter().collect();
        for some in wanted.chunks(AT_ONCE) {
            let rows = living(scope, workspace).filter(column.is_in(bulk::padded(some.iter().copied())));
            let found: Vec<LeadId> = rows.select_only().column(Column::Id).into_tuple().all(c).await?;
            ids.extend(found);
        }
    }
    Ok(ids)
}

/// Who of `rows` has a key of one of `people`.
pub fn known_among<'a, 'b>(
    rows: impl Iterator<Item = &'a Model> + Clone,
    people: impl Iterator<Item = &'b Candidate> + Clone,
) -> Vec<LeadId> {
    let mut ids = vec![];
    for (key, _) in KEYS {
        let wanted = keys_of(people.clone(), key);
        let is_wanted = |row: &&Model| key(row).as_ref().is_some_and(|key| wanted.contains(key));
        ids.extend(rows.clone().filter(is_wanted).map(|row| row.id));
    }
    ids
}

/// In order: whoever looks for them goes through an index once.
fn keys_of<'a>(people: impl Iterator<Item = &'a Candidate>, key: Key) -> BTreeSet<&'a String> {
    people.filter_map(|person| key(person.row()?).as_ref()).collect()
}

impl Book {
    /// Those of these who live in the workspace, as they are now. `is_held`: they stay so until the end of the transaction.
    pub async fn read(
        scope: &Scope,
        c: &impl ConnectionTrait,
        (workspace, is_held): (WorkspaceId, bool),
        ids: &BTreeSet<LeadId>,
    ) -> Result<Self> {
        let mut book = Self::default();
        let ids: Vec<LeadId> = ids.iter().copied().collect();
        for some in ids.chunks(AT_ONCE) {
            let rows = living(scope, workspace).filter(Column::Id.is_in(bulk::padded(some.iter().copied())));
            let rows = rows.order_by_asc(Column::Id);
            let rows = if is_held { rows.lock(LockType::NoKeyUpdate) } else { rows };
            for row in rows.all(c).await? {
                let (was, first) = (Some(row.clone()), usize::MAX);
                book.enter(Slot { was, is: row, first, employer: None, is_barred: false });
            }
        }
        Ok(book)
    }

    /// Who has each key of `row`, strongest first.
    pub(super) fn hits(&self, row: &Model) -> [Option<usize>; 3] {
        let mut hits = [None; 3];
        for (at, (key, _)) in KEYS.iter().enumerate() {
            hits[at] = key(row).as_ref().and_then(|key| self.by[at].get(key)).copied();
        }
        hits
    }

    /// Enters somebody under their keys; returns their place.
    pub(super) fn enter(&mut self, slot: Slot) -> usize {
        let place = self.slots.len();
        self.know(place, &slot.is);
        self.slots.push(slot);
        place
    }

    /// Somebody is like this from now on.
    pub(super) fn change(&mut self, place: usize, is: Model) {
        for (at, (key, _)) in KEYS.iter().enumerate() {
            let old = key(&self.slots[place].is).clone();
            if let Some(old) = old.filter(|old| key(&is).as_ref() != Some(old)) {
                self.by[at].remove(&old);
            }
        }
        self.know(place, &is);
        self.slots[place].is = is;
    }

    fn know(&mut self, place: usize, row: &Model) {
        for (at, (key, _)) in KEYS.iter().enumerate() {
            if let Some(key) = key(row) {
                self.by[at].insert(key.clone(), place);
            }
        }
    }
}

fn living(scope: &Scope, workspace: WorkspaceId) -> sea_orm::Select<Entity> {
    let rows = scope.find::<Entity>().filter(Column::WorkspaceId.eq(workspace));
    rows.filter(Column::DeletedAt.is_null()).filter(Column::MergedInto.is_null())
}

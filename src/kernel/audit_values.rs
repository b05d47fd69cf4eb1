//! What an entry of the audit log holds of before and after: what may stand there openly, and personal values in boxes that only
//! open while the people are remembered whom they are about.

use super::{
    error::Result,
    events::FieldChange,
    personal,
    seal::{Key, open_with_key},
    tx::Tx,
};
use entity::{audit_entry::Model, ids::AuditEntryId};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::HashMap;
use uuid::Uuid;

/// Personal values, and whom they are about: they go when one of these is forgotten.
#[derive(Debug, Default)]
pub(super) struct Personal {
    pub values: Vec<FieldChange>,
    pub people: Vec<Uuid>,
}

/// One box around the other, each under the key of one of the people: all have to be remembered. About nobody, nothing is kept:
/// nobody could have it forgotten.
pub(super) async fn sealed(tx: &Tx, id: AuditEntryId, personal: &Personal) -> Result<Option<Vec<u8>>> {
    if personal.values.is_empty() || personal.people.is_empty() {
        return Ok(None);
    }
    let mut boxed = serde_json::to_vec(&Sides::of(&personal.values))?;
    for person in &personal.people {
        boxed = personal::seal(tx, *person, &boxed, &bound_to(id)).await?;
    }
    Ok(Some(boxed))
}

/// The people, where they are others than the subject.
pub(super) fn named(people: &[Uuid], subject: Uuid) -> Option<String> {
    let ids = || people.iter().map(Uuid::to_string).collect::<Vec<_>>().join(",");
    (people != [subject]).then(ids)
}

/// Values before and after.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Sides {
    pub before: Option<Value>,
    pub after: Option<Value>,
}

impl Sides {
    fn of(changes: &[FieldChange]) -> Self {
        Self { before: side(changes, FieldChange::before), after: side(changes, FieldChange::after) }
    }
}

/// Whom an entry's personal values are about; nobody where it has none.
#[must_use]
pub fn people(entry: &Model) -> Vec<Uuid> {
    match &entry.people {
        _ if entry.personal.is_none() => vec![],
        Some(ids) => ids.split(',').filter_map(|id| id.parse().ok()).collect(),
        None => entry.subject_id.into_iter().collect(),
    }
}

/// An entry's values, personal ones too as long as all are remembered whom they are about: `keys` are theirs.
pub fn values(entry: &Model, keys: &HashMap<Uuid, Key>) -> Result<Sides> {
    let mut sides = Sides { before: entry.before.clone(), after: entry.after.clone() };
    let keys: Option<Vec<&Key>> = people(entry).iter().rev().map(|person| keys.get(person)).collect();
    if let (Some(sealed), Some(keys)) = (&entry.personal, keys) {
        let mut boxed = sealed.clone();
        for key in keys {
            boxed = open_with_key(key, &boxed, &bound_to(entry.id))?;
        }
        let personal: Sides = serde_json::from_slice(&boxed)?;
        sides.before = joined(sides.before, personal.before);
        sides.after = joined(sides.after, personal.after);
    }
    Ok(sides)
}

fn joined(shown: Option<Value>, personal: Option<Value>) -> Option<Value> {
    match (shown, personal) {
        (Some(Value::Object(mut shown)), Some(Value::Object(personal))) => {
            shown.extend(personal);
            Some(Value::Object(shown))
        }
        (shown, personal) => personal.or(shown),
    }
}

fn bound_to(id: AuditEntryId) -> String {
    format!("audit_entry.personal:{id}")
}

/// The fields with their values on one side; null where a value is not for the record. `None` when nothing changed.
pub(super) fn side(changes: &[FieldChange], of: fn(&FieldChange) -> Option<&Value>) -> Option<Value> {
    let fields = changes.iter().map(|change| (change.field.clone(), of(change).cloned().unwrap_or_default()));
    (!changes.is_empty()).then(|| Value::Object(fields.collect()))
}

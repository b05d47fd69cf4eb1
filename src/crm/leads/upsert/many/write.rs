//! Writes what weighing decided: new leads in one statement, known ones one by one, history in one.

use super::book::{Book, KEYS, Slot};
use crate::{
    crm::{
        activities::{self, Entry},
        leads::{
            row::{edit::Edit, numbers, told},
            values::search_text,
        },
    },
    kernel::{
        bulk,
        error::{EXISTS, Error, Result},
        tx::Tx,
    },
};
use entity::{
    activity::ActivityKind,
    ids::{CampaignId, LeadId},
    lead::{Column, Entity, Model},
};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap};

/// The columns a new lead can have something in; the others have the table's defaults.
const COLUMNS: [Column; 39] = [
    Column::Id,
    Column::AgencyId,
    Column::WorkspaceId,
    Column::CompanyId,
    Column::CampaignId,
    Column::FirstName,
    Column::LastName,
    Column::FullName,
    Column::SortName,
    Column::Title,
    Column::Seniority,
    Column::Department,
    Column::Email,
    Column::EmailKey,
    Column::Phone,
    Column::PhoneKey,
    Column::LinkedinUrl,
    Column::LinkedinKey,
    Column::Instagram,
    Column::Facebook,
    Column::X,
    Column::Whatsapp,
    Column::Country,
    Column::City,
    Column::TimeZone,
    Column::Segment,
    Column::Source,
    Column::Tags,
    Column::Icebreaker,
    Column::PreferredChannel,
    Column::Priority,
    Column::CustomFields,
    Column::SearchText,
    Column::CreatedBy,
    Column::Version,
    Column::LastActivityAt,
    Column::CreatedAt,
    Column::UpdatedAt,
    Column::EmailStatus,
];

/// What a lead's values were and became, by column.
pub type Difference = (Map<String, Value>, Map<String, Value>);

/// What was written.
#[derive(Debug, Default)]
pub struct Written {
    pub created: Vec<Model>,
    /// As they are now, and what of them changed.
    pub updated: BTreeMap<LeadId, (Model, Difference)>,
}

impl Written {
    /// Everybody, as they are now.
    pub fn rows(&self) -> impl Iterator<Item = &Model> + Clone {
        self.created.iter().chain(self.updated.values().map(|(row, _)| row))
    }
}

/// Writes everybody of the book. New ones are in `campaign` from the start; that they joined it is the caller's to write.
/// Refused with CONFLICT ([`bulk::RACED`]) when somebody took one of their keys since they were looked for: weigh again.
pub async fn write(tx: &mut Tx, book: Book, campaign: Option<CampaignId>) -> Result<Written> {
    let (mut all, mut history) = (Written::default(), vec![]);
    for Slot { was, is, employer, .. } in in_order(book.slots) {
        let Some(was) = was else {
            let search_text = search_text(&is, employer.as_deref());
            all.created.push(Model { campaign_id: campaign, search_text, ..is });
            continue;
        };
        if was == is {
            continue;
        }
        let mut edit = Edit::of(was);
        let has_moved = edit.row.company_id != is.company_id;
        edit.row = is;
        if has_moved {
            edit.row.search_text = search_text(&edit.row, employer.as_deref());
        }
        let saved = edit.save(tx).await.map_err(raced)?;
        if !saved.changes.is_empty() {
            history.push(Entry::new(saved.row.id, ActivityKind::Updated, told::summary(&saved.changes)));
            let difference = difference(&saved.was, &saved.row)?;
            all.updated.insert(saved.row.id, (saved.row, difference));
        }
    }
    bulk::insert_columns::<Entity>(tx, &all.created, &COLUMNS).await?;
    for row in &all.created {
        numbers::made(tx, row);
    }
    history.extend(all.created.iter().map(|row| Entry::new(row.id, ActivityKind::Created, "Imported")));
    activities::insert(tx, history).await?;
    Ok(all)
}

/// A key that nobody had when it was looked for is somebody's by now.
fn raced(error: Error) -> Error {
    match error {
        Error::Conflict { message, .. } if message == EXISTS => Error::conflict(bulk::RACED),
        other => other,
    }
}

/// Who gives a key up before who takes it: the database lets one lead have it at every moment.
fn in_order(slots: Vec<Slot>) -> Vec<Slot> {
    let mut given_up: HashMap<(usize, String), usize> = HashMap::new();
    for (place, slot) in slots.iter().enumerate() {
        for (at, (key_of, _)) in KEYS.iter().enumerate() {
            let old = slot.was.as_ref().and_then(|was| key_of(was).clone());
            if let Some(old) = old.filter(|old| key_of(&slot.is).as_ref() != Some(old)) {
                given_up.insert((at, old), place);
            }
        }
    }
    if given_up.is_empty() {
        return slots;
    }
    let (mut order, mut is_seen) = (Vec::with_capacity(slots.len()), vec![false; slots.len()]);
    let mut open: Vec<(usize, bool)> = (0..slots.len()).rev().map(|place| (place, false)).collect();
    while let Some((place, is_ready)) = open.pop() {
        if is_ready {
            order.push(place);
        } else if !is_seen[place] {
            is_seen[place] = true;
            open.push((place, true));
            for (at, (key_of, _)) in KEYS.iter().enumerate() {
                let giver = key_of(&slots[place].is).clone().and_then(|key| given_up.get(&(at, key)));
                open.extend(giver.map(|giver| (*giver, false)));
            }
        }
    }
    let mut slots: Vec<Option<Slot>> = slots.into_iter().map(Some).collect();
    order.into_iter().filter_map(|place| slots[place].take()).collect()
}

/// What follows from others, or says when.
const FOLLOWS: [&str; 3] = ["version", "updated_at", "last_activity_at"];

fn difference(was: &Model, is: &Model) -> Result<Difference> {
    let (Value::Object(was), Value::Object(is)) = (serde_json::to_value(was)?, serde_json::to_value(is)?)
    else {
        return Err(Error::bug("a lead is an object"));
    };
    let (mut old, mut new) = (Map::new(), Map::new());
    for ((column, a), (_, b)) in was.into_iter().zip(is) {
        if a != b && !FOLLOWS.contains(&column.as_str()) {
            old.insert(column.clone(), a);
            new.insert(column, b);
        }
    }
    Ok((old, new))
}

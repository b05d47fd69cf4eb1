//! Records that somebody contacted a lead, by whatever way: the first contact moves it on.

use super::{row::edit::Edit, state::LeadStep, update};
use crate::{
    crm::{
        activities::{self, Entry},
        events::people::LeadContacted,
    },
    kernel::{
        app::App,
        check::{Problems, prose},
        error::Result,
        permission::Permission,
        scope::Scope,
        state,
        tx::Tx,
    },
};
use chrono::{DateTime, Datelike, SubsecRound, TimeDelta, Utc};
use entity::{
    activity::ActivityKind,
    contact::Channel,
    ids::LeadId,
    lead::{LeadStatus, Model},
};
use sea_orm::ActiveEnum;

/// A contact that took place.
#[derive(Clone, Debug)]
pub struct Contact {
    pub id: LeadId,
    pub channel: Channel,
    /// Absent: now.
    pub at: Option<DateTime<Utc>>,
    /// What was said; 1 to 2,000 characters.
    pub note: Option<String>,
}

/// Clocks differ: this much of the future is still now.
const GRACE: TimeDelta = TimeDelta::minutes(5);
/// Before this year nobody recorded a contact.
const EARLIEST: i32 = 2000;

pub async fn record(app: &App, scope: &Scope, contact: Contact) -> Result<Model> {
    scope.require(Permission::WriteLeads)?;
    let mut tx = Tx::begin(app, scope).await?;
    let mut edit = Edit::open(&tx, contact.id).await?;
    let (at, note) = checked(&tx, &contact)?;
    match edit.row.status {
        // Refused, naming what is allowed: nobody writes to people who are out.
        from @ (LeadStatus::Disqualified | LeadStatus::Unsubscribed) => {
            state::decide(from, LeadStep::Contact)?;
        }
        LeadStatus::New => edit.step(&tx, LeadStep::Contact, None).await?,
        _ => {}
    }
    edit.row.last_contacted_at = edit.last_contact().max(Some(at));
    let saved = edit.save(&mut tx).await?;
    let mut entries = history(&contact, at, note);
    entries.extend(update::tell_step(&mut tx, &saved).await?);
    activities::insert(&tx, entries).await?;
    let changes = saved.changes.iter().filter(|change| change.field == "lastContactedAt").cloned().collect();
    let lead = saved.lead();
    tx.emit(&LeadContacted { lead, channel: contact.channel, contacted_at: at, changes }).await?;
    tx.commit().await?;
    Ok(saved.row)
}

fn checked(tx: &Tx, contact: &Contact) -> Result<(DateTime<Utc>, Option<String>)> {
    let mut problems = Problems::default();
    let at = contact.at.unwrap_or(tx.now()).trunc_subsecs(6);
    if at > tx.now() + GRACE || at.year() < EARLIEST {
        problems.add("at", "an instant since the year 2000 that is not in the future");
    }
    let note = problems.keep_some("note", contact.note.as_deref(), |text| prose(text, 2_000));
    problems.finish()?;
    Ok((at, note))
}

fn history(contact: &Contact, at: DateTime<Utc>, note: Option<String>) -> Vec<Entry> {
    let by = format!("Contacted by {}", contact.channel.to_value());
    let entry = Entry { at: Some(at), ..Entry::new(contact.id, ActivityKind::Contacted, by) };
    let note = note.map(|note| Entry { at: Some(at), ..Entry::new(contact.id, ActivityKind::Note, note) });
    std::iter::once(entry).chain(note).collect()
}

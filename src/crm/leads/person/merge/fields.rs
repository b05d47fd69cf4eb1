//! What one row becomes of two. Pure: the winner's values stay, the loser's fill what is empty, lists unite, and who asked to be
//! left alone stays so.

use crate::{
    crm::leads::values::{TAGS, is_stand_in},
    kernel::error::{Error, Result},
};
use entity::{
    contact::EmailStatus,
    lead::{LeadStatus, Model, Qualification},
};
use serde_json::Value;

/// As JSON, as everywhere else.
const CUSTOM_BYTES: usize = 16 * 1024;
const CUSTOM_FIELDS: usize = 100;

/// The winner's row after the merge.
pub fn united(winner: &Model, loser: &Model) -> Result<Model> {
    let mut row = winner.clone();
    identity(&mut row, loser);
    ways_to_reach(&mut row, loser);
    place(&mut row, loser);
    work(&mut row, loser);
    standing(&mut row, winner, loser);
    tags(&mut row, loser)?;
    custom_fields(&mut row, loser)?;
    Ok(row)
}

fn fill<T: Clone>(own: &mut Option<T>, other: &Option<T>) {
    if own.is_none() {
        own.clone_from(other);
    }
}

fn identity(row: &mut Model, loser: &Model) {
    if is_stand_in(row) && !is_stand_in(loser) {
        // A name is one thing: taken whole, or not.
        row.first_name.clone_from(&loser.first_name);
        row.last_name.clone_from(&loser.last_name);
        row.full_name.clone_from(&loser.full_name);
        row.sort_name.clone_from(&loser.sort_name);
    }
    fill(&mut row.company_id, &loser.company_id);
    fill(&mut row.title, &loser.title);
    fill(&mut row.seniority, &loser.seniority);
    fill(&mut row.department, &loser.department);
}

/// Each with the key that goes with it, and an address with what is known of it.
fn ways_to_reach(row: &mut Model, loser: &Model) {
    if row.email.is_none() && loser.email.is_some() {
        row.email.clone_from(&loser.email);
        row.email_key.clone_from(&loser.email_key);
        (row.email_status, row.email_checked_at) = (loser.email_status, loser.email_checked_at);
    } else if row.email_key == loser.email_key && row.email_status == EmailStatus::Unknown {
        (row.email_status, row.email_checked_at) = (loser.email_status, loser.email_checked_at);
    }
    if row.phone.is_none() {
        row.phone.clone_from(&loser.phone);
        row.phone_key.clone_from(&loser.phone_key);
    }
    if row.linkedin_url.is_none() {
        row.linkedin_url.clone_from(&loser.linkedin_url);
        row.linkedin_key.clone_from(&loser.linkedin_key);
    }
    fill(&mut row.instagram, &loser.instagram);
    fill(&mut row.facebook, &loser.facebook);
    fill(&mut row.x, &loser.x);
    fill(&mut row.whatsapp, &loser.whatsapp);
    fill(&mut row.preferred_channel, &loser.preferred_channel);
    fill(&mut row.best_contact_time, &loser.best_contact_time);
}

/// A city of another country would be no gain.
fn place(row: &mut Model, loser: &Model) {
    let is_same = row.country.is_none() || loser.country.is_none() || row.country == loser.country;
    if is_same {
        fill(&mut row.country, &loser.country);
        fill(&mut row.city, &loser.city);
        fill(&mut row.time_zone, &loser.time_zone);
    }
}

fn work(row: &mut Model, loser: &Model) {
    fill(&mut row.segment, &loser.segment);
    fill(&mut row.source, &loser.source);
    fill(&mut row.icebreaker, &loser.icebreaker);
    fill(&mut row.assigned_to, &loser.assigned_to);
    fill(&mut row.campaign_id, &loser.campaign_id);
    if row.suggested_services.0.is_empty() {
        row.suggested_services.clone_from(&loser.suggested_services);
    }
    if row.score.is_none() {
        row.score = loser.score;
        row.score_parts.clone_from(&loser.score_parts);
    }
    row.last_contacted_at = row.last_contacted_at.max(loser.last_contacted_at);
    row.last_replied_at = row.last_replied_at.max(loser.last_replied_at);
    row.last_activity_at = row.last_activity_at.max(loser.last_activity_at);
}

/// The most restrictive opt-out wins; then a decision over none, the winner's over the loser's; then whoever got further.
fn standing(row: &mut Model, winner: &Model, loser: &Model) {
    let decided = [winner, loser].into_iter().find(|lead| is_decided(lead));
    if let Some(lead) = decided {
        row.status = lead.status;
        row.qualification = lead.qualification;
        row.qualification_reason.clone_from(&lead.qualification_reason);
        row.qualification_decided_at = lead.qualification_decided_at;
    } else if reached(loser.status) > reached(winner.status) {
        row.status = loser.status;
    }
    if [winner.status, loser.status].contains(&LeadStatus::Unsubscribed) {
        row.status = LeadStatus::Unsubscribed;
    }
}

fn is_decided(lead: &Model) -> bool {
    let is_final =
        matches!(lead.status, LeadStatus::Qualified | LeadStatus::Converted | LeadStatus::Disqualified);
    is_final || lead.qualification != Qualification::Pending
}

fn reached(status: LeadStatus) -> u8 {
    match status {
        LeadStatus::New => 0,
        LeadStatus::Contacted => 1,
        LeadStatus::Replied => 2,
        LeadStatus::Nurturing => 3,
        LeadStatus::Disqualified => 4,
        LeadStatus::Qualified => 5,
        LeadStatus::Converted => 6,
        LeadStatus::Unsubscribed => 7,
    }
}

fn tags(row: &mut Model, loser: &Model) -> Result<()> {
    let new: Vec<String> = loser.tags.0.iter().filter(|tag| !row.tags.0.contains(tag)).cloned().collect();
    row.tags.0.extend(new);
    if row.tags.0.len() <= TAGS {
        return Ok(());
    }
    Err(Error::conflict_with_hint(
        format!("Together they have {} tags, and a lead has at most {TAGS}.", row.tags.0.len()),
        "Take some off with `leadUntag`.",
    ))
}

/// Key by key, the winner's first.
fn custom_fields(row: &mut Model, loser: &Model) -> Result<()> {
    let (Value::Object(own), Value::Object(other)) = (&mut row.custom_fields, &loser.custom_fields) else {
        return Ok(());
    };
    for (name, value) in other {
        if !own.contains_key(name) {
            own.insert(name.clone(), value.clone());
        }
    }
    if own.len() <= CUSTOM_FIELDS && row.custom_fields.to_string().len() <= CUSTOM_BYTES {
        return Ok(());
    }
    Err(Error::conflict_with_hint(
        format!(
            "Together their own fields are more than a lead has: {CUSTOM_FIELDS}, and {CUSTOM_BYTES} bytes."
        ),
        "Clear some with `leadUpdate(customFields)`.",
    ))
}

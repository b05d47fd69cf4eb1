//! Puts what a change says into a row, checked and in one spelling; every bad field is named in one refusal.

use super::{
    LeadPatch, custom, fields,
    person::{self, Names},
};
use crate::{
    crm::keys,
    kernel::{
        check::{Problems, line, prose},
        error::Result,
        patch::Patch,
    },
};
use entity::{contact::EmailStatus, json::StringList, lead};

/// The row after the change. Names, keys and `sort_name` follow; `search_text` is the caller's, who knows the company.
pub fn apply(row: &mut lead::Model, patch: LeadPatch) -> Result<()> {
    let mut problems = Problems::default();
    let p = &mut problems;
    let was_stand_in = person::is_stand_in(row);
    let names = Names {
        first: text(patch.first_name.clone(), "firstName", 100, p),
        last: text(patch.last_name.clone(), "lastName", 100, p),
        full: text(patch.full_name.clone(), "fullName", 200, p),
    };
    describe(row, &patch, p);
    place(row, &patch, p);
    reach(row, &patch, p);
    choose(row, &patch);
    if !person::name(row, names, was_stand_in) {
        p.add(
            "fullName",
            "a name, or an e-mail address, LinkedIn profile or phone number to know the person by",
        );
    }
    match patch.tags {
        Patch::Keep => {}
        Patch::Clear => row.tags = StringList::default(),
        Patch::Set(given) => row.tags = StringList(fields::tags(given, "tags", p)),
    }
    match patch.best_contact_time {
        Patch::Keep => {}
        Patch::Clear => row.best_contact_time = None,
        Patch::Set(given) => row.best_contact_time = fields::best_contact_time(given, p),
    }
    match patch.custom_fields {
        Patch::Keep => {}
        Patch::Clear => row.custom_fields = serde_json::json!({}),
        Patch::Set(change) => row.custom_fields = custom::merge(&row.custom_fields, change, p),
    }
    problems.finish()
}

fn describe(row: &mut lead::Model, patch: &LeadPatch, p: &mut Problems) {
    row.title = text(patch.title.clone(), "title", 300, p).over(row.title.take());
    row.department = text(patch.department.clone(), "department", 200, p).over(row.department.take());
    row.source = text(patch.source.clone(), "source", 100, p).over(row.source.take());
    let icebreaker = p.keep_patch("icebreaker", patch.icebreaker.clone(), |text| prose(&text, 2_000));
    row.icebreaker = icebreaker.over(row.icebreaker.take());
}

fn place(row: &mut lead::Model, patch: &LeadPatch, p: &mut Problems) {
    row.city = text(patch.city.clone(), "city", 200, p).over(row.city.take());
    let country = p.keep_patch("country", patch.country.clone(), |text| keys::country(&text));
    row.country = country.over(row.country.take());
    let zone = p.keep_patch("timeZone", patch.time_zone.clone(), |text| keys::time_zone(&text));
    row.time_zone = zone.over(row.time_zone.take());
}

/// The ways to reach the person, and with them the dedupe keys. Another address is one nobody verified yet.
fn reach(row: &mut lead::Model, patch: &LeadPatch, p: &mut Problems) {
    let country = row.country.clone();
    let dial = |text: &str| keys::phone(text, country.as_deref());
    let known = row.email_key.clone();
    both(
        (&mut row.email, &mut row.email_key),
        p.keep_patch("email", patch.email.clone(), |text| fields::email(&text)),
    );
    if row.email_key != known {
        row.email_status = EmailStatus::Unknown;
        row.email_checked_at = None;
    }
    let phone = p.keep_patch("phone", patch.phone.clone(), |text| {
        dial(&text).map(|key| (text.trim().to_owned(), key))
    });
    both((&mut row.phone, &mut row.phone_key), phone);
    let linkedin = p.keep_patch("linkedinUrl", patch.linkedin_url.clone(), |text| {
        keys::linkedin_id(&text).map(|id| (keys::linkedin_url(&id), id))
    });
    both((&mut row.linkedin_url, &mut row.linkedin_key), linkedin);
    let whatsapp = p.keep_patch("whatsapp", patch.whatsapp.clone(), |text| dial(&text));
    row.whatsapp = whatsapp.over(row.whatsapp.take());
    for (path, field, given) in [
        ("instagram", &mut row.instagram, &patch.instagram),
        ("facebook", &mut row.facebook, &patch.facebook),
        ("x", &mut row.x, &patch.x),
    ] {
        *field = p.keep_patch(path, given.clone(), |text| fields::handle(&text)).over(field.take());
    }
}

fn choose(row: &mut lead::Model, patch: &LeadPatch) {
    row.company_id = patch.company.clone().over(row.company_id);
    row.seniority = patch.seniority.clone().over(row.seniority);
    row.segment = patch.segment.clone().over(row.segment);
    row.preferred_channel = patch.preferred_channel.clone().over(row.preferred_channel);
    row.priority = patch.priority.clone().over(Some(row.priority)).unwrap_or(lead::Priority::Medium);
}

fn text(given: Patch<String>, path: &str, max: usize, problems: &mut Problems) -> Patch<String> {
    problems.keep_patch(path, given, |text| line(&text, max))
}

/// A value as written, and the key it makes.
fn both((written, key): (&mut Option<String>, &mut Option<String>), change: Patch<(String, String)>) {
    match change {
        Patch::Keep => {}
        Patch::Clear => (*written, *key) = (None, None),
        Patch::Set((text, made)) => (*written, *key) = (Some(text), Some(made)),
    }
}

//! How values given now meet those there are. Pure.

use super::Source;
use crate::{
    crm::leads::values::{LeadPatch, TAGS, apply, is_stand_in},
    kernel::{
        error::{Error, Result},
        patch::Patch,
    },
};
use entity::lead::Model;
use serde_json::Value;

/// The row with the values merged into it; `is_free` names fields whose present value a machine may replace.
pub fn merged(
    row: &Model,
    values: LeadPatch,
    source: Source,
    is_free: &dyn Fn(&str) -> bool,
) -> Result<Model> {
    let values = united(row, values);
    match source {
        Source::Person => applied(row, values),
        Source::Machine => lenient(row, gaps(row, values, is_free)),
    }
}

/// The row with the values in it, where there was no row before.
pub fn first(row: &Model, values: LeadPatch, source: Source) -> Result<Model> {
    match source {
        Source::Person => applied(row, values),
        Source::Machine => lenient(row, united(row, values)),
    }
}

fn applied(row: &Model, values: LeadPatch) -> Result<Model> {
    let mut row = row.clone();
    apply(&mut row, values)?;
    Ok(row)
}

/// Leaves out what is malformed: a provider's bad value is no reason to lose its good ones.
fn lenient(row: &Model, mut values: LeadPatch) -> Result<Model> {
    match applied(row, values.clone()) {
        Err(Error::Invalid(problems)) => {
            for problem in problems {
                forget(&mut values, problem.path.split('.').next().unwrap_or_default());
            }
            applied(row, values)
        }
        done => done,
    }
}

/// Lists union: the tags there are stay, new ones follow. A machine's surplus is cut.
fn united(row: &Model, mut values: LeadPatch) -> LeadPatch {
    if let Patch::Set(given) = &mut values.tags {
        let mut all = row.tags.0.clone();
        all.append(given);
        *given = all;
    }
    values
}

/// Only what fills a gap or replaces a value that is free.
fn gaps(row: &Model, mut values: LeadPatch, is_free: &dyn Fn(&str) -> bool) -> LeadPatch {
    let v = &mut values;
    keep_unless(&mut v.company, row.company_id.is_none());
    keep_unless(&mut v.first_name, row.first_name.is_none() || is_free("first_name"));
    keep_unless(&mut v.last_name, row.last_name.is_none() || is_free("last_name"));
    keep_unless(&mut v.full_name, is_stand_in(row) || is_free("full_name"));
    keep_unless(&mut v.title, row.title.is_none() || is_free("title"));
    keep_unless(&mut v.seniority, row.seniority.is_none() || is_free("seniority"));
    keep_unless(&mut v.department, row.department.is_none() || is_free("department"));
    keep_unless(&mut v.email, row.email.is_none() || is_free("email"));
    keep_unless(&mut v.phone, row.phone.is_none() || is_free("phone"));
    keep_unless(&mut v.linkedin_url, row.linkedin_url.is_none() || is_free("linkedin_url"));
    keep_unless(&mut v.instagram, row.instagram.is_none() || is_free("instagram"));
    keep_unless(&mut v.facebook, row.facebook.is_none() || is_free("facebook"));
    keep_unless(&mut v.x, row.x.is_none() || is_free("x"));
    keep_unless(&mut v.whatsapp, row.whatsapp.is_none() || is_free("whatsapp"));
    keep_unless(&mut v.country, row.country.is_none() || is_free("country"));
    keep_unless(&mut v.city, row.city.is_none() || is_free("city"));
    keep_unless(&mut v.time_zone, row.time_zone.is_none() || is_free("time_zone"));
    keep_unless(&mut v.segment, row.segment.is_none());
    keep_unless(&mut v.source, row.source.is_none());
    keep_unless(&mut v.icebreaker, row.icebreaker.is_none());
    keep_unless(&mut v.best_contact_time, row.best_contact_time.is_none());
    keep_unless(&mut v.preferred_channel, row.preferred_channel.is_none());
    v.priority = Patch::Keep;
    v.tags = v.tags.clone().map(|tags| tags.into_iter().take(TAGS).collect());
    keep_unless(&mut v.tags, true);
    if let Patch::Set(Value::Object(fields)) = &mut v.custom_fields {
        fields.retain(|name, value| !value.is_null() && row.custom_fields.get(name).is_none());
    }
    values
}

/// A machine sets, it never clears.
fn keep_unless<T>(patch: &mut Patch<T>, is_open: bool) {
    if !is_open || matches!(patch, Patch::Clear) {
        *patch = Patch::Keep;
    }
}

/// Says nothing of the field any more.
pub fn forget(values: &mut LeadPatch, field: &str) {
    match field {
        "firstName" => values.first_name = Patch::Keep,
        "lastName" => values.last_name = Patch::Keep,
        "fullName" => values.full_name = Patch::Keep,
        "title" => values.title = Patch::Keep,
        "department" => values.department = Patch::Keep,
        "email" => values.email = Patch::Keep,
        "phone" => values.phone = Patch::Keep,
        "linkedinUrl" => values.linkedin_url = Patch::Keep,
        "instagram" => values.instagram = Patch::Keep,
        "facebook" => values.facebook = Patch::Keep,
        "x" => values.x = Patch::Keep,
        "whatsapp" => values.whatsapp = Patch::Keep,
        "country" => values.country = Patch::Keep,
        "city" => values.city = Patch::Keep,
        "timeZone" => values.time_zone = Patch::Keep,
        "source" => values.source = Patch::Keep,
        "tags" => values.tags = Patch::Keep,
        "icebreaker" => values.icebreaker = Patch::Keep,
        "bestContactTime" => values.best_contact_time = Patch::Keep,
        "customFields" => values.custom_fields = Patch::Keep,
        _ => {}
    }
}

//! A person changes what is said of them.

use crate::{
    base::text,
    identity::platform,
    kernel::{
        app::App,
        audit::{self, AccountDeed},
        caller::Caller,
        check::{self, Problems, line},
        error::Result,
        events::FieldChange,
        patch::Patch,
        platform::PlatformTx,
    },
};
use entity::user;
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde_json::{Value, json};

/// What to change; kept fields stay.
#[derive(Clone, Debug, Default)]
pub struct UserChange {
    /// The version it was read at.
    pub expected_version: Option<i32>,
    pub name: Patch<String>,
    /// BCP 47.
    pub locale: Patch<String>,
    /// IANA name.
    pub time_zone: Patch<String>,
    /// A JSON object, in place of what was there.
    pub settings: Patch<Value>,
}

/// Changes the caller's own profile.
pub async fn update(app: &App, caller: &Caller, change: UserChange) -> Result<user::Model> {
    let id = caller.user()?;
    let tx = PlatformTx::begin(app).await?;
    let was = platform::hold_user(id, &tx).await?;
    check::version("user", change.expected_version, was.version)?;
    let mut row = decide(was.clone(), change)?;
    if row == was {
        return Ok(was);
    }
    let changes = told(&was, &row);
    row.version += 1;
    row.updated_at = tx.now();
    let row = row.into_active_model().reset_all().update(&tx).await?;
    let deed =
        AccountDeed { action: "USER_UPDATED", session: None, is_their_own: true, changes, reason: None };
    let memberships = platform::memberships_of(id, &tx).await?;
    let each = memberships.iter().map(|m| (m.agency_id, m.id));
    audit::of_account(&tx, &deed, each, &caller.origin).await?;
    tx.commit().await?;
    Ok(row)
}

fn decide(was: user::Model, change: UserChange) -> Result<user::Model> {
    let mut problems = Problems::default();
    let mut row = was;
    match change.name {
        Patch::Keep => {}
        Patch::Clear => problems.add("name", "a value; this cannot be cleared"),
        Patch::Set(name) => row.name = problems.keep("name", line(&name, 200)).unwrap_or_default(),
    }
    row.locale = match change.locale {
        Patch::Set(tag) => problems.keep("locale", locale(&tag)),
        other => other.over(row.locale),
    };
    row.time_zone = match change.time_zone {
        Patch::Set(zone) => problems.keep("timeZone", text::time_zone(&zone)),
        other => other.over(row.time_zone),
    };
    match change.settings {
        Patch::Keep => {}
        Patch::Clear => row.settings = json!({}),
        Patch::Set(value) => {
            row.settings = problems.keep("settings", check::settings(value)).unwrap_or_default();
        }
    }
    problems.finish()?;
    Ok(row)
}

/// What they changed about themselves, by name: every agency they are in has it on record, and in which words they speak of
/// themselves is theirs.
fn told(was: &user::Model, is: &user::Model) -> Vec<FieldChange> {
    let all = [
        ("name", was.name != is.name),
        ("locale", was.locale != is.locale),
        ("timeZone", was.time_zone != is.time_zone),
        ("settings", was.settings != is.settings),
    ];
    all.into_iter().filter(|(_, differs)| *differs).map(|(field, _)| FieldChange::hidden(field)).collect()
}

/// The shape of a BCP 47 tag: a language of two to eight letters, then parts of up to eight letters and digits.
fn locale(tag: &str) -> Result<String, &'static str> {
    let mut parts = tag.trim().split('-');
    let is_language =
        |part: &str| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphabetic());
    let is_part =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    let is_right = parts.next().is_some_and(is_language) && parts.all(is_part) && tag.trim().len() <= 35;
    if is_right { Ok(tag.trim().to_owned()) } else { Err("a language tag (BCP 47) such as en or en-ZA") }
}

//! Who has an account on this installation, for its operator.

use crate::{
    identity::platform::{self, PlatformScope},
    kernel::{
        app::App,
        error::{Error, Result},
    },
};
use entity::{
    agency,
    membership::{self, Role},
    user,
};
use sea_orm::{ActiveEnum, QueryOrder};
use std::collections::HashMap;

/// Somebody with an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub email: String,
    pub name: String,
    pub is_super_admin: bool,
    pub is_disabled: bool,
    /// `acme (AGENCY_ADMIN)`, by slug.
    pub agencies: Vec<String>,
    is_admin: bool,
}

/// Everybody, by address.
pub async fn people(app: &App) -> Result<Vec<Person>> {
    let c = app.db().platform();
    let slugs = PlatformScope::operator().agencies().all(c).await?;
    let slugs: HashMap<_, _> = slugs.into_iter().map(|row: agency::Model| (row.id, row.slug)).collect();
    let mut belongs: HashMap<_, Vec<membership::Model>> = HashMap::new();
    for row in platform::memberships().all(c).await? {
        belongs.entry(row.user_id).or_default().push(row);
    }
    let users = platform::users().order_by_asc(user::Column::Email).all(c).await?;
    let person = |user: user::Model| {
        let rows = belongs.remove(&user.id).unwrap_or_default();
        let named = |row: &membership::Model| {
            format!("{} ({})", slugs.get(&row.agency_id).map_or("?", String::as_str), row.role.to_value())
        };
        let mut agencies: Vec<String> = rows.iter().map(named).collect();
        agencies.sort();
        Person {
            is_admin: rows.iter().any(|row| row.role == Role::AgencyAdmin),
            email: user.email,
            name: user.name,
            is_super_admin: user.is_super_admin,
            is_disabled: user.disabled_at.is_some(),
            agencies,
        }
    };
    Ok(users.into_iter().map(person).collect())
}

/// The address of the one admin there is; CONFLICT when there are several, or none.
pub async fn only_admin(app: &App) -> Result<String> {
    let mut admins = people(app).await?.into_iter().filter(|person| person.is_admin && !person.is_disabled);
    match (admins.next(), admins.next()) {
        (Some(only), None) => Ok(only.email),
        (None, _) => Err(Error::conflict("Nobody is admin of an agency here yet.")),
        (Some(_), Some(_)) => Err(Error::conflict("Several people are admins here: say which one acts.")),
    }
}

//! Making a person. Who may is decided by whoever asks: founding, accepting an invitation, the operator.

use super::password;
use crate::{
    base::{
        clock::Timestamp,
        secret::SecretString,
        text::{self, KeyError},
    },
    identity::platform,
    kernel::{
        app::App,
        error::{Error, FieldProblem, Result},
    },
};
use entity::{ids::UserId, user};
use sea_orm::{ActiveModelTrait, ConnectionTrait, Set};

/// A person to be.
pub struct NewUser {
    pub email: String,
    /// Empty: what stands before the @.
    pub name: String,
    pub password: SecretString,
    pub is_super_admin: bool,
}

/// Checked, and the slow part done: ready for a transaction.
pub struct Prepared {
    email: String,
    name: String,
    password_hash: String,
    is_super_admin: bool,
}

/// An address in its one spelling, or what would be right for the field.
pub fn email(path: &str, text: &str) -> Result<String> {
    text::email(text).map_err(|KeyError { message, .. }| Error::invalid(path, message))
}

/// Checks the values and hashes the password, before any transaction is open.
pub async fn prepare(app: &App, new: NewUser) -> Result<Prepared> {
    let mut problems = Vec::new();
    let address = email("email", &new.email);
    let checks = [address.as_ref().err().cloned(), password::check_new("password", &new.password).err()];
    for check in checks.into_iter().flatten() {
        if let Error::Invalid(found) = check {
            problems.extend(found);
        }
    }
    if new.name.chars().count() > 200 {
        problems.push(FieldProblem::new("name", "at most 200 characters"));
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let email = address?;
    let name = match new.name.trim() {
        "" => email.split('@').next().unwrap_or_default().to_owned(),
        name => name.to_owned(),
    };
    let password_hash = password::hash(app, new.password).await?;
    Ok(Prepared { email, name, password_hash, is_super_admin: new.is_super_admin })
}

impl Prepared {
    /// Stores the person; CONFLICT when the address has an account.
    pub async fn insert(self, c: &impl ConnectionTrait, now: Timestamp) -> Result<user::Model> {
        if platform::user_by_email(&self.email, c).await?.is_some() {
            return Err(Error::conflict("There is an account with this e-mail address already."));
        }
        let row = user::ActiveModel {
            id: Set(UserId::new()),
            email: Set(self.email),
            name: Set(self.name),
            password_hash: Set(Some(self.password_hash)),
            external_issuer: Set(None),
            external_subject: Set(None),
            locale: Set(None),
            time_zone: Set(None),
            settings: Set(serde_json::json!({})),
            is_super_admin: Set(self.is_super_admin),
            disabled_at: Set(None),
            version: Set(1),
            created_at: Set(now),
            updated_at: Set(now),
        };
        Ok(row.insert(c).await?)
    }
}

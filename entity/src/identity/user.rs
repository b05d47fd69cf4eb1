//! A person who signs in; belongs to agencies through memberships.

use crate::ids::UserId;
use sea_orm::entity::prelude::*;

/// A person who signs in; belongs to agencies through memberships.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "user")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UserId,
    /// Normalised address; unique in the instance.
    pub email: String,
    /// Display name.
    pub name: String,
    /// argon2id in PHC form; none: signs in elsewhere.
    pub password_hash: Option<String>,
    /// OIDC issuer that vouches for this person.
    pub external_issuer: Option<String>,
    /// The issuer's stable id of this person.
    pub external_subject: Option<String>,
    /// BCP 47 language tag.
    pub locale: Option<String>,
    /// IANA name.
    pub time_zone: Option<String>,
    /// The person's own settings.
    pub settings: Json,
    /// Operator of the instance: may act in any agency, audited.
    pub is_super_admin: bool,
    /// May not sign in since.
    pub disabled_at: Option<DateTimeUtc>,
    /// Raised by every change; an update may name the one it read.
    pub version: i32,
    /// Made at.
    pub created_at: DateTimeUtc,
    /// Last changed at.
    pub updated_at: DateTimeUtc,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

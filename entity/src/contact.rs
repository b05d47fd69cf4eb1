//! How people are reached and described: shared by leads and prospects.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A way to reach a person.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    async_graphql::Enum,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Channel {
    /// E-mail.
    Email,
    /// LinkedIn.
    Linkedin,
    /// WhatsApp.
    Whatsapp,
    /// Instagram.
    Instagram,
    /// Facebook Messenger.
    Facebook,
    /// X direct messages.
    X,
}

/// What verification says of an address.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    async_graphql::Enum,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EmailStatus {
    /// Not verified.
    Unknown,
    /// Being verified.
    Pending,
    /// Accepts mail.
    Valid,
    /// May bounce.
    Risky,
    /// The domain accepts every address.
    CatchAll,
    /// Does not accept mail.
    Invalid,
}

/// How high in the house a person sits.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    async_graphql::Enum,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Seniority {
    /// Intern.
    Intern,
    /// At the beginning of a career.
    Entry,
    /// Experienced.
    Senior,
    /// Leads a team.
    Manager,
    /// Leads a department.
    Head,
    /// Director of a part of the company.
    Director,
    /// Vice president.
    Vp,
    /// Chief officer.
    CSuite,
    /// Partner.
    Partner,
    /// Founded the company.
    Founder,
    /// Owns the company.
    Owner,
}

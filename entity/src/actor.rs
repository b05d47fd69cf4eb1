//! Who did something: shared by every row that remembers it.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Who did something.
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
pub enum ActorType {
    /// A signed-in person: their membership, or the user when a super admin acts without one.
    User,
    /// A program with an API key.
    ApiKey,
    /// Leadwire itself.
    System,
}

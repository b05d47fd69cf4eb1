//! What one caller used up in one minute, over all processes: each adds what it saw, about once a second.

use sea_orm::entity::prelude::*;

/// What one caller used up in one minute, over all processes: each adds what it saw, about once a second.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "spending")]
pub struct Model {
    /// Minutes since 1970.
    #[sea_orm(primary_key, auto_increment = false)]
    pub minute: i64,
    /// Who: a user, a key, or the keyed hash of an address.
    #[sea_orm(primary_key, auto_increment = false)]
    pub payer: String,
    /// Of what: cost, or operations of a class.
    #[sea_orm(primary_key, auto_increment = false)]
    pub meter: String,
    /// How much.
    pub amount: i64,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

//! The installation itself: one row, by which a process knows that its keys are the ones this database was made with.

use sea_orm::entity::prelude::*;

/// The installation itself: one row, by which a process knows that its keys are the ones this database was made with.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "instance")]
pub struct Model {
    /// Always 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    /// A sealed value that only the right keys open.
    pub canary: Vec<u8>,
    /// Made at.
    pub created_at: DateTimeUtc,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

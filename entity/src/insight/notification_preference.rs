//! What a member does not want to be told, or wants after all. No row: they want it.

use super::notification::NotificationKind;
use crate::ids::{AgencyId, MembershipId, NotificationPreferenceId};
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;

/// Whether a member wants to be told of one kind of thing.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "notification_preference")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NotificationPreferenceId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// Whose wish it is.
    pub membership_id: MembershipId,
    /// What it is about.
    pub kind: NotificationKind,
    /// Whether they want to be told.
    pub is_enabled: bool,
    /// Made at.
    pub created_at: DateTimeUtc,
    /// Last changed at.
    pub updated_at: DateTimeUtc,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

tenanted!(NotificationPreferenceId, client: ByMember(MembershipId));

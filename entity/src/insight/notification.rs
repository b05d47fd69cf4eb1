//! Something that a member should know.

use crate::event_kind::{EventKind, SubjectKind};
use crate::ids::{AgencyId, MembershipId, NotificationId};
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What it is about; each can be switched off.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    async_graphql::Enum,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum NotificationKind {
    /// A job of yours finished.
    JobCompleted,
    /// A job of yours gave up, or could not be made at its time; for admins: one that nobody in particular asked for, or a
    /// schedule that paused itself.
    JobFailed,
    /// An import of yours is done.
    ImportDone,
    /// A data source is refused by its provider and not used any more; for admins.
    SourceBroken,
    /// A webhook endpoint was switched off, because it failed for days; for admins.
    WebhookDisabled,
    /// A task was given to you.
    TaskAssigned,
    /// A budget is used up, or nearly; for admins.
    BudgetReached,
    /// Somebody asked for a new password for your account, or set one by a link.
    AccountSecurity,
}

/// How bad it is.
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
pub enum NotificationLevel {
    /// Good to know.
    Info,
    /// Something went well.
    Success,
    /// Something needs a look.
    Warning,
    /// Something went wrong.
    Error,
}

/// Something that a member should know.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "notification")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NotificationId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// Whom it is for.
    pub membership_id: MembershipId,
    /// The number of the event that it is made of; one event tells one member one thing.
    pub seq: i64,
    /// What that event says happened.
    pub event_kind: EventKind,
    /// What it is about.
    pub kind: NotificationKind,
    /// How bad it is.
    pub level: NotificationLevel,
    /// One line for people; no personal values.
    pub title: String,
    /// More words for people; no personal values.
    pub message: String,
    /// Kind of the thing it is about.
    pub subject_type: SubjectKind,
    /// The thing it is about.
    pub subject_id: Uuid,
    /// Where to go: a path of whatever shows it.
    pub action_path: String,
    /// What to call that.
    pub action_label: String,
    /// Read since then.
    pub read_at: Option<DateTimeUtc>,
    /// Made at.
    pub created_at: DateTimeUtc,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

tenanted!(NotificationId, client: ByMember(MembershipId));

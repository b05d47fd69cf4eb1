//! A merge of two leads, and what it takes to undo it.

use crate::ids::{ActorId, AgencyId, LeadId, LeadMergeId, WorkspaceId};
use crate::json::MovedRows;
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;

/// A merge of two leads, and what it takes to undo it. Goes with either of them.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "lead_merge")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LeadMergeId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// Both leads'.
    pub workspace_id: WorkspaceId,
    /// The lead that stayed.
    pub winner_id: LeadId,
    /// The lead that became part of it.
    pub loser_id: LeadId,
    /// The winner's row before.
    pub winner_before: Json,
    /// The winner's row after.
    pub winner_after: Json,
    /// What changed its lead: table to ids.
    pub moved: MovedRows,
    /// Cards both had on one board: those that were given up, with their history.
    pub dropped_cards: Json,
    /// Can be undone until.
    pub undo_until: DateTimeUtc,
    /// Undone at.
    pub undone_at: Option<DateTimeUtc>,
    /// Who made it; none: the system.
    pub created_by: Option<ActorId>,
    /// Made at.
    pub created_at: DateTimeUtc,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

tenanted!(LeadMergeId, workspace: WorkspaceId);

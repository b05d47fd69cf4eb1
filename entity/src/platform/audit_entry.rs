//! Who did what, for people who must answer for it. Append-only.

use crate::actor::ActorType;
use crate::ids::{ActorId, AgencyId, AuditEntryId};
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;

/// Who did what, for people who must answer for it. Append-only.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_entry")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AuditEntryId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// Who did it.
    pub actor_type: ActorType,
    /// Who did it; none for SYSTEM.
    pub actor_id: Option<ActorId>,
    /// What they did, as the event says that states it: `DATA_SOURCE_DELETED`.
    pub action: String,
    /// Kind of the thing they did it to.
    pub subject_type: String,
    /// The thing they did it to.
    pub subject_id: Option<Uuid>,
    /// Fields before; null where a value is personal or secret.
    pub before: Option<Json>,
    /// Fields after; null where a value is personal or secret.
    pub after: Option<Json>,
    /// The personal values of both, sealed under the key of each whom they are about, one around the other.
    pub personal: Option<Vec<u8>>,
    /// Whom these are about, innermost first, with commas between; none: the subject.
    pub people: Option<String>,
    /// Where the request came from.
    pub ip: Option<String>,
    /// Why, in their words.
    pub reason: Option<String>,
    /// The request that did it.
    pub request_id: Option<String>,
    /// When.
    pub at: DateTimeUtc,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

tenanted!(AuditEntryId);

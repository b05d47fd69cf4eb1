//! A machine's way in; the secret is shown once and stored as a hash.

use crate::ids::{ActorId, AgencyId, ApiKeyId};
use crate::json::StringList;
use crate::membership::Role;
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;

/// A machine's way in; the secret is shown once and stored as a hash.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "api_key")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApiKeyId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// What it is for.
    pub name: String,
    /// First characters of the key (`lw_…`), shown to recognise it.
    pub prefix: String,
    /// SHA-256 (hex) of the whole key.
    pub secret_hash: String,
    /// Permissions it carries, a subset of its role's.
    pub scopes: StringList,
    /// Ceiling: never more than this role may.
    pub role: Role,
    /// Addresses or networks it may come from; empty: anywhere.
    pub ip_allow_list: StringList,
    /// Valid until; none: until revoked.
    pub expires_at: Option<DateTimeUtc>,
    /// Last accepted use.
    pub last_used_at: Option<DateTimeUtc>,
    /// Refused since.
    pub revoked_at: Option<DateTimeUtc>,
    /// Who made it; none: the system.
    pub created_by: Option<ActorId>,
    /// Made at.
    pub created_at: DateTimeUtc,
    /// Last changed at.
    pub updated_at: DateTimeUtc,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

tenanted!(ApiKeyId);

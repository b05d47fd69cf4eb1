//! The last event that concerned a webhook endpoint: what the next delivery names as its predecessor. A row of its own,
//! because it is written while the agency's log is locked, which nobody may wait for who holds the endpoint.

use crate::ids::{AgencyId, WebhookEndpointId};
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;

/// The last event that concerned a webhook endpoint, delivered or not.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_position")]
pub struct Model {
    /// The endpoint's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WebhookEndpointId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// Its number in the agency's log; none yet.
    pub matched_seq: Option<i64>,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

tenanted!(WebhookEndpointId);

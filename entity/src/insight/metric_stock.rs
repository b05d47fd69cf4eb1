//! How many there are now: a sum over everything that happened.

use super::metric::Metric;
use crate::ids::{AgencyId, MetricStockId};
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;

/// How many there are now, as far as the log was read.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "metric_stock")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MetricStockId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// Whose number it is: the agency itself, a workspace or a campaign. It may be gone since.
    pub place_id: Uuid,
    /// What is counted.
    pub metric: Metric,
    /// Which of a kind: a status, a membership; empty where there is one number only.
    pub key: String,
    /// The sum.
    pub value: i64,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

tenanted!(MetricStockId, client: ByCampaign(PlaceId));

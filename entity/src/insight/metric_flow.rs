//! How much happened when: sums by the quarter of an hour, and by the day for long ranges.

use super::metric::Metric;
use crate::ids::{AgencyId, MetricFlowId};
use crate::tenancy::tenanted;
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// How long a bucket is.
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
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Grain {
    /// A quarter of an hour: every time zone's days begin with one.
    Quarter,
    /// A day in UTC.
    Day,
}

/// How much happened in a bucket of time.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "metric_flow")]
pub struct Model {
    /// Its id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MetricFlowId,
    /// The tenant.
    pub agency_id: AgencyId,
    /// Whose number it is: the agency itself, a workspace or a campaign. It may be gone since.
    pub place_id: Uuid,
    /// What is counted.
    pub metric: Metric,
    /// Which of a kind: a status, a membership; empty where there is one number only.
    pub key: String,
    /// How long the bucket is.
    pub grain: Grain,
    /// Which one: quarters of an hour, or days, since 1970 began in UTC.
    pub bucket: i64,
    /// The sum.
    pub value: i64,
}

/// None declared: joins are written where reads are planned.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

tenanted!(MetricFlowId, client: ByCampaign(PlaceId));

//! What is said of leads, in every answer alike.

use crate::{
    insight::analytics::{
        range::Range,
        sums::{self, Sums, Whose},
    },
    kernel::{app::App, error::Result, scope::Scope},
};
use entity::{
    lead::{LeadStatus, Qualification},
    metric::Metric,
};
use sea_orm::{ActiveEnum, Iterable};

/// What lead numbers are made of.
pub const METRICS: [Metric; 4] =
    [Metric::Leads, Metric::LeadQualification, Metric::LeadsContacted, Metric::LeadsResponded];

/// What happened to leads in a range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeadsHappened {
    /// Made; of a campaign: joined.
    pub new: i64,
    pub qualified: i64,
    /// Written to for the first time.
    pub contacted: i64,
    /// Answered for the first time.
    pub responded: i64,
}

impl LeadsHappened {
    #[must_use]
    pub fn of(sums: &Sums) -> Self {
        Self {
            new: sums.of(Metric::Leads),
            qualified: sums.keyed(Metric::LeadQualification, &Qualification::Qualified.to_value()),
            contacted: sums.of(Metric::LeadsContacted),
            responded: sums.of(Metric::LeadsResponded),
        }
    }

    #[must_use]
    pub fn and(self, more: Self) -> Self {
        Self {
            new: self.new + more.new,
            qualified: self.qualified + more.qualified,
            contacted: self.contacted + more.contacted,
            responded: self.responded + more.responded,
        }
    }
}

/// How many leads there are, and what happened in the range.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeadNumbers {
    pub total: i64,
    pub happened: LeadsHappened,
}

/// So many of one kind, and how many came to be of it in the range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share<K> {
    pub of: K,
    pub count: i64,
    pub entered: i64,
}

/// A part of a whole; nothing of nothing is not known.
#[must_use]
pub fn rate(part: i64, whole: i64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// Leads by status and by qualification.
pub type Sorts = (Vec<Share<LeadStatus>>, Vec<Share<Qualification>>);

/// Every status and every qualification, those of nobody too.
pub async fn sorts(app: &App, scope: &Scope, whose: Whose, range: Range) -> Result<Sorts> {
    let metrics = [Metric::LeadStatus, Metric::LeadQualification];
    let now = sums::stocks(app, scope, whose, &metrics).await?;
    let came = sums::flows(app, scope, whose, &metrics, &[range]).await?.pop().unwrap_or_default();
    Ok((shares(Metric::LeadStatus, &now, &came), shares(Metric::LeadQualification, &now, &came)))
}

fn shares<K: ActiveEnum<Value = String> + Iterable>(
    metric: Metric,
    now: &Sums,
    came: &Sums,
) -> Vec<Share<K>> {
    let share = |of: K| {
        let key = of.to_value();
        Share { count: now.keyed(metric, &key), entered: came.keyed(metric, &key), of }
    };
    K::iter().map(share).collect()
}

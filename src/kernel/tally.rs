//! Numbers that a unit of work moves: stated with its events, in the log, for whoever adds them up later.
//!
//! The writer alone knows what a row was and what it is; from the log alone that could not be found out.

use super::error::Result;
use entity::{
    ids::{CampaignId, WorkspaceId},
    metric::Metric,
};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// Whose numbers move.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The agency's, and this workspace's.
    #[serde(rename = "w", default, skip_serializing_if = "Option::is_none")]
    pub workspace: Option<WorkspaceId>,
    /// This campaign's, and nobody else's: a lead is in many.
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    pub campaign: Option<CampaignId>,
}

impl Place {
    #[must_use]
    pub fn workspace(workspace: impl Into<Option<WorkspaceId>>) -> Self {
        Self { workspace: workspace.into(), campaign: None }
    }

    #[must_use]
    pub fn campaign(campaign: CampaignId) -> Self {
        Self { workspace: None, campaign: Some(campaign) }
    }
}

/// How a number moves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    #[serde(rename = "m")]
    pub metric: Metric,
    /// Which of a kind; empty where there is one number only. An id or the name of an enum's value, never words.
    #[serde(rename = "k", default, skip_serializing_if = "String::is_empty")]
    pub key: String,
    /// How many more there are now; fewer, when negative.
    #[serde(rename = "s", default, skip_serializing_if = "is_zero")]
    pub stock: i64,
    /// How often it happened.
    #[serde(rename = "f", default, skip_serializing_if = "is_zero")]
    pub flow: i64,
}

impl Count {
    /// Something happened so often, and nothing is kept of it.
    #[must_use]
    pub fn happened(metric: Metric, times: i64) -> Self {
        Self { metric, key: String::new(), stock: 0, flow: times }
    }
}

fn is_zero(number: &i64) -> bool {
    *number == 0
}

/// The numbers of one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    #[serde(flatten)]
    pub place: Place,
    #[serde(rename = "n", deserialize_with = "known")]
    pub counts: Vec<Count>,
}

/// A newer version may count what this one does not know, and both may run at once: what is known counts all the same, and the
/// event it stands in can be read.
fn known<'de, D: Deserializer<'de>>(all: D) -> std::result::Result<Vec<Count>, D::Error> {
    let all = Vec::<Value>::deserialize(all)?;
    Ok(all.into_iter().filter_map(|one| Count::deserialize(one).ok()).collect())
}

/// What is collected along a unit of work.
#[derive(Debug, Default)]
pub(in crate::kernel) struct Tallies(BTreeMap<Place, Sums>);

/// By metric and key: how many more there are, and how often it happened.
type Sums = BTreeMap<(Metric, String), (i64, i64)>;

impl Tallies {
    pub fn add(&mut self, place: Place, counts: impl IntoIterator<Item = Count>) {
        let all = self.0.entry(place).or_default();
        for count in counts {
            let sum = all.entry((count.metric, count.key)).or_default();
            *sum = (sum.0 + count.stock, sum.1 + count.flow);
        }
    }

    /// Leaves everything with an event, as part of its data.
    pub fn leave_with(&mut self, data: Option<&mut Value>) -> Result<()> {
        let all: Vec<Tally> = std::mem::take(&mut self.0).into_iter().filter_map(told).collect();
        match data {
            _ if all.is_empty() => {}
            Some(data) => data["tallies"] = serde_json::to_value(all)?,
            None => tracing::error!(?all, "numbers moved without an event to tell them with"),
        }
        Ok(())
    }
}

fn told((place, counts): (Place, Sums)) -> Option<Tally> {
    let moved = counts.into_iter().filter(|(_, sums)| *sums != (0, 0));
    let counts: Vec<Count> =
        moved.map(|((metric, key), (stock, flow))| Count { metric, key, stock, flow }).collect();
    (!counts.is_empty()).then_some(Tally { place, counts })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_cancels_out_is_not_told() {
        let mut all = Tallies::default();
        let count = |stock| Count { metric: Metric::Leads, key: String::new(), stock, flow: 0 };
        all.add(Place::default(), [count(1), count(-1)]);
        let mut data = json!({});
        all.leave_with(Some(&mut data)).unwrap();
        assert_eq!(data, json!({}));
        all.add(Place::default(), [count(2), Count::happened(Metric::Jobs, 1)]);
        all.leave_with(Some(&mut data)).unwrap();
        assert_eq!(
            data,
            json!({ "tallies": [{ "n": [{ "m": "LEADS", "s": 2 }, { "m": "JOBS", "f": 1 }] }] })
        );
    }

    #[test]
    fn what_a_newer_version_counts_does_not_hide_what_is_known() {
        let told = json!({ "n": [{ "m": "OPENED", "f": 1 }, { "m": "LEADS", "s": 2 }] });
        let told: Tally = serde_json::from_value(told).unwrap();
        let leads = Count { metric: Metric::Leads, key: String::new(), stock: 2, flow: 0 };
        assert_eq!(told, Tally { place: Place::default(), counts: vec![leads] });
    }
}

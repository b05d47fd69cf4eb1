//! Adds events to the sums: first in memory, so that many events of a moment are few rows.

use super::{
    facts::tallies,
    time::{day, quarter},
    write::{Flows, Stocks, forget_places, write_flows, write_stocks},
};
use crate::kernel::{
    error::Result,
    events::LoggedEvent,
    projection::Known,
    tally::{Count, Place},
    tx::Tx,
};
use entity::{event_kind::EventKind, ids::AgencyId, metric_flow::Grain};
use uuid::Uuid;

/// Adds what these events say to the sums of their agency.
pub async fn add(tx: &Tx, events: &[LoggedEvent], known: Known) -> Result<()> {
    let (mut stocks, mut flows, mut gone) = (Stocks::new(), Flows::new(), vec![]);
    for event in events {
        let is_counted = event.seq <= known.counted_seq;
        // What happened since it began anew stands in no sum that was kept, however young the log is.
        let is_kept = is_counted && known.kept_until.is_some_and(|until| event.at < until);
        for tally in tallies(event) {
            for place in places(event.agency, tally.place) {
                if !is_counted {
                    stock(&mut stocks, place, &tally.counts);
                }
                if !is_kept {
                    flow(&mut flows, (place, quarter(event.at)), &tally.counts);
                }
            }
        }
        if event.kind == EventKind::CampaignDeleted && !is_counted {
            gone.push(event.subject.id);
        }
    }
    write_stocks(tx, stocks).await?;
    write_flows(tx, flows).await?;
    forget_places(tx, &gone).await
}

/// A workspace's numbers are its agency's too; a campaign's are not, because a lead may be in many.
pub(super) fn places(agency: AgencyId, place: Place) -> Vec<Uuid> {
    match place {
        Place { campaign: Some(campaign), .. } => vec![campaign.0],
        Place { workspace, .. } => std::iter::once(agency.0).chain(workspace.map(|id| id.0)).collect(),
    }
}

pub(super) fn stock(stocks: &mut Stocks, place: Uuid, counts: &[Count]) {
    for count in counts.iter().filter(|count| count.stock != 0) {
        *stocks.entry((place, count.metric, count.key.clone())).or_default() += count.stock;
    }
}

fn flow(flows: &mut Flows, (place, quarter): (Uuid, i64), counts: &[Count]) {
    for count in counts.iter().filter(|count| count.flow != 0) {
        for (grain, bucket) in [(Grain::Quarter, quarter), (Grain::Day, day(quarter))] {
            *flows.entry((place, count.metric, count.key.clone(), grain, bucket)).or_default() += count.flow;
        }
    }
}

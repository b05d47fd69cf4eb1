//! Many at once: nothing lost, nothing twice, one chain.

use super::support::{ok, rows, with_receiver};
use crate::support::scripted::{Canned, Scripted};
use entity::background_task::{self, TaskStatus};
use futures_util::future::join_all;
use sea_orm::EntityTrait;
use std::collections::BTreeMap;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn events_of_many_at_once_are_each_booked_once_and_in_order() {
    let (t, _receiver) = with_receiver(vec![ok()]).await;
    let ada = t.agency("acme").await;
    for _ in 0..2 {
        ada.hook("http://127.0.0.1:9/", &["LEAD_CREATED"]).await;
    }
    let names: Vec<String> = (0..24).map(|number| format!("Lead {number}")).collect();
    join_all(names.iter().map(|name| Box::pin(ada.new_lead(name)))).await;
    let all = rows(&t).await;
    assert_eq!(all.len(), 48);
    let mut chains: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for row in &all {
        chains.entry(row.endpoint_id).or_default().push((row.previous_seq, row.seq));
    }
    for chain in chains.values() {
        assert_eq!((chain.len(), chain[0].0), (24, None));
        assert!(chain.windows(2).all(|pair| pair[1].0 == pair[0].1 && pair[0].1 < pair[1].1), "{chain:?}");
    }
}

#[tokio::test]
async fn one_that_hangs_does_not_keep_the_others_waiting() {
    let (t, slow) = with_receiver(vec![Canned::hang()]).await;
    let well = Scripted::start(vec![ok()]).await;
    let ada = t.agency("acme").await;
    ada.hook(slow.url().as_str(), &["LEAD_CREATED"]).await;
    ada.hook(well.url().as_str(), &["LEAD_CREATED"]).await;
    for name in ["Ana", "Ben", "Cleo", "Dan", "Eva", "Fay"] {
        ada.new_lead(name).await;
    }
    t.run_tasks().await;
    assert_eq!(well.seen().len(), 6);
    assert_eq!(slow.seen().len(), 6);
    let duties = background_task::Entity::find().all(&t.database.connect().await).await.unwrap();
    let (first, again): (Vec<_>, Vec<_>) = duties.iter().partition(|duty| duty.lane == "hooks");
    assert!(first.iter().all(|duty| duty.status == TaskStatus::Done), "the lane of first attempts is free");
    assert_eq!((first.len(), again.len()), (12, 6), "those that failed wait in a lane of their own");
}

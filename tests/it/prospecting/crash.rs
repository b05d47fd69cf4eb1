//! Slices that die in the middle, run twice, or are woken as zombies.

use super::support::{ALL, DESCRIPTION, Lab};
use entity::job::JobStatus;
use leadwire::{
    kernel::{provider::call, queue::manual},
    sandbox::SandboxSettings,
};
use serde_json::json;
use std::time::Duration;

/// Every few slices one is dropped in the middle of its work, as by a power cut; the living take over.
#[tokio::test]
async fn work_that_dies_in_the_middle_goes_on_and_pays_nothing_twice() {
    let lab = Lab::start().await;
    let request = lab.ask(DESCRIPTION).await;
    let mut killed = 0;
    for round in 0.. {
        let job = lab.job(&request).await;
        if job.status != JobStatus::Running && job.status != JobStatus::Pending {
            break;
        }
        assert!(round < 5_000, "{job:#?}");
        let Some(slice) = manual::hand_out(&lab.app).await.unwrap() else {
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        if round % 6 == 5 {
            let millis = 3 + round % 23;
            let _ = tokio::time::timeout(Duration::from_millis(millis), manual::work(&slice)).await;
            manual::take_over(&slice).await.unwrap();
            killed += 1;
        } else {
            manual::work(&slice).await.unwrap();
        }
    }
    assert!(killed >= 5, "{killed}");
    let job = lab.job(&request).await;
    assert_eq!(job.status, JobStatus::Completed, "{job:#?}");
    assert!(lab.results(&request).await.len() >= 20);
    let calls = lab.calls().await;
    assert_eq!(calls["most_per_fact"], json!(1), "{calls:#}");
    lab.every_unknown_is_named(&request).await;
    lab.events_are_gapless().await;
}

#[tokio::test]
async fn a_zombie_that_wakes_after_somebody_took_over_changes_nothing() {
    let lab = Lab::start().await;
    let request = lab.ask(DESCRIPTION).await;
    for _ in 0..40 {
        if let Some(slice) = manual::hand_out(&lab.app).await.unwrap() {
            manual::work(&slice).await.unwrap();
        }
    }
    let zombie = manual::hand_out(&lab.app).await.unwrap().expect("something is due");
    manual::take_over(&zombie).await.unwrap();
    lab.finish(&request).await;
    let before = lab.results(&request).await;
    let _ = manual::work(&zombie).await;
    assert_eq!(lab.results(&request).await, before);
    assert_eq!(lab.job(&request).await.status, JobStatus::Completed);
}

/// Another request finds the same people by other words, and knows other names of them.
#[tokio::test]
async fn who_may_have_been_paid_for_is_not_paid_for_by_the_next_request_either() {
    let lab = Lab::with(SandboxSettings::default(), ALL).await;
    lab.knobs(
        json!({ "providers": { "apollo": { "error_rate": 0.5, "charged_error_share": 1.0, "slow_ms": 1 } } }),
    )
    .await;
    let first = lab.ask(DESCRIPTION).await;
    lab.finish(&first).await;
    lab.every_unknown_is_named(&first).await;
    let (in_doubt, _) = call::unknown_of(&lab.app, &lab.scope, first.job_id.unwrap()).await.unwrap();
    assert!(in_doubt > 3, "{in_doubt} calls of unknown outcome");

    lab.knobs(json!({})).await;
    lab.settle_breakers().await;
    for description in
        ["Supply chain directors at industrial companies", "Operations people in logistics, US"]
    {
        let next = lab.ask(description).await;
        assert_eq!(lab.finish(&next).await.status, JobStatus::Completed);
    }
    let calls = lab.calls().await;
    assert_eq!(calls["most_per_fact"], json!(1), "{calls:#}");
}

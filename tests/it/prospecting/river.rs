//! The same on the real queue, with workers that run at the same time.

use super::support::{ALL, DESCRIPTION, Lab};
use entity::job::JobStatus;
use leadwire::{kernel::queue::worker, prospecting::requests::NewLeadRequest, sandbox::SandboxSettings};
use serde_json::json;
use std::time::{Duration, Instant};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn workers_side_by_side_finish_quickly_and_pay_nothing_twice() {
    let lab = Lab::on_river(SandboxSettings::default(), ALL).await;
    let workers = worker::start(&lab.app, 8).await.expect("workers");
    let started = Instant::now();
    let request = lab.create(NewLeadRequest::of(DESCRIPTION)).await;
    loop {
        let job = lab.job(&request).await;
        if matches!(job.status, JobStatus::Completed | JobStatus::Failed) {
            assert_eq!(job.status, JobStatus::Completed, "{job:#?}");
            break;
        }
        assert!(started.elapsed() < Duration::from_secs(60), "{job:#?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    eprintln!("on River: {:?}", started.elapsed());
    assert_eq!(lab.results(&request).await.len(), 25);
    let calls = lab.calls().await;
    assert_eq!(calls["most_per_fact"], json!(1), "{calls:#}");
    lab.events_are_gapless().await;
    workers.stop().await;
}

//! Whoever dies in the middle has done nothing or all of a batch, and whoever thinks it is still theirs is fenced.

use super::support::{count, created, done, shown, worked};
use crate::support::app::TestApp;
use leadwire::kernel::queue::manual;
use serde_json::json;

#[tokio::test]
async fn a_worker_that_dies_doubles_nothing() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let rows: String = (0..2_500).map(|n| format!("p{n}@x{}.example\n", n % 9)).collect();
    let import = created(&t, &ada, format!("Email\n{rows}").as_bytes(), json!({ "listName": "L" })).await;
    done(&ada, "importMap", json!({ "id": import["id"] })).await;
    worked(&t, &ada, "importPlan", &import["id"]).await;
    done(&ada, "importApply", json!({ "id": import["id"] })).await;
    // One dies with the slice in hand; another takes over; the first comes back from the dead.
    let dead = manual::hand_out(&t.app).await.unwrap().expect("due");
    manual::take_over(&dead).await.unwrap();
    let alive = manual::hand_out(&t.app).await.unwrap().expect("due again");
    manual::work(&alive).await.unwrap();
    let _ = manual::work(&dead).await;
    t.run_tasks().await;
    let applied = shown(&ada, &import["id"]).await;
    assert_eq!(
        (applied["status"].as_str(), count(&applied, "counts", "created")),
        (Some("APPLIED"), 2_500),
        "{applied:#}"
    );
    assert_eq!(count(&applied, "counts", "rows"), 2_500);
    let all = ada.ask("{ leads { totalCount } }", json!({})).await;
    assert_eq!(all["leads"]["totalCount"], 2_500);
    assert_eq!(applied["leadList"]["leadCount"], 2_500);
}

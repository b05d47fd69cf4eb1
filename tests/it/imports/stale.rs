use super::support::{created, done, leads, run, shown};
use crate::support::{actor::code, app::TestApp};
use serde_json::json;

#[tokio::test]
async fn no_step_of_an_import_is_taken_by_a_version_that_is_gone() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let import = created(&t, &ada, b"Email\nana@acme.example\nbo@acme.example\n", json!({})).await;
    done(&ada, "importMap", json!({ "id": import["id"] })).await;
    for (step, status, people) in
        [("importPlan", "PLANNED", 0), ("importApply", "APPLIED", 2), ("importRevert", "REVERTED", 0)]
    {
        let was = shown(&ada, &import["id"]).await;
        let there = leads(&ada, "id version").await;
        let version = was["version"].as_i64().expect("a number");
        for wrong in [version - 1, version + 1] {
            let answer = run(&ada, step, json!({ "id": import["id"], "expectedVersion": wrong })).await;
            assert_eq!(code(&answer), "CONFLICT", "{step}: {answer:#}");
        }
        t.run_tasks().await;
        assert_eq!(shown(&ada, &import["id"]).await, was, "{step} left no trace");
        assert_eq!(leads(&ada, "id version").await, there);
        done(&ada, step, json!({ "id": import["id"], "expectedVersion": version })).await;
        t.run_tasks().await;
        let is = shown(&ada, &import["id"]).await;
        assert_eq!((&is["status"], leads(&ada, "id").await.len()), (&json!(status), people), "{is:#}");
        assert!(is["version"].as_i64() > Some(version), "whoever read it before knows less");
    }
}

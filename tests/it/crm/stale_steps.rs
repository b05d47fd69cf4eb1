use super::desk::{campaign, done, must_refuse};
use crate::support::app::TestApp;
use serde_json::json;

#[tokio::test]
async fn no_step_of_a_campaign_is_taken_by_a_version_that_is_gone() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let id = campaign(&ada, "Spring").await;
    let mut version = 1;
    for verb in ["Activate", "Pause", "Resume", "Complete", "Archive"] {
        let name = format!("campaign{verb}");
        let said = format!("version is {version}");
        for wrong in [version - 1, version + 1] {
            let input = json!({ "id": id, "expectedVersion": wrong });
            must_refuse(&t, &ada, &name, input, ("CONFLICT", &[said.as_str()])).await;
        }
        let is = done(&ada, &name, json!({ "id": id, "expectedVersion": version }), "version").await;
        version += 1;
        assert_eq!(is["version"], version, "{verb}");
    }
}

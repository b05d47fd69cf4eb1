//! Keys that go from one person to another within a file.

use super::support::{count, imported, leads, worked};
use crate::{crm::support as crm, support::app::TestApp};
use serde_json::json;

#[tokio::test]
async fn a_number_that_somebody_gave_up_can_be_somebody_elses() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    crm::lead(&ada, json!({ "email": "bo@acme.example" })).await;
    crm::lead(&ada, json!({ "email": "ana@acme.example", "phone": "+49 30 901820" })).await;
    let before = leads(&ada, "email phone").await;
    let text = "Email,Phone\nana@acme.example,+49 30 901821\nbo@acme.example,+49 30 901820\n";
    let applied = imported(&t, &ada, text.as_bytes(), json!({})).await;
    assert_eq!(
        (applied["status"].as_str(), count(&applied, "counts", "updated")),
        (Some("APPLIED"), 2),
        "{applied:#}"
    );
    let phones = leads(&ada, "email phone").await;
    assert!(phones.contains(&json!({ "email": "bo@acme.example", "phone": "+49 30 901820" })), "{phones:#?}");
    assert!(
        phones.contains(&json!({ "email": "ana@acme.example", "phone": "+49 30 901821" })),
        "{phones:#?}"
    );
    let undone = worked(&t, &ada, "importRevert", &applied["id"]).await;
    assert_eq!(undone["revert"], json!({ "removed": 0, "restored": 2, "kept": 0, "companies": 0 }));
    assert_eq!(leads(&ada, "email phone").await, before);
}

//! Rule 12: who must not be contacted is not taken in, whatever of them the file knows.

use super::support::{count, created, done, imported, leads, worked};
use crate::{
    crm::support as crm,
    support::{actor::Actor, app::TestApp},
};
use serde_json::{Value, json};

async fn suppress(of: &Actor, kind: &str, value: &str) {
    let query = "mutation($i: SuppressionAddInput!) { suppressionAdd(input: $i) { id } }";
    of.ask(query, json!({ "i": { "kind": kind, "value": value } })).await;
}

async fn campaign(of: &Actor) -> Value {
    let query = "mutation { campaignCreate(input: { name: \"Spring\" }) { id } }";
    of.ask(query, json!({})).await["campaignCreate"]["id"].clone()
}

/// Why this address is left alone in the workspace.
async fn sources(of: &Actor, email: &str) -> Value {
    let query = "query($i: SuppressionCheckInput!) { suppressionCheck(input: $i) { hits { source } } }";
    let asked = json!({ "email": email, "workspaceId": of.workspace_id() });
    of.ask(query, json!({ "i": asked })).await["suppressionCheck"]["hits"].clone()
}

/// Who is met without the address that is suppressed is the same person: the plan says so, and nothing of the row is theirs.
#[tokio::test]
async fn who_turns_out_to_be_suppressed_stays_as_they_are_and_joins_nothing() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    for name in ["jane", "bo"] {
        let profile = format!("https://www.linkedin.com/in/{name}-globex");
        let email = format!("{name}@globex.example");
        let known = json!({ "firstName": name, "email": email, "linkedinUrl": profile });
        crm::lead(&ada, known).await;
    }
    suppress(&ada, "EMAIL", "jane@globex.example").await;
    let text = "LinkedIn,Phone\nhttps://www.linkedin.com/in/jane-globex,+27215550100\n\
        https://www.linkedin.com/in/bo-globex,+27215550101\n";
    let more = json!({ "listName": "Fair", "campaignId": campaign(&ada).await });
    let import = created(&t, &ada, text.as_bytes(), more).await;
    done(&ada, "importMap", json!({ "id": import["id"] })).await;
    let planned = worked(&t, &ada, "importPlan", &import["id"]).await;
    let applied = worked(&t, &ada, "importApply", &import["id"]).await;
    for (import, of) in [(&planned, "plan"), (&applied, "counts")] {
        for (name, rows) in [("suppressed", 1), ("updated", 1), ("created", 0), ("unchanged", 0)] {
            assert_eq!(count(import, of, name), rows, "{of} {name}: {import:#}");
        }
    }
    assert_eq!(applied["leadList"]["leadCount"], 1);
    let all = leads(&ada, "email phone campaign { name }").await;
    assert_eq!(all.len(), 2, "{all:#?}");
    let of = |email: &str| all.iter().find(|lead| lead["email"] == email).expect("there");
    let (jane, bo) = (of("jane@globex.example"), of("bo@globex.example"));
    assert_eq!((&jane["phone"], &jane["campaign"]), (&Value::Null, &Value::Null), "{jane:#}");
    assert_eq!(bo["campaign"]["name"], "Spring", "who may be contacted");
    assert!(bo["phone"].is_string(), "{bo:#}");
}

#[tokio::test]
async fn a_number_is_suppressed_as_one_of_whatsapp_too() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    suppress(&ada, "PHONE", "+27 82 123 4567").await;
    let text = "Email,Phone,WhatsApp,Country\nana@acme.example,+27215550100,082 123 4567,ZA\n\
        bo@blue.example,+27215550101,082 123 4568,ZA\n";
    let applied = imported(&t, &ada, text.as_bytes(), json!({})).await;
    let counts = (count(&applied, "counts", "suppressed"), count(&applied, "counts", "created"));
    assert_eq!(counts, (1, 1), "{applied:#}");
    let bo = json!({ "email": "bo@blue.example", "whatsapp": "+27821234568" });
    assert_eq!(leads(&ada, "email whatsapp").await, [bo]);
}

/// What an import took away comes back by machine: who opted out meanwhile is not reached by it either.
#[tokio::test]
async fn an_address_that_a_revert_puts_back_is_no_way_around_an_opt_out() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let profile = "https://www.linkedin.com/in/jane-globex";
    let known = json!({ "firstName": "Jane", "email": "jane@globex.example", "linkedinUrl": profile });
    let jane = crm::lead(&ada, known).await;
    let bo = json!({ "firstName": "Bo", "email": "bo@globex.example", "city": "Oslo" });
    crm::lead(&ada, bo).await;
    let text = format!("Email,LinkedIn,City\njane@home.example,{profile},\nbo@globex.example,,Bonn\n");
    let import = imported(&t, &ada, text.as_bytes(), json!({})).await;
    assert_eq!(count(&import, "counts", "updated"), 2, "{import:#}");
    crm::done(&ada, "leadUpdate", json!({ "id": jane["id"], "status": "UNSUBSCRIBED" })).await;
    assert_eq!(sources(&ada, "jane@globex.example").await, json!([]), "it is nobody's now");

    let undone = worked(&t, &ada, "importRevert", &import["id"]).await;
    assert_eq!(undone["revert"]["restored"], 2, "{undone:#}");
    for email in ["jane@globex.example", "jane@home.example"] {
        assert_eq!(sources(&ada, email).await, json!([{ "source": "UNSUBSCRIBE" }]), "{email}");
    }
    assert_eq!(sources(&ada, "bo@globex.example").await, json!([]), "who did not opt out");

    let again = imported(&t, &ada, b"Email,City\njane@globex.example,Rome\n", json!({})).await;
    assert_eq!(count(&again, "counts", "suppressed"), 1, "{again:#}");
    let all = leads(&ada, "email city").await;
    assert_eq!(all.len(), 2, "{all:#?}");
    assert!(all.contains(&json!({ "email": "jane@globex.example", "city": null })), "{all:#?}");
}

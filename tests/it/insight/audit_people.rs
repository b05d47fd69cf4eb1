//! What the audit log has of people's words about leads: sealed where it stands, shown to who answers for the agency, and gone
//! when a lead it is about is forgotten.

use crate::{
    crm::{
        desk::{board, done},
        support::lead,
    },
    support::{actor::Actor, app::TestApp, dump},
};
use serde_json::{Value, json};

/// The values of this field, before and after, in the newest entry; null where they are not known.
async fn of(ada: &Actor, action: &str, subject: &Value, field: &str) -> (Value, Value) {
    let mut found = ada.audit(json!({ "actions": [action], "subjectId": subject })).await;
    assert!(!found.is_empty(), "no entry {action}");
    for side in ["before", "after"] {
        let fields = found[0][side].as_object().expect("fields");
        assert!(fields.contains_key(field), "{action}: that {field} changed is known");
    }
    (found[0]["before"][field].take(), found[0]["after"][field].take())
}

/// Nobody reads this where the audit log and the events stand.
async fn is_sealed(t: &TestApp, word: &str) {
    let stored = dump::everything(&t.database.connect().await).await;
    for table in ["audit_entry", "event"] {
        let rows = stored[table].join("\n").to_lowercase();
        assert!(!rows.contains(word) && !rows.contains(&hex::encode(word)), "{table}: {rows}");
    }
}

fn unknown() -> (Value, Value) {
    (Value::Null, Value::Null)
}

#[tokio::test]
async fn titles_of_tasks_and_notes_on_cards_are_about_their_lead() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let jane = lead(&ada, json!({ "fullName": "Jane Doe" })).await["id"].clone();
    let card = json!(board(&ada).await.card(&ada, jane.as_str().unwrap(), 0).await);
    let hers = json!({ "title": "Call the zebra", "leadId": jane });
    let hers = done(&ada, "taskCreate", hers, "id").await["id"].clone();
    let nobodys = done(&ada, "taskCreate", json!({ "title": "Tidy up" }), "id").await["id"].clone();
    done(&ada, "taskUpdate", json!({ "id": hers, "title": "Ring the zebra", "kind": "CALL" }), "id").await;
    done(&ada, "taskUpdate", json!({ "id": nobodys, "title": "Sweep the zebra" }), "id").await;
    done(&ada, "pipelineCardUpdate", json!({ "id": card, "notes": "Likes zebras" }), "id").await;
    let title = (json!("Call the zebra"), json!("Ring the zebra"));
    assert_eq!(of(&ada, "TASK_UPDATED", &hers, "title").await, title);
    assert_eq!(of(&ada, "PIPELINE_CARD_UPDATED", &card, "notes").await, (Value::Null, json!("Likes zebras")));
    assert_eq!(
        of(&ada, "TASK_UPDATED", &nobodys, "title").await,
        unknown(),
        "nobody could have it forgotten"
    );
    is_sealed(&t, "zebra").await;
    done(&ada, "leadErase", json!({ "id": jane }), "leadId").await;
    assert_eq!(of(&ada, "TASK_UPDATED", &hers, "title").await, unknown());
    assert_eq!(of(&ada, "TASK_UPDATED", &hers, "kind").await.1, "CALL", "what is no person's stays");
    assert_eq!(of(&ada, "PIPELINE_CARD_UPDATED", &card, "notes").await, unknown());
}

#[tokio::test]
async fn why_a_lead_fits_or_not_is_kept_with_the_step() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let jane = lead(&ada, json!({ "fullName": "Jane Doe" })).await["id"].clone();
    done(&ada, "leadQualify", json!({ "id": jane, "reason": "Owns a zebra" }), "id").await;
    let reason = |ada: Actor, jane: Value| async move {
        of(&ada, "LEAD_STATUS_CHANGED", &jane, "qualificationReason").await
    };
    assert_eq!(reason(ada.clone(), jane.clone()).await, (Value::Null, json!("Owns a zebra")));
    done(&ada, "leadDisqualify", json!({ "id": jane, "reason": "Sold the zebra" }), "id").await;
    let both = (json!("Owns a zebra"), json!("Sold the zebra"));
    assert_eq!(reason(ada.clone(), jane.clone()).await, both);
    let status = (json!("QUALIFIED"), json!("DISQUALIFIED"));
    assert_eq!(of(&ada, "LEAD_STATUS_CHANGED", &jane, "status").await, status, "which anybody may see");
    is_sealed(&t, "zebra").await;
    done(&ada, "leadErase", json!({ "id": jane }), "leadId").await;
    assert_eq!(reason(ada, jane).await, unknown());
}

#[tokio::test]
async fn what_a_merge_brought_is_about_both_and_goes_with_either() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let winner = lead(&ada, json!({ "fullName": "Jane Doe" })).await["id"].clone();
    let loser = lead(&ada, json!({ "fullName": "JD", "email": "zebra@globex.example" })).await["id"].clone();
    let merge = json!({ "winnerId": winner, "loserId": loser });
    let merge = done(&ada, "leadMerge", merge, "merge { id }").await["merge"]["id"].clone();
    let address = json!("zebra@globex.example");
    assert_eq!(of(&ada, "LEAD_MERGED", &winner, "email").await, (Value::Null, address.clone()));
    done(&ada, "leadMergeUndo", json!({ "id": merge }), "winner { id }").await;
    assert_eq!(of(&ada, "LEAD_MERGE_UNDONE", &winner, "email").await, (address, Value::Null));
    is_sealed(&t, "zebra").await;
    done(&ada, "leadUpdate", json!({ "id": winner, "title": "Chief" }), "id").await;
    done(&ada, "leadErase", json!({ "id": loser }), "leadId").await;
    for action in ["LEAD_MERGED", "LEAD_MERGE_UNDONE"] {
        assert_eq!(of(&ada, action, &winner, "email").await, unknown(), "the address was theirs");
    }
    let own = of(&ada, "LEAD_UPDATED", &winner, "title").await;
    assert_eq!(own, (Value::Null, json!("Chief")), "what is about the winner alone stays");
}

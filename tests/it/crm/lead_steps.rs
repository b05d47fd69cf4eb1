use super::support::{done, hint, history, lead, nobody, run, told, traces};
use crate::support::{
    actor::{code, field},
    app::TestApp,
};
use serde_json::json;

#[tokio::test]
async fn a_lead_is_qualified_disqualified_and_reopened() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let jane = lead(&ada, json!({ "fullName": "Jane Doe" })).await;
    let shown = "status qualification qualificationReason qualificationDecidedAt version";
    let answer = run(&ada, "leadQualify", json!({ "id": jane["id"], "reason": "right size" }), shown).await;
    let qualified = &answer["data"]["leadQualify"];
    assert_eq!(qualified["status"], "QUALIFIED");
    assert_eq!(qualified["qualificationReason"], "right size");
    assert_eq!(qualified["qualificationDecidedAt"], "2026-11-02T09:00:00+00:00");
    let answer = run(&ada, "leadDisqualify", json!({ "id": jane["id"], "reason": "left" }), shown).await;
    let out = &answer["data"]["leadDisqualify"];
    assert_eq!((&out["status"], &out["qualification"]), (&json!("DISQUALIFIED"), &json!("DISQUALIFIED")));
    let answer = run(&ada, "leadReopen", json!({ "id": jane["id"] }), shown).await;
    let back = &answer["data"]["leadReopen"];
    let fresh = json!({ "status": "NEW", "qualification": "PENDING", "qualificationReason": null, "qualificationDecidedAt": null, "version": 4 });
    assert_eq!(back, &fresh);
    let kinds: Vec<_> = history(&ada, &jane).await.into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["STATUS_CHANGED", "DISQUALIFIED", "QUALIFIED", "CREATED"]);
    assert_eq!(told(&t, &ada).await[1..], ["LEAD_STATUS_CHANGED"; 3]);
}

#[tokio::test]
async fn a_step_the_state_does_not_allow_names_those_it_does() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let jane = lead(&ada, json!({ "fullName": "Jane Doe" })).await;
    let before = traces(&t).await;
    let answer = run(&ada, "leadReopen", json!({ "id": jane["id"] }), "id").await;
    assert_eq!(code(&answer), "CONFLICT");
    assert_eq!(answer["errors"][0]["message"], "A lead that is NEW cannot REOPEN.");
    assert_eq!(hint(&answer), "Allowed now: CONTACT, REPLY, QUALIFY, DISQUALIFY, UNSUBSCRIBE.");
    assert_eq!(traces(&t).await, before);
    done(&ada, "leadQualify", json!({ "id": jane["id"] })).await;
    assert_eq!(code(&run(&ada, "leadQualify", json!({ "id": jane["id"] }), "id").await), "CONFLICT");
    let stale = json!({ "id": jane["id"], "reason": "x", "expectedVersion": 1 });
    assert_eq!(code(&run(&ada, "leadDisqualify", stale, "id").await), "CONFLICT");
}

#[tokio::test]
async fn the_first_contact_moves_a_lead_on_and_the_note_stays_in_its_history() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let jane = lead(&ada, json!({ "fullName": "Jane Doe" })).await;
    let contact = json!({ "id": jane["id"], "channel": "LINKEDIN", "at": "2026-11-01T08:30:00.123456789Z", "note": "Met Jane\nat the fair" });
    let answer = run(&ada, "leadRecordContact", contact, "status lastContactedAt version").await;
    let expected =
        json!({ "status": "CONTACTED", "lastContactedAt": "2026-11-01T08:30:00.123456+00:00", "version": 2 });
    assert_eq!(answer["data"]["leadRecordContact"], expected, "{answer:#}");
    let mut lines = history(&ada, &jane).await;
    lines.sort();
    let line = |kind: &str, text: &str| (kind.to_owned(), text.to_owned());
    let expected = [
        line("CONTACTED", "Contacted by LINKEDIN"),
        line("CREATED", "Created"),
        line("NOTE", "Met Jane\nat the fair"),
        line("STATUS_CHANGED", "NEW to CONTACTED"),
    ];
    assert_eq!(lines, expected);
    let (events, _) = leadwire::kernel::live::read(&t.app, &ada.scope().await, 0, 500).await.unwrap();
    assert!(!format!("{events:?}").contains("fair"), "notes are personal");
    assert_eq!(told(&t, &ada).await[1..], ["LEAD_STATUS_CHANGED", "LEAD_CONTACTED"]);
}

#[tokio::test]
async fn a_later_contact_leaves_the_status_and_an_earlier_one_the_time() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let jane = lead(&ada, json!({ "fullName": "Jane Doe" })).await;
    done(&ada, "leadQualify", json!({ "id": jane["id"] })).await;
    let record = |at: &str| json!({ "id": jane["id"], "channel": "EMAIL", "at": at });
    let shown = "status lastContactedAt";
    let answer = run(&ada, "leadRecordContact", record("2026-11-02T08:00:00Z"), shown).await;
    assert_eq!(answer["data"]["leadRecordContact"]["status"], "QUALIFIED");
    let answer = run(&ada, "leadRecordContact", record("2026-10-01T08:00:00Z"), shown).await;
    assert_eq!(answer["data"]["leadRecordContact"]["lastContactedAt"], "2026-11-02T08:00:00+00:00");
}

#[tokio::test]
async fn nobody_is_contacted_in_the_future_or_after_being_let_go() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let jane = lead(&ada, json!({ "fullName": "Jane Doe" })).await;
    let before = traces(&t).await;
    for at in ["2026-11-02T09:06:00Z", "1999-12-31T23:59:59Z", "0001-01-01T00:00:00Z"] {
        let contact = json!({ "id": jane["id"], "channel": "EMAIL", "at": at });
        let answer = run(&ada, "leadRecordContact", contact, "id").await;
        assert_eq!((code(&answer), field(&answer)), ("BAD_USER_INPUT", "at"), "{answer:#}");
    }
    let noted = json!({ "id": jane["id"], "channel": "EMAIL", "note": "x".repeat(2_001) });
    assert_eq!(field(&run(&ada, "leadRecordContact", noted, "id").await), "note");
    let contact = json!({ "id": jane["id"], "channel": "EMAIL" });
    assert_eq!(code(&run(&eve, "leadRecordContact", contact.clone(), "id").await), "NOT_FOUND");
    assert_eq!(traces(&t).await[..5], before[..5]);
    done(&ada, "leadDisqualify", json!({ "id": jane["id"], "reason": "left" })).await;
    let answer = run(&ada, "leadRecordContact", contact, "id").await;
    assert_eq!((code(&answer), hint(&answer)), ("CONFLICT", "Allowed now: REOPEN, UNSUBSCRIBE."));
}

#[tokio::test]
async fn reasons_and_ids_are_checked() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let jane = lead(&ada, json!({ "fullName": "Jane Doe" })).await;
    for reason in ["", "x\u{0}y", &"x".repeat(1_001)] {
        let answer = run(&ada, "leadDisqualify", json!({ "id": jane["id"], "reason": reason }), "id").await;
        assert_eq!((code(&answer), field(&answer)), ("BAD_USER_INPUT", "reason"));
    }
    for name in ["leadQualify", "leadReopen"] {
        let foreign = run(&eve, name, json!({ "id": jane["id"] }), "id").await;
        let random = run(&eve, name, json!({ "id": nobody("lead_") }), "id").await;
        assert_eq!(code(&foreign), "NOT_FOUND");
        assert_eq!(foreign["errors"][0]["message"], random["errors"][0]["message"]);
    }
    let now =
        ada.ask("query($id: ID!) { lead(id: $id) { status version } }", json!({ "id": jane["id"] })).await;
    assert_eq!(now["lead"], json!({ "status": "NEW", "version": 1 }));
}

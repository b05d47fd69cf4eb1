//! What people write about things is in the audit log before and after, for who answers for the agency; nobody else is told it,
//! and what opens something is not kept at all.

use crate::{
    crm::desk::{board, campaign, done},
    hooks::support::{ok, with_receiver},
    jobs,
    support::{actor::Actor, app::TestApp, dump, stream::Follower},
};
use serde_json::{Value, json};

const FOLLOW: &str =
    "subscription($a: Cursor) { events(after: $a) { kind changes { field from to } payload } }";
const LIST: &str = "{ events(last: 5) { nodes { kind changes { field from to } payload } } }";

/// The values before and after of the newest entry about this.
async fn sides(ada: &Actor, action: &str, subject: &Value) -> (Value, Value) {
    let mut found = ada.audit(json!({ "actions": [action], "subjectId": subject })).await;
    assert!(!found.is_empty(), "no entry {action}");
    (found[0]["before"].take(), found[0]["after"].take())
}

/// Changes it, and finds this before and after, and nothing more.
async fn kept(ada: &Actor, (mutation, action): (&str, &str), input: Value, expected: (Value, Value)) {
    let subject = input["id"].clone();
    done(ada, mutation, input, "id").await;
    assert_eq!(sides(ada, action, &subject).await, expected, "{mutation}");
}

#[tokio::test]
async fn a_name_before_and_after_is_for_who_answers_for_the_agency_and_told_to_nobody() {
    let (t, receiver) = with_receiver(vec![ok()]).await;
    let ada = t.agency("acme").await;
    let spring = json!(campaign(&ada, "Zebra spring").await);
    ada.hook(receiver.url().as_str(), &["CAMPAIGN_UPDATED"]).await;
    let mut live = Follower::open(&ada, FOLLOW, json!({ "a": Follower::now(&ada).await })).await;
    let rename = json!({ "id": spring, "name": "Quokka summer", "description": "Of quokkas", "startDate": "2027-01-31" });
    done(&ada, "campaignUpdate", rename.clone(), "id").await;
    let (before, after) = sides(&ada, "CAMPAIGN_UPDATED", &spring).await;
    assert_eq!(before, json!({ "name": "Zebra spring", "description": null, "startDate": null }));
    let now = json!({ "name": "Quokka summer", "description": "Of quokkas", "startDate": "2027-01-31" });
    assert_eq!(after, now);
    t.run_tasks().await;
    let mut told = vec![
        ("the stream", live.next("events").await.to_string()),
        ("the list", ada.ask(LIST, Value::Null).await.to_string()),
        ("the webhook", receiver.only().body),
    ];
    let stored = dump::everything(&t.database.connect().await).await;
    told.extend(["event", "webhook_delivery"].map(|table| (table, stored[table].join("\n"))));
    for (place, text) in told {
        assert!(text.contains("CAMPAIGN_UPDATED") && text.contains("description"), "{place}: {text}");
        let text = text.to_lowercase();
        assert!(!text.contains("zebra") && !text.contains("quokka"), "{place}: {text}");
        assert!(!text.contains("2027-01-31"), "{place}: {text}");
    }
    done(&ada, "campaignUpdate", rename, "id").await;
    let all = ada.audit(json!({ "subjectId": spring, "actions": ["CAMPAIGN_UPDATED"] })).await;
    assert_eq!(all.len(), 1, "what changes nothing is not kept");
}

#[tokio::test]
async fn lists_boards_and_companies_are_kept_as_they_were_called() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let list = done(&ada, "leadListCreate", json!({ "name": "Fair" }), "id").await["id"].clone();
    let renamed = (json!({ "name": "Fair" }), json!({ "name": "Expo" }));
    let change = json!({ "id": list, "name": "Expo" });
    kept(&ada, ("leadListUpdate", "LEAD_LIST_UPDATED"), change, renamed).await;
    let board = board(&ada).await;
    let renamed = (json!({ "name": "Board" }), json!({ "name": "Hunt" }));
    let change = json!({ "id": board.id, "name": "Hunt" });
    kept(&ada, ("pipelineUpdate", "PIPELINE_UPDATED"), change, renamed).await;
    let stage = json!(board.stages[0]);
    done(&ada, "pipelineStageUpdate", json!({ "id": stage, "name": "First" }), "id").await;
    let change = json!({ "id": stage, "name": "Second", "wipLimit": 3 });
    let sides = (json!({ "name": "First", "wipLimit": null }), json!({ "name": "Second", "wipLimit": 3 }));
    kept(&ada, ("pipelineStageUpdate", "PIPELINE_STAGE_UPDATED"), change, sides).await;
    let globex =
        json!({ "name": "Globex", "industry": "Freight", "technologies": ["Rust"], "employeeCount": 7 });
    let globex = done(&ada, "companyCreate", globex, "id").await["id"].clone();
    let change = json!({ "id": globex, "industry": "Rail", "technologies": ["SQL"], "employeeCount": 9 });
    let sides = (
        json!({ "industry": "Freight", "technologies": ["Rust"], "employeeCount": 7 }),
        json!({ "industry": "Rail", "technologies": ["SQL"], "employeeCount": 9 }),
    );
    kept(&ada, ("companyUpdate", "COMPANY_UPDATED"), change, sides).await;
}

#[tokio::test]
async fn the_house_is_kept_as_it_was_called_but_not_the_people_in_it() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let house =
        "mutation { agencyUpdate(input: { name: \"Zebra and Daughters\", settings: { hue: 7 } }) { id } }";
    let agency = ada.ask(house, Value::Null).await["agencyUpdate"]["id"].clone();
    let (before, after) = sides(&ada, "AGENCY_UPDATED", &agency).await;
    assert_eq!((&before["settings"], &after["settings"]), (&json!({}), &json!({ "hue": 7 })));
    assert_eq!(after["name"], "Zebra and Daughters");
    assert!(before["name"].is_string());
    let desk = json!({ "id": ada.workspace_id(), "brand": "ZX", "defaultFromName": "Quokka Jones",
        "defaultFromEmail": "quokka@acme.example" });
    let sender = |brand: Value| json!({ "brand": brand, "defaultFromName": null, "defaultFromEmail": null });
    let expected = (sender(Value::Null), sender(json!("ZX")));
    kept(&ada, ("workspaceUpdate", "WORKSPACE_UPDATED"), desk, expected).await;
    let me = ada.ask("{ viewer { member { id } } }", Value::Null).await["viewer"]["member"]["id"].clone();
    let profile = "mutation { userUpdate(input: { name: \"Quokka Jones\", locale: \"en-ZA\" }) { name } }";
    ada.ask(profile, Value::Null).await;
    let named = json!({ "name": null, "locale": null });
    assert_eq!(sides(&ada, "USER_UPDATED", &me).await, (named.clone(), named));
    let stored = dump::everything(&t.database.connect().await).await;
    assert!(!stored["audit_entry"].join("\n").to_lowercase().contains("quokka"), "who they are is theirs");
    let told = stored["event"].join("\n");
    assert!(told.contains("AGENCY_UPDATED") && !told.contains("Zebra") && !told.contains("hue"), "{told}");
}

#[tokio::test]
async fn addresses_and_settings_are_kept_without_what_opens_something() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (hook, _) = ada.hook("https://hooks.example.com/one?key=zebra", &["LEAD_CREATED"]).await;
    let change =
        json!({ "id": hook, "url": "https://hooks.example.com/two?key=quokka", "description": "Ours" });
    let expected = (
        json!({ "url": "https://hooks.example.com/one?…", "description": null }),
        json!({ "url": "https://hooks.example.com/two?…", "description": "Ours" }),
    );
    kept(&ada, ("webhookEndpointUpdate", "WEBHOOK_ENDPOINT_UPDATED"), change, expected).await;
    let own = json!({ "name": "Own", "kind": "CUSTOM", "config": { "region": "eu", "apiKey": "zebra" } });
    let own = done(&ada, "dataSourceCreate", own, "id").await["id"].clone();
    let config = json!({ "region": "us", "apiKey": "quokka", "from": "https://own.example/a?k=quokka" });
    let change = json!({ "id": own, "name": "Old", "config": config });
    let expected = (
        json!({ "name": "Own", "config": { "region": "eu", "apiKey": null } }),
        json!({ "name": "Old", "config": { "region": "us", "apiKey": null, "from": "https://own.example/a?…" } }),
    );
    kept(&ada, ("dataSourceUpdate", "DATA_SOURCE_UPDATED"), change, expected).await;
    let apollo = json!({ "name": "A", "kind": "APOLLO", "credentials": { "apiKey": "zebra" } });
    let apollo = done(&ada, "dataSourceCreate", apollo, "id").await["id"].clone();
    let change = json!({ "id": apollo, "credentials": { "apiKey": "quokka" } });
    let none = json!({ "credentials": null });
    kept(&ada, ("dataSourceUpdate", "DATA_SOURCE_UPDATED"), change, (none.clone(), none)).await;
    let stored = dump::everything(&t.database.connect().await).await;
    for table in ["audit_entry", "event"] {
        let rows = stored[table].join("\n");
        assert!(!rows.contains("zebra") && !rows.contains("quokka"), "{table}: {rows}");
    }
    let told = stored["event"].join("\n");
    assert!(!told.contains("hooks.example.com") && !told.contains("Own"), "{told}");
}

#[tokio::test]
async fn a_schedules_job_is_kept_but_not_whom_it_looks_for() {
    let t = jobs::support::start().await;
    let ada = t.agency("acme").await;
    let job = |steps: i32, who: &str| json!({ "kind": "SYNC", "config": { "steps": steps }, "searchCriteria": { "keywords": [who] } });
    let made = json!({ "name": "Hourly", "cron": "0 * * * *", "timeZone": "UTC", "job": job(2, "Zebulon Quagmire") });
    let id = done(&ada, "scheduleCreate", made, "id").await["id"].clone();
    let change = json!({ "id": id, "name": "Each hour", "catchUpMax": 3, "job": job(5, "Quokka Jones") });
    done(&ada, "scheduleUpdate", change, "id").await;
    let (before, after) = sides(&ada, "SCHEDULE_UPDATED", &id).await;
    assert_eq!((&before["name"], &after["name"]), (&json!("Hourly"), &json!("Each hour")));
    assert_eq!(
        (&before["job"]["config"], &after["job"]["config"]),
        (&json!({ "steps": 2 }), &json!({ "steps": 5 }))
    );
    assert_eq!(after["job"]["searchCriteria"], Value::Null);
    assert_eq!(after["catchUpMax"], 3);
    let stored = dump::everything(&t.database.connect().await).await;
    let (kept, told) = (stored["audit_entry"].join("\n"), stored["event"].join("\n"));
    assert!(!kept.contains("Zebulon") && !kept.contains("Quokka"), "{kept}");
    assert!(told.contains("catchUpMax") && !told.contains("Each hour") && !told.contains("steps"), "{told}");
}

#[tokio::test]
async fn a_new_key_and_an_invitation_are_kept_with_what_they_allow() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let key = json!({ "name": "Importer", "role": "RESEARCHER", "scopes": ["READ"], "ipAllowList": ["192.0.2.0/24"],
        "expiresAt": "2027-01-01T00:00:00Z" });
    let made = done(&ada, "apiKeyCreate", key, "secret apiKey { id }").await;
    let (_, after) = sides(&ada, "API_KEY_CREATED", &made["apiKey"]["id"]).await;
    assert_eq!(
        after,
        json!({ "role": "RESEARCHER", "name": "Importer", "scopes": ["READ"], "ipAllowList": ["192.0.2.0/24"],
            "expiresAt": "2027-01-01T00:00:00Z" })
    );
    let spring = campaign(&ada, "Spring").await;
    let guest = json!({ "email": "zebra@people.example", "role": "CLIENT", "campaignIds": [spring] });
    let made = done(&ada, "memberInvite", guest, "invitation { id }").await;
    let (_, after) = sides(&ada, "INVITATION_CREATED", &made["invitation"]["id"]).await;
    assert_eq!(after, json!({ "role": "CLIENT", "campaignIds": [spring] }));
    let stored = dump::everything(&t.database.connect().await).await;
    assert!(!stored["audit_entry"].join("\n").contains("zebra"), "whom was asked in is not");
    let told = stored["event"].join("\n");
    assert!(
        told.contains("API_KEY_CREATED") && !told.contains("192.0.2.0") && !told.contains("Importer"),
        "{told}"
    );
}

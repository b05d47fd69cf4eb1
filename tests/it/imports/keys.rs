//! Keys that go from one person to another within a file, or while it is imported.

use super::support::{count, created, done, imported, leads, shown, worked};
use crate::{
    crm::support as crm,
    support::{app::TestApp, database::backend},
};
use chrono::TimeDelta;
use sea_orm::{ConnectionTrait, DbBackend, Statement, TransactionTrait};
use serde_json::json;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};

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

#[tokio::test]
async fn a_number_is_of_the_country_its_own_row_names() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    crm::lead(&ada, json!({ "email": "bo@acme.example", "phone": "+1 207 946 0958" })).await;
    crm::lead(&ada, json!({ "email": "cy@acme.example", "country": "US" })).await;
    crm::lead(&ada, json!({ "email": "di@acme.example" })).await;
    // By the country that is known of her already Ana would have Bo's number.
    let text = "Email,Country,Phone,WhatsApp\n\
        ana@acme.example,US,,\n\
        ana@acme.example,GB,2079460958,\n\
        cy@acme.example,DE,0151 23456789,0151 23456789\n\
        di@acme.example,GB,020 7946 0959,\n";
    let applied = imported(&t, &ada, text.as_bytes(), json!({ "onDuplicate": "FILL" })).await;
    assert_eq!(applied["status"], "APPLIED", "{applied:#}");
    let phones = leads(&ada, "email country phone whatsapp").await;
    for (email, country, phone, whatsapp) in [
        ("bo@acme.example", None, "+1 207 946 0958", None),
        ("ana@acme.example", Some("US"), "+442079460958", None),
        ("cy@acme.example", Some("US"), "+4915123456789", Some("+4915123456789")),
        ("di@acme.example", Some("GB"), "020 7946 0959", None),
    ] {
        let known = json!({ "email": email, "country": country, "phone": phone, "whatsapp": whatsapp });
        assert!(phones.contains(&known), "{known} in {phones:#?}");
    }
}

/// The next rows are looked up while these are written, so that what is found may be old by the time it is their turn.
#[tokio::test(flavor = "multi_thread")]
async fn who_takes_a_number_while_an_import_is_under_way_keeps_it() {
    if backend() == DbBackend::Sqlite {
        // Its one writer does not let anybody in between.
        return;
    }
    let t = Arc::new(TestApp::start().await);
    let ada = t.agency("acme").await;
    crm::lead(&ada, json!({ "email": "ana@acme.example" })).await;
    crm::lead(&ada, json!({ "email": "held@acme.example" })).await;
    let mut text = "Email,Title,Phone\nheld@acme.example,Smith,\n".to_owned();
    text.extend((1..500).map(|n| format!("p{n}@acme.example,Smith,\n")));
    text.push_str("ana@acme.example,Smith,+49 30 901820\n");
    let import = created(&t, &ada, text.as_bytes(), json!({})).await;
    done(&ada, "importMap", json!({ "id": import["id"] })).await;
    worked(&t, &ada, "importPlan", &import["id"]).await;
    done(&ada, "importApply", json!({ "id": import["id"] })).await;

    let db = t.database.connect().await;
    let held = db.begin().await.unwrap();
    let hold = "UPDATE lead SET title = title WHERE email_key = 'held@acme.example'";
    held.execute_unprepared(hold).await.unwrap();
    let of_worker = t.clone();
    let working = tokio::spawn(async move { of_worker.run_tasks().await });
    // The first rows wait for the one who is held; the rest is looked up meanwhile, and only there is a number.
    let looked_up = "state = 'idle' AND query LIKE '%\"phone_key\" IN%' AND query_start > (SELECT xact_start
        FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'
        AND query LIKE 'UPDATE lead SET title%')";
    let begun = Instant::now();
    for sign in ["wait_event_type = 'Lock'", looked_up] {
        let seen =
            format!("SELECT 1 AS is FROM pg_stat_activity WHERE datname = current_database() AND {sign}");
        let seen = Statement::from_string(DbBackend::Postgres, seen);
        while db.query_one_raw(seen.clone()).await.unwrap().is_none() {
            assert!(!working.is_finished(), "nobody waited");
            assert!(begun.elapsed() < Duration::from_secs(60), "in vain: {sign}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    crm::lead(&ada, json!({ "email": "bo@acme.example", "phone": "+49 30 901820" })).await;
    held.rollback().await.unwrap();
    working.await.unwrap();
    let halfway = shown(&ada, &import["id"]).await;
    assert_eq!(
        (&halfway["status"], count(&halfway, "counts", "rows")),
        (&json!("APPLYING"), 500),
        "the rest is looked up anew"
    );
    t.advance(TimeDelta::seconds(1));
    t.run_tasks().await;

    let applied = shown(&ada, &import["id"]).await;
    assert_eq!(applied["status"], "APPLIED", "{applied:#}");
    assert_eq!((count(&applied, "counts", "created"), count(&applied, "counts", "updated")), (499, 2));
    assert_eq!(count(&applied, "counts", "incomplete"), 1, "Ana, without the number");
    let by = "query($s: String!) { leads(first: 2, search: $s) { nodes { email title phone } } }";
    for (who, title, phone) in
        [("ana", json!("Smith"), json!(null)), ("bo", json!(null), json!("+49 30 901820"))]
    {
        let email = format!("{who}@acme.example");
        let found = ada.ask(by, json!({ "s": email })).await["leads"]["nodes"].clone();
        assert_eq!(found, json!([{ "email": email, "title": title, "phone": phone }]));
    }
}

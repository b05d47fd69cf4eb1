//! What an endpoint says of when: it worked, its old secret ends, it was switched off.

use super::support::{ok, with_receiver};
use crate::support::{actor::Actor, scripted::Canned};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

const TIMES: [&str; 3] = ["lastSuccessAt", "oldSecretUntil", "disabledAt"];

/// When it last worked, until when the old secret signs, since when it is off.
async fn times(of: &Actor, id: &str) -> [Option<DateTime<Utc>>; 3] {
    let query = "query($id: ID!) { webhookEndpoint(id: $id) { lastSuccessAt oldSecretUntil disabledAt } }";
    let seen = of.ask(query, json!({ "id": id })).await["webhookEndpoint"].clone();
    let at = |value: &Value| value.as_str().map(|at| at.parse::<DateTime<Utc>>().expect("a time"));
    TIMES.map(|name| at(&seen[name]))
}

#[tokio::test]
async fn when_it_worked_is_kept_to_the_minute_and_a_rotation_says_until_when() {
    let (t, receiver) = with_receiver(vec![ok()]).await;
    let ada = t.agency("acme").await;
    let (id, _) = ada.hook(receiver.url().as_str(), &["LEAD_CREATED"]).await;
    assert_eq!(times(&ada, &id).await, [None; 3]);
    let first = t.app.now();
    for (seconds, worked) in [(0, 0), (59, 0), (1, 60)] {
        t.advance(TimeDelta::seconds(seconds));
        ada.new_lead("Ana").await;
        t.run_tasks().await;
        let wanted = Some(first + TimeDelta::seconds(worked));
        assert_eq!(times(&ada, &id).await, [wanted, None, None], "{seconds} s later");
    }
    ada.do_hook("webhookEndpointRotateSecret", &id, "secret").await;
    let until = Some(t.app.now() + TimeDelta::hours(24));
    assert_eq!(times(&ada, &id).await[1], until);
}

#[tokio::test]
async fn since_when_it_is_off_is_said_whoever_did_it_and_forgotten_when_it_is_on() {
    let (t, receiver) = with_receiver(vec![Canned::empty(410)]).await;
    let ada = t.agency("acme").await;
    let (id, _) = ada.hook(receiver.url().as_str(), &["LEAD_CREATED"]).await;
    t.advance(TimeDelta::minutes(1));
    ada.new_lead("Ana").await;
    t.run_tasks().await;
    let off = Some(t.app.now());
    assert_eq!(times(&ada, &id).await, [None, None, off], "it said that it is gone");
    t.advance(TimeDelta::minutes(1));
    ada.set_hook(json!({ "id": id, "description": "Ours" })).await;
    assert_eq!(times(&ada, &id).await[2], off, "another change is none of that");
    ada.set_hook(json!({ "id": id, "status": "ENABLED" })).await;
    assert_eq!(times(&ada, &id).await[2], None);
    t.advance(TimeDelta::minutes(1));
    ada.set_hook(json!({ "id": id, "status": "DISABLED" })).await;
    assert_eq!(times(&ada, &id).await[2], Some(t.app.now()));
}

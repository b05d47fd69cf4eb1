//! Leads that are put in and taken out twice under the same keys: each gets what it got first, whatever happened since.

use super::{
    desk::{campaign, everything, must_refuse, newest, text},
    support::{lead, run},
};
use crate::support::{
    actor::{Actor, code},
    app::TestApp,
};
use chrono::TimeDelta;
use serde_json::{Value, json};

/// A thing that holds leads: how they get in and out, how many are in, and what the answers call them.
struct Holder {
    id: String,
    add: &'static str,
    remove: &'static str,
    count: &'static str,
    outcomes: &'static str,
}

impl Holder {
    async fn campaign(who: &Actor, name: &str) -> Self {
        Self {
            id: campaign(who, name).await,
            add: "campaignAddLeads",
            remove: "campaignRemoveLeads",
            count: "query($id: ID!) { of: campaign(id: $id) { metrics { leads } } }",
            outcomes: "outcomes",
        }
    }

    async fn list(who: &Actor, name: &str) -> Self {
        let made = run(who, "leadListCreate", json!({ "name": name }), "id").await;
        Self {
            id: text(&made["data"]["leadListCreate"]["id"]),
            add: "leadListAddLeads",
            remove: "leadListRemoveLeads",
            count: "query($id: ID!) { of: leadList(id: $id) { leadCount } }",
            outcomes: "items",
        }
    }

    /// The outcome of each lead.
    async fn change(&self, who: &Actor, command: &str, leads: &[&Value], keys: &[&str]) -> Vec<String> {
        let input = json!({ "id": self.id, "leadIds": leads, "itemKeys": keys });
        let answer = run(who, command, input, &format!("{} {{ leadId outcome }}", self.outcomes)).await;
        assert!(answer["errors"].is_null(), "{answer:#}");
        let items = answer["data"][command][self.outcomes].as_array().unwrap().clone();
        let ids: Vec<_> = items.iter().map(|item| &item["leadId"]).collect();
        assert_eq!(ids, leads, "in the order given");
        items.iter().map(|item| text(&item["outcome"])).collect()
    }

    async fn count(&self, who: &Actor) -> i64 {
        let found = who.ask(self.count, json!({ "id": self.id })).await;
        let count = [&found["of"]["metrics"]["leads"], &found["of"]["leadCount"]];
        count.into_iter().find_map(Value::as_i64).unwrap()
    }
}

async fn both(who: &Actor, name: &str) -> [Holder; 2] {
    [Holder::campaign(who, name).await, Holder::list(who, name).await]
}

async fn three(who: &Actor) -> [Value; 3] {
    let mut ids = vec![];
    for name in ["A A", "B B", "C C"] {
        ids.push(lead(who, json!({ "fullName": name })).await["id"].clone());
    }
    ids.try_into().unwrap()
}

#[tokio::test]
async fn what_somebody_undid_is_not_done_again_by_a_repetition() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let ben = ada.colleague(entity::membership::Role::AgencyAdmin).await;
    let [a, b, c] = three(&ada).await;
    for into in both(&ada, "Fair").await {
        let (add, remove) = (into.add, into.remove);
        assert_eq!(into.change(&ada, add, &[&a, &b], &["k1", "k2"]).await, ["ADDED", "ADDED"]);
        assert_eq!(into.change(&ben, remove, &[&a], &["b1"]).await, ["REMOVED"]);
        let known = newest(&t, &ada).await;
        assert_eq!(into.change(&ada, add, &[&a, &b], &["k1", "k2"]).await, ["ADDED", "ADDED"], "as then");
        assert_eq!((into.count(&ada).await, newest(&t, &ada).await), (1, known), "nothing happened");
        let more = into.change(&ada, add, &[&a, &c], &["k1", "k3"]).await;
        assert_eq!((more, into.count(&ada).await), (vec!["ADDED".into(), "ADDED".into()], 2), "only the new");
        assert_eq!(into.change(&ada, add, &[&a], &["k4"]).await, ["ADDED"], "another key is another wish");
        assert_eq!(into.change(&ben, remove, &[&a], &["b1"]).await, ["REMOVED"], "taking out likewise");
        assert_eq!(into.count(&ada).await, 3);
        assert_ne!(into.change(&ben, add, &[&c], &["k3"]).await, ["ADDED"], "keys are the caller's");
        t.advance(TimeDelta::hours(24));
        assert_eq!(into.change(&ben, remove, &[&a], &["b1"]).await, ["REMOVED"], "a day later");
        assert_eq!(into.count(&ada).await, 2);
    }
}

#[tokio::test]
async fn a_key_of_another_item_is_said_and_the_others_go_on() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let [a, b, c] = three(&ada).await;
    let (fairs, shows) = (both(&ada, "Fair").await, both(&ada, "Show").await);
    for (into, other) in fairs.iter().zip(&shows) {
        assert_eq!(into.change(&ada, into.add, &[&a], &["k1"]).await, ["ADDED"]);
        let outcomes = into.change(&ada, into.add, &[&b, &c], &["k1", "k2"]).await;
        assert_eq!(outcomes, ["IDEMPOTENCY_MISMATCH", "ADDED"]);
        assert_eq!(into.count(&ada).await, 2);
        assert_eq!(other.change(&ada, other.add, &[&a], &["k1"]).await, ["IDEMPOTENCY_MISMATCH"]);
        assert_eq!(other.count(&ada).await, 0, "the same lead elsewhere is another item");
        assert_eq!(into.change(&ada, into.remove, &[&a], &["k1"]).await, ["REMOVED"], "another command");
        let twice = into.change(&ada, into.add, &[&a, &a], &["k5", "k6"]).await;
        let again = into.change(&ada, into.add, &[&a, &a], &["k5", "k6"]).await;
        assert_eq!((&twice[0], &twice), (&"ADDED".to_owned(), &again), "each under its own key");
    }
}

#[tokio::test]
async fn the_same_keys_at_once_are_done_once_and_wrong_ones_are_refused() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let [a, ..] = three(&ada).await;
    for into in both(&ada, "Fair").await {
        let only = [&a];
        let crowd = (0..10).map(|_| Box::pin(into.change(&ada, into.add, &only, &["crowd"])));
        for outcome in futures_util::future::join_all(crowd).await {
            assert_eq!(outcome, ["ADDED"], "everybody gets the first outcome");
        }
        assert_eq!(into.count(&ada).await, 1);
        for (keys, at) in [(json!([]), "itemKeys"), (json!(["not a key"]), "itemKeys.0")] {
            let input = json!({ "id": into.id, "leadIds": [a], "itemKeys": keys });
            for command in [into.add, into.remove] {
                must_refuse(&t, &ada, command, input.clone(), ("BAD_USER_INPUT", &[at])).await;
            }
        }
    }
}

#[tokio::test]
async fn a_campaign_that_is_over_still_tells_what_became_of_a_key() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let [a, b, _] = three(&ada).await;
    let into = Holder::campaign(&ada, "Fair").await;
    assert_eq!(into.change(&ada, into.add, &[&a], &["k1"]).await, ["ADDED"]);
    run(&ada, "campaignArchive", json!({ "id": into.id }), "id").await;
    let before = everything(&t).await;
    assert_eq!(into.change(&ada, into.add, &[&a], &["k1"]).await, ["ADDED"]);
    let input = json!({ "id": into.id, "leadIds": [a, b], "itemKeys": ["k1", "k2"] });
    assert_eq!(code(&run(&ada, into.add, input, "addedCount").await), "CONFLICT", "who is new may not join");
    assert_eq!(everything(&t).await, before);
}

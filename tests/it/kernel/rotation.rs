//! New keys for what is sealed.

use crate::{
    hooks::support::{good_signatures, lax, ok},
    support::{
        actor::Actor,
        app::{self, TestApp},
        database::TestDatabase,
        scripted::Scripted,
    },
};
use chrono::{TimeZone, Utc};
use entity::{idempotency_key, subject_key, webhook_endpoint};
use leadwire::{
    base::{clock::TestClock, random::Random},
    config,
    kernel::{
        idempotency::{Book, Claim, claim},
        instance,
        keys::{self, Keys},
        queue::Driver,
        rotation,
    },
    schema,
};
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

/// Processes on one database whose keys stand in one place.
struct Cluster {
    database: Arc<TestDatabase>,
    clock: Arc<TestClock>,
    keys: Arc<Mutex<config::Keys>>,
}

impl Cluster {
    async fn new() -> Self {
        let keys = keys::generate(&Random::seeded(9));
        Self {
            database: Arc::new(TestDatabase::fresh().await),
            clock: Arc::new(TestClock::at(Utc.with_ymd_and_hms(2026, 11, 2, 9, 0, 0).unwrap())),
            keys: Arc::new(Mutex::new(keys)),
        }
    }

    async fn process(&self) -> TestApp {
        let place = self.keys.clone();
        let keys = Keys::parse(&place.lock().unwrap()).unwrap();
        let keys = keys.following(move || Some(place.lock().unwrap().clone()));
        let driver = Driver::Manual(Arc::default());
        let app = app::build_keyed(&self.database.url, self.clock.clone(), lax(), (driver, keys)).await;
        TestApp {
            schema: schema::build(app.clone()),
            app,
            clock: self.clock.clone(),
            database: self.database.clone(),
        }
    }

    fn change(&self, change: impl Fn(&str) -> String) {
        let mut keys = self.keys.lock().unwrap();
        keys.seal = change(&keys.seal);
    }
}

async fn make_secrets(t: &TestApp, ada: &Actor, url: &str) -> String {
    let (_, secret) = ada.hook(url, &["LEAD_UPDATED"]).await;
    let lead = ada.new_lead("Ann").await;
    let change = "mutation($i: LeadUpdateInput!) { leadUpdate(input: $i) { id } }";
    ada.ask(change, json!({ "i": { "id": lead, "firstName": "Anne" } })).await;
    for (book, answer) in books(ada).await.into_iter().zip(1..) {
        let Claim::Mine(held) = claim(&t.app, book, "k", "r").await.unwrap() else { panic!("not ours") };
        held.keep(&t.app, &json!({ "data": answer })).await.unwrap();
    }
    secret
}

/// Their agency's, and their own.
async fn books(ada: &Actor) -> [Book; 2] {
    let caller = ada.caller().await.unwrap();
    [Book::of(caller.scope().unwrap()).unwrap(), Book::Person(caller.user().unwrap())]
}

#[tokio::test]
async fn everything_is_sealed_anew_while_two_processes_read_and_seal() {
    let cluster = Cluster::new().await;
    let (here, there) = (cluster.process().await, cluster.process().await);
    instance::check_keys(&here.app).await.unwrap();
    let receiver = Scripted::start(vec![ok()]).await;
    let ada = here.agency("acme").await;
    let secret = make_secrets(&here, &ada, receiver.url().as_str()).await;
    here.run_tasks().await;
    cluster.change(|seal| keys::rotated(seal, &Random::seeded(10)).unwrap());
    here.app.keys().refresh();
    let first = rotation::rotate_all(&here.app, |_, _| {}).await.unwrap();
    assert!(first >= 5, "{first}: the mark, the webhook's secret, the person's key, two stored answers");
    assert_eq!(rotation::rotate_all(&here.app, |_, _| {}).await.unwrap(), 0, "once is enough");
    // The other process never heard of it, and meets what it cannot open: it looks for the key, and goes on.
    assert_eq!(there.app.keys().seal_ids(), [1]);
    let entry = entries(&there, &ada).await;
    assert_eq!(entry["before"]["firstName"], "Ann", "{entry}");
    assert_eq!(there.app.keys().seal_ids(), [2, 1]);
    cluster.change(keys::retired);
    for process in [&here, &there] {
        process.app.keys().refresh();
        assert_eq!(process.app.keys().seal_ids(), [2]);
    }
    instance::check_keys(&there.app).await.unwrap();
    for (book, answer) in books(&ada).await.into_iter().zip(1..) {
        let kept = claim(&there.app, book, "k", "r").await.unwrap();
        assert!(matches!(kept, Claim::Stored(kept) if kept == json!({ "data": answer })), "{book:?}");
    }
    let lead = ada.new_lead("Ben").await;
    let change = "mutation($i: LeadUpdateInput!) { leadUpdate(input: $i) { id } }";
    ada.ask(change, json!({ "i": { "id": lead, "firstName": "Benjamin" } })).await;
    here.run_tasks().await;
    let seen = receiver.seen();
    assert_eq!(good_signatures(seen.last().expect("told"), &secret), [true]);
    nothing_is_sealed_with(&cluster, 1).await;
}

/// The first entry about a change of a lead, as this process shows it.
async fn entries(there: &TestApp, ada: &Actor) -> Value {
    let scope = ada.scope().await;
    let entry = entity::audit_entry::Entity::find().all(&there.database.connect().await).await.unwrap();
    let entry = entry.into_iter().find(|entry| entry.action == "LEAD_UPDATED").expect("on record");
    let subject = entry.subject_id.expect("a lead");
    let keys = leadwire::kernel::personal::keys(&there.app, &scope, &[subject]).await.unwrap();
    let sides = leadwire::kernel::audit::values(&entry, &keys).unwrap();
    json!({ "before": sides.before, "after": sides.after })
}

async fn nothing_is_sealed_with(cluster: &Cluster, key: u8) {
    let db = cluster.database.connect().await;
    let is_old = |sealed: &[u8]| sealed[..5] == [1, 0, 0, 0, key];
    for row in subject_key::Entity::find().all(&db).await.unwrap() {
        assert!(!is_old(&row.sealed_key));
    }
    for row in webhook_endpoint::Entity::find().all(&db).await.unwrap() {
        assert!(!is_old(&row.secret.expect("a secret")) && row.secret_key_id.as_deref() == Some("2"));
    }
    for row in idempotency_key::Entity::find().all(&db).await.unwrap() {
        assert!(row.response.is_some());
    }
}

#[tokio::test]
async fn two_who_rotate_at_once_and_somebody_who_changes_a_secret_meanwhile_do_no_harm() {
    let cluster = Cluster::new().await;
    let (here, there) = (cluster.process().await, cluster.process().await);
    let receiver = Scripted::start(vec![ok()]).await;
    let ada = here.agency("acme").await;
    for _ in 0..9 {
        ada.hook(receiver.url().as_str(), &["LEAD_CREATED"]).await;
    }
    let (hook, _) = ada.hook(receiver.url().as_str(), &["LEAD_CREATED"]).await;
    cluster.change(|seal| keys::rotated(seal, &Random::seeded(11)).unwrap());
    here.app.keys().refresh();
    there.app.keys().refresh();
    let (one, two, _) = tokio::join!(
        rotation::rotate_all(&here.app, |_, _| {}),
        rotation::rotate_all(&there.app, |_, _| {}),
        ada.do_hook("webhookEndpointRotateSecret", &hook, "secret"),
    );
    let done = one.unwrap() + two.unwrap();
    assert!((9..=11).contains(&done), "{done}: each once");
    assert_eq!(rotation::rotate_all(&here.app, |_, _| {}).await.unwrap(), 0);
    nothing_is_sealed_with(&cluster, 1).await;
}

//! A Leadwire beside a receiver that does as it is told, and a receiver's way to check what it got.

use crate::support::{
    actor::Actor,
    app::TestApp,
    scripted::{Canned, Scripted, Seen},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use entity::webhook_delivery;
use hmac::{Hmac, KeyInit, Mac};
use leadwire::config::Config;
use sea_orm::{EntityTrait, QueryOrder};
use serde_json::{Value, json};
use sha2::Sha256;

pub const DELIVERY: &str =
    "id eventKind cursor previousCursor body status attemptCount responseStatus nextAttemptAt
    attempts { at responseStatus responseExcerpt error } endpoint { id }";
pub const ENDPOINT: &str = "id url eventKinds status disabledReason failureCount failingSince version";

/// Settings under which a receiver may listen beside us; its patience is ours, and it is asked nothing first (see `handshake`).
pub fn lax() -> Config {
    let mut config = Config::default();
    config.webhooks.allow_private_addresses = true;
    config.webhooks.verify_endpoints = false;
    config.webhooks.timeout_ms = 1_000;
    config
}

/// A Leadwire and a receiver with this script.
pub async fn with_receiver(script: Vec<Canned>) -> (TestApp, Scripted) {
    (TestApp::with(lax()).await, Scripted::start(script).await)
}

pub fn ok() -> Canned {
    Canned::text(200, "thanks")
}

impl Actor {
    pub async fn make_hook(&self, input: Value) -> Value {
        let query = format!(
            "mutation($i: WebhookEndpointCreateInput!) {{ webhookEndpointCreate(input: $i) {{ secret endpoint {{ {ENDPOINT} }} }} }}"
        );
        self.gql(&query, json!({ "i": input })).await
    }

    /// An endpoint for these kinds; id and secret.
    pub async fn hook(&self, url: &str, kinds: &[&str]) -> (String, String) {
        let made = self.make_hook(json!({ "url": url, "eventKinds": kinds })).await;
        let made = &made["data"]["webhookEndpointCreate"];
        let text = |value: &Value| value.as_str().unwrap_or_else(|| panic!("{made:#}")).to_owned();
        (text(&made["endpoint"]["id"]), text(&made["secret"]))
    }

    pub async fn endpoint(&self, id: &str) -> Value {
        let query = format!("query($id: ID!) {{ webhookEndpoint(id: $id) {{ {ENDPOINT} }} }}");
        self.ask(&query, json!({ "id": id })).await["webhookEndpoint"].clone()
    }

    pub async fn set_hook(&self, input: Value) -> Value {
        let query = format!(
            "mutation($i: WebhookEndpointUpdateInput!) {{ webhookEndpointUpdate(input: $i) {{ {ENDPOINT} }} }}"
        );
        self.gql(&query, json!({ "i": input })).await
    }

    /// One of the mutations that take an id.
    pub async fn do_hook(&self, verb: &str, id: &str, fields: &str) -> Value {
        let mut input = verb.to_owned();
        input[..1].make_ascii_uppercase();
        let query = format!("mutation($i: {input}Input!) {{ {verb}(input: $i) {{ {fields} }} }}");
        self.gql(&query, json!({ "i": { "id": id } })).await
    }

    /// The log of deliveries, oldest first.
    pub async fn deliveries(&self) -> Vec<Value> {
        let query = format!("{{ webhookDeliveries(first: 100) {{ nodes {{ {DELIVERY} }} }} }}");
        let mut all = self.ask(&query, Value::Null).await["webhookDeliveries"]["nodes"].clone();
        let mut all = std::mem::take(all.as_array_mut().expect("a list"));
        all.reverse();
        all
    }

    /// A lead of this name; its id.
    pub async fn new_lead(&self, name: &str) -> String {
        let query = "mutation($i: LeadCreateInput!) { leadCreate(input: $i) { id } }";
        let made =
            self.ask(query, json!({ "i": { "workspaceId": self.workspace_id(), "firstName": name } })).await;
        made["leadCreate"]["id"].as_str().expect("an id").to_owned()
    }
}

/// The rows of the log of deliveries, in the order of events.
pub async fn rows(t: &TestApp) -> Vec<webhook_delivery::Model> {
    let all = webhook_delivery::Entity::find().order_by_asc(webhook_delivery::Column::Seq);
    all.all(&t.database.connect().await).await.expect("rows")
}

/// Which signatures of the message are good for this secret.
pub fn good_signatures(seen: &Seen, secret: &str) -> Vec<bool> {
    let key = STANDARD.decode(secret.strip_prefix("whsec_").expect("a secret")).expect("base64");
    let signed = format!(
        "{}.{}.{}",
        seen.header("webhook-id").expect("an id"),
        seen.header("webhook-timestamp").expect("a time"),
        seen.body
    );
    let mut mac = Hmac::<Sha256>::new_from_slice(&key).expect("any length");
    mac.update(signed.as_bytes());
    let wanted = format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()));
    seen.header("webhook-signature").expect("signatures").split(' ').map(|one| one == wanted).collect()
}

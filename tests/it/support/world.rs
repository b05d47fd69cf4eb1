//! One object of every kind: made through the API, but for what only workers make.

use crate::support::{actor::Actor, app::TestApp, made, walk::Kind};
use serde_json::{Value, json};
use std::collections::HashMap;

/// The ids of an agency's objects, by kind.
#[derive(Debug, Default)]
pub struct World(HashMap<&'static str, String>);

/// Kind, mutation, its input, and where in the answer the id is. `$name` in an input is an id made before.
const STEPS: &[(&str, &str, &str, &str)] = &[
    (
        "company",
        "companyCreate",
        r#"{"workspaceId":"$workspace","name":"Kestrel Freight","domain":"kestrelfreight.example"}"#,
        "id",
    ),
    (
        "lead",
        "leadCreate",
        r#"{"workspaceId":"$workspace","firstName":"Naledi","lastName":"Mokoni","email":"naledi@kestrelfreight.example"}"#,
        "id",
    ),
    ("leadList", "leadListCreate", r#"{"workspaceId":"$workspace","name":"First list"}"#, "id"),
    ("campaign", "campaignCreate", r#"{"workspaceId":"$workspace","name":"Spring"}"#, "id"),
    (
        "pipeline",
        "pipelineCreate",
        r#"{"workspaceId":"$workspace","name":"Board","template":"OUTREACH"}"#,
        "id",
    ),
    ("pipelineCard", "pipelineCardCreate", r#"{"pipelineId":"$pipeline","leadId":"$lead"}"#, "id"),
    ("twin", "leadCreate", r#"{"workspaceId":"$workspace","fullName":"N. Mokoni"}"#, "id"),
    ("leadMerge", "leadMerge", r#"{"winnerId":"$lead","loserId":"$twin"}"#, "merge.id"),
    ("task", "taskCreate", r#"{"title":"Call back","leadId":"$lead"}"#, "id"),
    ("suppression", "suppressionAdd", r#"{"kind":"DOMAIN","value":"rivals.example"}"#, "id"),
    (
        "activity",
        "leadRecordContact",
        r#"{"id":"$lead","channel":"EMAIL","note":"Met at the fair"}"#,
        "activities.nodes.id",
    ),
    (
        "dataSource",
        "dataSourceCreate",
        r#"{"name":"Apollo","kind":"APOLLO","credentials":{"apiKey":"sandbox"}}"#,
        "id",
    ),
    (
        "leadRequest",
        "leadRequestCreate",
        r#"{"description":"Heads of operations at logistics companies in Germany"}"#,
        "id",
    ),
    (
        "schedule",
        "scheduleCreate",
        r#"{"name":"Each morning","cron":"0 8 * * *","timeZone":"Africa/Johannesburg","job":{"kind":"SCRAPE","workspaceId":"$workspace","dataSourceId":"$dataSource","leadListId":"$leadList","searchCriteria":{"titles":["Head of operations"]}}}"#,
        "id",
    ),
    (
        "budget",
        "budgetSet",
        r#"{"scope":"WORKSPACE","workspaceId":"$workspace","period":"MONTH","limitMicros":5000000}"#,
        "budget.id",
    ),
    ("apiKey", "apiKeyCreate", r#"{"name":"walker","role":"RESEARCHER","scopes":["READ"]}"#, "apiKey.id"),
    ("invitation", "memberInvite", r#"{"email":"guest@walk.example","role":"RESEARCHER"}"#, "invitation.id"),
    (
        "webhookEndpoint",
        "webhookEndpointCreate",
        r#"{"url":"https://hooks.walk.example/in","eventKinds":["LEAD_DELETED"]}"#,
        "endpoint.id",
    ),
    ("webhookDelivery", "webhookEndpointTest", r#"{"id":"$webhookEndpoint"}"#, "id"),
];

/// Makes one of everything in the actor's agency.
pub async fn build(t: &TestApp, actor: &Actor) -> World {
    let mut world = World::default();
    world.0.insert("workspace", actor.workspace_id());
    for (kind, mutation, input, pointer) in STEPS {
        // Boxed, as below: unoptimised, a request needs most of a test thread's stack for itself.
        let id = Box::pin(make(actor, &world, mutation, input, pointer)).await;
        world.0.insert(kind, id);
    }
    let stage = "query($id: ID!) { pipeline(id: $id) { stages { id } } }";
    let answer = actor.ask(stage, json!({ "id": world.0["pipeline"] })).await;
    world.0.insert("pipelineStage", text(&answer["pipeline"]["stages"][0]["id"]));
    let job = "query($id: ID!) { leadRequest(id: $id) { job { id } } }";
    let answer = actor.ask(job, json!({ "id": world.0["leadRequest"] })).await;
    world.0.insert("job", text(&answer["leadRequest"]["job"]["id"]));
    let member = actor.ask("{ members { nodes { id } } sessions { nodes { id } } }", json!({})).await;
    world.0.insert("member", text(&member["members"]["nodes"][0]["id"]));
    world.0.insert("session", text(&member["sessions"]["nodes"][0]["id"]));
    let audited = actor.ask("{ auditLog(last: 1) { nodes { id } } }", json!({})).await;
    world.0.insert("auditEntry", text(&audited["auditLog"]["nodes"][0]["id"]));
    let request = world.0["leadRequest"].clone();
    for (kind, id) in made::by_workers(t, actor, &request).await {
        world.0.insert(kind, id);
    }
    world
}

impl World {
    /// The agency's object of this kind.
    pub fn get(&self, kind: Kind) -> &str {
        self.0.get(kind.name).unwrap_or_else(|| panic!("the world has no {}", kind.name))
    }

    /// Names something, for inputs.
    pub fn keep(&mut self, name: &'static str, what: String) {
        self.0.insert(name, what);
    }

    /// An input as it is sent: `"$name"` stands for what was made under that name.
    pub fn filled(&self, input: &str) -> Value {
        let mut input = input.to_owned();
        for (name, id) in &self.0 {
            input = input.replace(&format!("\"${name}\""), &format!("\"{id}\""));
        }
        serde_json::from_str(&input).expect("an input is JSON")
    }
}

/// Does it, which must go well; what the answer holds at the pointer.
pub async fn make(actor: &Actor, world: &World, mutation: &str, input: &str, pointer: &str) -> String {
    let input = world.filled(input);
    let mut ty = mutation.to_owned();
    ty[..1].make_ascii_uppercase();
    let selection = pointer.rsplit('.').fold(String::new(), |inner, part| {
        if inner.is_empty() { part.to_owned() } else { format!("{part} {{ {inner} }}") }
    });
    let document = format!("mutation($input: {ty}Input!) {{ {mutation}(input: $input) {{ {selection} }} }}");
    let answer = Box::pin(actor.ask(&document, json!({ "input": input }))).await;
    let found = pointer.split('.').fold(&answer[mutation], |value, part| match &value[part] {
        Value::Array(items) => &items[0],
        found => found,
    });
    text(found)
}

fn text(value: &Value) -> String {
    value.as_str().expect("an id").to_owned()
}

//! The documents are sent, and every answer is judged.

use super::{
    dice::Dice,
    document::Writer,
    judge::{fault, went_well},
    people::{People, post, signed},
    schema::{Root, Schema},
    values::Values,
};
use crate::support::{
    actor::{Actor, code},
    server::{Reply, TestServer},
};
use leadwire::{
    config::{Config, Limits},
    sandbox::{RunningSandbox, Sandbox, SandboxSettings},
    schema,
};
use reqwest::Method;
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

/// Documents per query and mutation.
const EACH: usize = 30;
/// Documents one agency lives through.
const PER_AGENCY: usize = 400;

/// Every provider is the sandbox: a document may make a source and test it.
async fn start() -> (TestServer, RunningSandbox) {
    let sandbox = Sandbox::start(SandboxSettings::default()).await.expect("the sandbox starts");
    let mut config = Config { limits: Limits::default().endless(), ..Config::default() };
    let hosts = serde_json::to_value(sandbox.hosts().expect("addresses")).expect("JSON");
    config.providers.hosts = serde_json::from_value(hosts).expect("named");
    (TestServer::with(config).await, sandbox)
}

/// What came out of a run.
#[derive(Default)]
struct Outcome {
    sent: BTreeMap<String, usize>,
    well: BTreeSet<String>,
    codes: BTreeMap<String, usize>,
    faults: Vec<String>,
}

impl Outcome {
    fn note(&mut self, root: &Root, body: &Value, reply: &Reply) {
        let name = format!("{} {}", root.verb, root.name);
        *self.sent.entry(name.clone()).or_default() += 1;
        if let Some(fault) = fault(reply) {
            self.faults.push(format!("{fault}\n  {body}\n  {}", shortened(&reply.text)));
            return;
        }
        if went_well(reply) {
            self.well.insert(name);
        }
        *self.codes.entry(code(&reply.json()).to_owned()).or_default() += 1;
    }

    fn judge(&self) {
        let some = self.faults.iter().take(20).cloned().collect::<Vec<_>>().join("\n");
        assert!(self.faults.is_empty(), "{} faults; the first:\n{some}", self.faults.len());
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(1_500).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_query_and_no_mutation_makes_the_server_fail() {
    let (server, _sandbox) = start().await;
    let (dice, types) = (Dice::of(1), Schema::read(&schema::sdl()));
    let roots: Vec<_> = types.roots().into_iter().filter(|root| root.verb != "subscription").collect();
    let mut out = Outcome::default();
    let mut people = People::found(&server, 0).await;
    for n in 0..roots.len() * EACH {
        if n % PER_AGENCY == PER_AGENCY - 1 {
            people = People::found(&server, n).await;
        }
        let root = &roots[n % roots.len()];
        let who = dice.pick(&people.all).clone();
        let malice = *dice.pick(&[0.0, 0.1, 0.5]);
        let values = Values { schema: &types, dice: &dice, ids: &people.ids, malice };
        let body = Writer::write(values, root);
        let reply = post(&server, &who, &body).await;
        out.note(root, &body, &reply);
        if reply.status < 500 {
            people.ids.learn(&reply.json()["data"]);
        }
        if is_signed_out(&reply) && !SIGNING_IN.contains(&root.name.as_str()) && !is_stranger(&who) {
            people = People::found(&server, roots.len() * EACH + n).await; // a document signed them out
        }
    }
    println!(
        "{} documents, {} of {} operations went well; codes {:?}",
        roots.len() * EACH,
        out.well.len(),
        roots.len(),
        out.codes
    );
    println!(
        "never went well: {:?}",
        out.sent.keys().filter(|name| !out.well.contains(*name)).collect::<Vec<_>>()
    );
    out.judge();
    assert!(
        out.well.len() * 3 >= roots.len() * 2,
        "the documents are too bad to find anything: {:?}",
        out.well
    );
    assert_eq!(
        server.ask("{ health { isDatabaseUp } }").await.json()["data"]["health"]["isDatabaseUp"],
        true
    );
}

/// Refused with the same code for what they were given.
const SIGNING_IN: &[&str] = &["sessionCreate", "sessionRefresh"];

fn is_signed_out(reply: &Reply) -> bool {
    code(&reply.json()) == "UNAUTHENTICATED"
}

fn is_stranger(who: &Actor) -> bool {
    who.email.is_empty() && who.credentials.api_key.is_none()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_subscription_makes_the_server_fail() {
    let (server, _sandbox) = start().await;
    let (dice, types) = (Dice::of(2), Schema::read(&schema::sdl()));
    let roots: Vec<_> = types.roots().into_iter().filter(|root| root.verb == "subscription").collect();
    let mut out = Outcome::default();
    let people = People::found(&server, 0).await;
    for n in 0..roots.len() * EACH {
        let root = &roots[n % roots.len()];
        let who = dice.pick(&people.all).clone();
        let malice = *dice.pick(&[0.0, 0.1, 0.5]);
        let values = Values { schema: &types, dice: &dice, ids: &people.ids, malice };
        let body = Writer::write(values, root);
        match open(&server, &who, &body).await {
            Opened::Refused(reply) => out.note(root, &body, &reply),
            Opened::Stream(said) => {
                let is_well = said.starts_with(":\n\n") && !said.contains("INTERNAL");
                out.faults
                    .extend((!is_well).then(|| format!("a bad stream\n  {body}\n  {}", shortened(&said))));
                out.well.insert(root.name.clone());
            }
        }
    }
    println!("{} streams, opened: {:?}; codes {:?}", roots.len() * EACH, out.well, out.codes);
    out.judge();
    assert_eq!(out.well.len(), roots.len(), "only these opened: {:?}", out.well);
}

enum Opened {
    Refused(Reply),
    /// What it said at once.
    Stream(String),
}

async fn open(server: &TestServer, who: &Actor, body: &Value) -> Opened {
    let request = signed(server.request(Method::POST, "/graphql/stream").json(body), who).await;
    let answer = tokio::time::timeout(Duration::from_secs(10), request.send()).await;
    let mut response = answer.unwrap_or_else(|_| panic!("no answer to {body}")).expect("an answer");
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    if !headers["content-type"].to_str().expect("text").starts_with("text/event-stream") {
        return Opened::Refused(Reply { status, headers, text: response.text().await.expect("text") });
    }
    let first = tokio::time::timeout(Duration::from_secs(10), response.chunk()).await;
    let first = first.unwrap_or_else(|_| panic!("nothing is said of {body}")).expect("a stream");
    let mut said = first.map_or_else(String::new, |part| String::from_utf8_lossy(&part).into_owned());
    let listening = async {
        while let Ok(Some(part)) = response.chunk().await {
            said.push_str(&String::from_utf8_lossy(&part));
        }
    };
    let _ = tokio::time::timeout(Duration::from_millis(60), listening).await;
    Opened::Stream(said)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_damaged_document_makes_the_server_fail() {
    let (server, _sandbox) = start().await;
    let (dice, types) = (Dice::of(3), Schema::read(&schema::sdl()));
    let roots = types.roots();
    let mut out = Outcome::default();
    let mut people = People::found(&server, 0).await;
    for n in 1..=2_000 {
        let root = dice.pick(&roots);
        let values = Values { schema: &types, dice: &dice, ids: &people.ids, malice: 0.1 };
        let mut body = Writer::write(values, root);
        damage(&dice, &mut body);
        let reply = post(&server, &people.all[0], &body).await;
        out.note(root, &body, &reply);
        if is_signed_out(&reply) {
            people = People::found(&server, n).await; // a document signed them out
        }
    }
    println!("codes {:?}", out.codes);
    out.judge();
}

/// Leaves out, doubles or moves a few characters of the document, or makes something else of the body.
fn damage(dice: &Dice, body: &mut Value) {
    if dice.chance(0.2) {
        let name = *dice.pick(&["query", "variables", "operationName", "extensions"]);
        let odd =
            [json!(null), json!(1), json!([]), json!({}), json!("F"), json!("\0"), json!({ "v0": [[]] })];
        body[name] = dice.pick(&odd).clone();
        return;
    }
    let mut text: Vec<char> = body["query"].as_str().expect("a document").chars().collect();
    for _ in 0..1 + dice.below(3) {
        let at = dice.below(text.len().max(1));
        match dice.below(5) {
            0 => drop(text.drain(at..(at + 1 + dice.below(10)).min(text.len()))),
            1 => text.truncate(at),
            2 => text.insert(
                at.min(text.len()),
                *dice.pick(&['{', '}', '(', '"', '$', '@', '\0', '\u{feff}', '…', '&', '#']),
            ),
            3 => text.extend_from_within(at.min(text.len())..),
            _ => text.reverse(),
        }
    }
    body["query"] = text.into_iter().collect::<String>().into();
}

//! Who asks, and the things there are to ask about.

use super::dice::Dice;
use crate::support::{
    actor::Actor,
    server::{Reply, TestServer},
    walk::{Kind, of_argument},
    world,
};
use entity::membership::Role;
use leadwire::kernel::permission::Permission;
use reqwest::RequestBuilder;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Ids and cursors seen so far.
#[derive(Default)]
pub struct Ids {
    by_prefix: BTreeMap<String, Vec<String>>,
    cursors: Vec<String>,
    emails: Vec<String>,
}

/// More of a kind say nothing new.
const MOST: usize = 40;

impl Ids {
    /// Keeps every id and cursor an answer holds.
    pub fn learn(&mut self, answer: &Value) {
        match answer {
            Value::Array(items) => items.iter().for_each(|item| self.learn(item)),
            Value::Object(fields) => {
                for (name, value) in fields {
                    match value {
                        Value::String(text) if name.ends_with("ursor") => keep(&mut self.cursors, text),
                        Value::String(text) => self.meet(text),
                        other => self.learn(other),
                    }
                }
            }
            _ => {}
        }
    }

    pub fn meet(&mut self, text: &str) {
        let Some((prefix, id)) = text.len().checked_sub(36).and_then(|at| text.split_at_checked(at)) else {
            return;
        };
        if prefix.ends_with('_') && id.parse::<Uuid>().is_ok() {
            keep(self.by_prefix.entry(prefix.to_owned()).or_default(), text);
        }
    }

    pub fn cursor(&self, dice: &Dice) -> Option<String> {
        (!self.cursors.is_empty() && dice.chance(0.5)).then(|| dice.pick(&self.cursors).clone())
    }

    /// Somebody's address: one that is known, sometimes.
    pub fn email(&self, dice: &Dice) -> Option<String> {
        (!self.emails.is_empty() && dice.chance(0.3)).then(|| dice.pick(&self.emails).clone())
    }

    /// An id for this argument: of the right kind when its name tells, or a bad one.
    pub fn pick(&self, dice: &Dice, operation: &str, path: &str, is_bad: bool) -> String {
        let kinds = of_argument(operation, path);
        let kind: Option<Kind> = (!kinds.is_empty()).then(|| *dice.pick(&kinds));
        if is_bad {
            return match (dice.below(4), kind) {
                (0, Some(kind)) => kind.random(),
                (1, _) => self.any(dice),
                (2, Some(kind)) => format!("{}not-an-id", kind.prefix),
                _ => (*dice.pick(&["", "\0", "lead_", "00000000-0000-0000-0000-000000000000", "🙂", "-1"]))
                    .into(),
            };
        }
        let known = kind.and_then(|kind| self.by_prefix.get(kind.prefix));
        known.map_or_else(|| self.any(dice), |ids| dice.pick(ids).clone())
    }

    fn any(&self, dice: &Dice) -> String {
        let kinds: Vec<_> = self.by_prefix.values().collect();
        let kind = *dice.pick(&kinds[..]);
        dice.pick(kind).clone()
    }
}

fn keep(some: &mut Vec<String>, text: &str) {
    if some.len() < MOST && !some.iter().any(|one| one == text) {
        some.push(text.to_owned());
    }
}

/// Where everything there is can be found.
const LISTS: &[&str] = &[
    "workspaces",
    "members",
    "sessions",
    "invitations",
    "apiKeys",
    "companies",
    "leads",
    "leadLists",
    "campaigns",
    "pipelines",
    "dataSources",
    "leadRequests",
    "prospects",
    "jobs",
    "imports",
    "schedules",
    "events",
];

/// One agency full of things, and everybody who may ask about them.
pub struct People {
    pub all: Vec<Actor>,
    pub ids: Ids,
}

impl People {
    /// A new agency. Whatever the documents break, the next one is whole.
    pub async fn found(server: &TestServer, number: usize) -> Self {
        let admin = server.test.agency(&format!("fuzz-{number}")).await;
        world::build(&server.test, &admin).await;
        let mut ids = Ids::default();
        for list in LISTS {
            let kept = if *list == "events" { "cursor" } else { "id" };
            ids.learn(
                &admin.ask(&format!("{{ {list}(first: 9) {{ nodes {{ {kept} }} }} }}"), json!({})).await,
            );
        }
        let boards = "{ pipelines(first: 9) { nodes { stages { id cards(first: 9) { nodes { id } } } } } }";
        ids.learn(&admin.ask(boards, json!({})).await);
        let researcher = admin.colleague(Role::Researcher).await;
        let key = admin.api_key(Permission::ALL).await;
        let client = admin.client().await;
        ids.emails = [&admin, &researcher, &client].map(|who| who.email.clone()).to_vec();
        let mut all = vec![admin; 12];
        all.extend([researcher.clone(), researcher, key.clone(), key, client, server.test.stranger()]);
        Self { all, ids }
    }
}

/// The request as this person's client sends it.
pub async fn signed(request: RequestBuilder, who: &Actor) -> RequestBuilder {
    match &who.credentials.api_key {
        Some(key) => request.header("x-api-key", key),
        None if who.email.is_empty() => request,
        None => request.header("authorization", who.bearer().await),
    }
}

pub async fn post(server: &TestServer, who: &Actor, body: &Value) -> Reply {
    let request = server.request(reqwest::Method::POST, "/graphql").json(body);
    Reply::of(signed(request, who).await.header("accept", "application/graphql-response+json")).await
}

//! What the tests of boards and campaigns share: short ways to ask, and to see that nothing happened.

use crate::support::{
    actor::{Actor, code},
    app::TestApp,
};
use entity::{event_kind::EventKind, ids::TypedId};
use futures_util::{Stream, StreamExt};
use leadwire::{graphql::loader::Loaders, kernel::live};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::{Value, json};
use std::{
    pin::Pin,
    time::{Duration, Instant},
};

/// Runs the mutation `name` with its input; the changed object with these fields.
pub async fn done(who: &Actor, name: &str, input: Value, fields: &str) -> Value {
    who.ask(&mutation(name, fields), json!({ "i": input })).await[name].clone()
}

/// The same, when it is to be refused: code, message and hint.
pub async fn refused(who: &Actor, name: &str, input: Value) -> (String, String) {
    let answer = who.gql(&mutation(name, "__typename"), json!({ "i": input })).await;
    let error = &answer["errors"][0];
    let hint = error["extensions"]["hint"].as_str().unwrap_or_default();
    let fields = error["extensions"]["fields"].as_array().cloned().unwrap_or_default();
    let fields: Vec<&str> = fields.iter().filter_map(|field| field["path"].as_str()).collect();
    let said = format!("{} {hint} {}", error["message"].as_str().unwrap_or_default(), fields.join(","));
    (code(&answer).to_owned(), said)
}

fn mutation(name: &str, fields: &str) -> String {
    let input = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
    format!("mutation($i: {input}!) {{ {name}(input: $i) {{ {fields} }} }}")
}

/// An OUTREACH board.
pub async fn board(who: &Actor) -> Board {
    Board::of(
        done(who, "pipelineCreate", json!({ "name": "Board", "template": "OUTREACH" }), Board::FIELDS).await,
    )
}

/// A board with stages of these names.
pub async fn board_of(who: &Actor, stages: &[&str]) -> Board {
    let stages: Vec<_> = stages.iter().map(|name| json!({ "name": name })).collect();
    let input = json!({ "name": "Board", "template": "CUSTOM", "stages": stages });
    Board::of(done(who, "pipelineCreate", input, Board::FIELDS).await)
}

/// A board's id and its stages' ids, left to right.
#[derive(Clone)]
pub struct Board {
    pub id: String,
    pub stages: Vec<String>,
}

impl Board {
    const FIELDS: &'static str = "id stages { id }";

    fn of(made: Value) -> Self {
        let stages = made["stages"].as_array().unwrap().iter().map(|stage| text(&stage["id"])).collect();
        Self { id: text(&made["id"]), stages }
    }

    /// Puts a lead on it: the card's id.
    pub async fn card(&self, who: &Actor, lead: &str, stage: usize) -> String {
        let input = json!({ "pipelineId": self.id, "leadId": lead, "stageId": self.stages[stage] });
        text(&done(who, "pipelineCardCreate", input, "id").await["id"])
    }

    /// The cards' ids, stage by stage, top to bottom.
    pub async fn cards(&self, who: &Actor) -> Vec<Vec<String>> {
        let query = "query($id: ID!) { pipeline(id: $id) { stages { cards(first: 100) { nodes { id } } } } }";
        let found = who.ask(query, json!({ "id": self.id })).await;
        let stages = found["pipeline"]["stages"].as_array().unwrap();
        let ids = |stage: &Value| {
            stage["cards"]["nodes"].as_array().unwrap().iter().map(|card| text(&card["id"])).collect()
        };
        stages.iter().map(ids).collect()
    }
}

/// A campaign, DRAFT: its id.
pub async fn campaign(who: &Actor, name: &str) -> String {
    text(&done(who, "campaignCreate", json!({ "name": name }), "id").await["id"])
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

/// The id as the program holds it.
pub fn typed<T: TypedId>(id: &str) -> T {
    T::from(
        id.strip_prefix(T::PREFIX).and_then(|id| id.parse().ok()).unwrap_or_else(|| panic!("no id: {id}")),
    )
}

/// What was told in the actor's agency after the first `known` events.
pub async fn told(t: &TestApp, who: &Actor, known: i64) -> Vec<EventKind> {
    let (events, _) = live::read(&t.app, &who.scope().await, known, 1_000).await.unwrap();
    events.iter().map(|event| event.kind).collect()
}

/// The number of the actor's newest event.
pub async fn newest(t: &TestApp, who: &Actor) -> i64 {
    live::bounds(&t.app, who.agency).await.unwrap().last
}

/// All that boards and campaigns consist of, as text: equal before and after means that nothing happened.
pub async fn everything(t: &TestApp) -> String {
    let db = t.database.connect().await;
    let mut out = String::new();
    for (table, what) in [
        ("event", "seq"),
        ("activity", "1"),
        ("campaign", "version + lead_count + qualified_count"),
        ("campaign_lead", "1"),
        ("lead", "version"),
        ("pipeline", "version"),
        ("pipeline_stage", "version + card_count"),
        ("pipeline_card", "version"),
        ("stage_change", "1"),
        ("background_task", "1"),
    ] {
        let sql = format!("SELECT count(*) AS n, CAST(coalesce(sum({what}), 0) AS bigint) AS s FROM {table}");
        let row =
            db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap().unwrap();
        let sum: i64 = row.try_get("", "s").unwrap();
        out.push_str(&format!("{table} {} {sum}\n", row.try_get::<i64>("", "n").unwrap()));
    }
    out
}

/// Refused with this code, saying all of this, and nothing happened.
pub async fn must_refuse(t: &TestApp, who: &Actor, name: &str, input: Value, expected: (&str, &[&str])) {
    let before = everything(t).await;
    let (code, said) = refused(who, name, input.clone()).await;
    assert_eq!(code, expected.0, "{name} {input}: {said}");
    for part in expected.1 {
        assert!(said.contains(part), "{name} {input}: {said:?} does not say {part:?}");
    }
    assert_eq!(everything(t).await, before, "{name} {input} left a trace");
}

/// Follows a subscription; each message is what a client gets.
pub async fn follow(t: &TestApp, who: &Actor, query: &str, variables: Value) -> Messages {
    let request = async_graphql::Request::new(query)
        .variables(async_graphql::Variables::from_json(variables))
        .data(who.caller().await.unwrap())
        .data(Loaders::default());
    Messages(Box::pin(t.schema.execute_stream(request).map(|answer| serde_json::to_value(answer).unwrap())))
}

/// Messages of a subscription.
pub struct Messages(Pin<Box<dyn Stream<Item = Value> + Send>>);

impl Messages {
    /// The next message's root field; waits for it.
    pub async fn next(&mut self, root: &str) -> Value {
        let message = self.any().await;
        assert!(message.get("errors").is_none(), "{message:#}");
        message["data"][root].clone()
    }

    /// The next message, whatever it says.
    pub async fn any(&mut self) -> Value {
        let next = tokio::time::timeout(Duration::from_secs(20), self.0.next());
        next.await.expect("a message in time").expect("the stream goes on")
    }
}

/// Waits until another connection of this database waits for a lock, or, on SQLite, for the one writer.
pub async fn until_blocked<T>(t: &TestApp, other: &tokio::task::JoinHandle<T>) {
    let db = t.database.connect().await;
    let sql = "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(20) {
        if db.get_database_backend() != DbBackend::Postgres {
            return tokio::task::yield_now().await;
        }
        assert!(!other.is_finished(), "it did not wait");
        let waiting =
            db.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap().unwrap();
        if waiting.try_get::<i64>("", "n").unwrap() > 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("nobody waits");
}

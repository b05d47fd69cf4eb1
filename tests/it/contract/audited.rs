//! Whoever changes something can be asked about it: every mutation leaves an entry in the audit log, or is named with a reason.

use super::deeds::{Deed, ELSEWHERE, EXEMPT, HOUSE, INTAKE, JUSTIFIED, KEPT, TRADE, UNSPOKEN, WORK};
use crate::{
    imports::support::sent,
    support::{
        actor::{Actor, code, field},
        app::TestApp,
        walk,
        world::{self, World},
    },
};
use entity::membership::Role;
use leadwire::schema;
use serde_json::{Value, json};
use std::{collections::BTreeSet, fs, path::Path};

const WHY: &str = "They asked for it in writing";

#[test]
fn no_mutation_is_forgotten() {
    let all = walk::operations(&schema::sdl()).into_iter().filter(|one| one.verb == "mutation");
    let all: BTreeSet<String> = all.map(|one| one.name).collect();
    let done = [WORK, TRADE, HOUSE, INTAKE].concat();
    let named = done.iter().map(|(name, ..)| *name).chain(ELSEWHERE.iter().map(|(name, ..)| *name));
    let named: BTreeSet<String> = named.chain(EXEMPT.iter().map(|(name, _)| *name)).map(Into::into).collect();
    assert_eq!(all, named, "what changes something leaves an entry: name it among the deeds");
    assert!(EXEMPT.iter().chain(UNSPOKEN).all(|(_, why)| why.len() > 20), "each exception says why");
    for (mutation, action, story) in ELSEWHERE {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it").join(story);
        let told = fs::read_to_string(path).unwrap();
        assert!(told.contains(&format!("\"{action}\"")), "{story} does not look for {mutation}'s entry");
    }
}

#[tokio::test]
async fn what_is_done_to_people_and_boards_is_on_record() {
    each_leaves_an_entry(WORK).await;
}

#[tokio::test]
async fn what_is_run_and_decided_is_on_record() {
    each_leaves_an_entry(TRADE).await;
}

#[tokio::test]
async fn who_may_what_is_on_record() {
    each_leaves_an_entry(HOUSE).await;
}

#[tokio::test]
async fn an_import_has_an_entry_for_each_step_and_none_for_each_row() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let mut world = World::default();
    let rows: String = (0..40).map(|at| format!("Person {at},person{at}@globex.example\n")).collect();
    let upload = sent(&t, &ada, "fair.csv", format!("Name,Email\n{rows}").as_bytes()).await;
    world.keep("upload", upload);
    world.keep("other", sent(&t, &ada, "other.csv", b"Name,Email\nJane,jane@globex.example\n").await);
    for deed in INTAKE {
        Box::pin(leaves_an_entry((&ada, &ada), &mut world, deed)).await;
        t.run_tasks().await;
    }
    assert_eq!(entries(&ada, "LEAD_CREATED").await, 0, "a row of a file is no deed of its own");
}

/// Does all of it in one agency where there is one of everything.
async fn each_leaves_an_entry(deeds: &[Deed]) {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let mut world = world::build(&t, &ada).await;
    let (client, colleague) = (ada.client().await, ada.colleague(Role::AgencyAdmin).await);
    world.keep("client", own(&client, "member { id }", "/viewer/member/id").await);
    world.keep("colleague", own(&colleague, "member { id }", "/viewer/member/id").await);
    world.keep("sitting", own(&ada, "sessionId", "/viewer/sessionId").await);
    for deed in deeds {
        // Boxed, as in the world: unoptimised, a request needs most of a test thread's stack for itself.
        Box::pin(leaves_an_entry((&ada, &colleague), &mut world, deed)).await;
    }
}

/// `doer` does it, which must go well; `reader` finds one entry more, or more than one.
async fn leaves_an_entry((doer, reader): (&Actor, &Actor), world: &mut World, deed: &Deed) {
    let &(mutation, input, action) = deed;
    let is_justified = JUSTIFIED.contains(&mutation);
    if is_justified {
        let long = justified(input, &"x".repeat(501));
        let refused = Box::pin(doer.gql(&document(mutation), json!({ "i": world.filled(&long) }))).await;
        assert_eq!((code(&refused), field(&refused)), ("BAD_USER_INPUT", "reason"), "{mutation}: {refused}");
    }
    let input = if is_justified { justified(input, WHY) } else { input.to_owned() };
    let before = entries(reader, action).await;
    let kept = KEPT.iter().find(|kept| kept.0 == mutation);
    let (name, place) = kept.map_or(("last", "__typename"), |kept| (kept.1, kept.2));
    let made = Box::pin(world::make(doer, world, mutation, &input, place)).await;
    world.keep(name, made);
    let after = entries(reader, action).await;
    assert!(after > before, "{mutation} left no entry {action}");
    let last = reader.audit(json!({ "actions": [action] })).await.remove(0);
    assert_eq!(last["requestId"], "req-test", "{mutation}: {last}");
    assert_eq!(last["ip"], "192.0.2.1", "{mutation}: {last}");
    if is_justified {
        assert_eq!(last["reason"], WHY, "{mutation}: {last}");
    }
    if mutation.ends_with("Update") {
        let is_unspoken = UNSPOKEN.iter().any(|(name, _)| *name == mutation);
        assert_ne!(says_values(&last), is_unspoken, "{mutation} says what was and what is: {last}");
    }
}

/// Whether it names fields, each with what it was or what it is.
fn says_values(entry: &Value) -> bool {
    let fields = entry["after"].as_object().expect("fields");
    let is_said = |(field, after): (&String, &Value)| !after.is_null() || !entry["before"][field].is_null();
    !fields.is_empty() && fields.iter().all(is_said)
}

fn justified(input: &str, reason: &str) -> String {
    format!("{},\"reason\":\"{reason}\"}}", input.strip_suffix('}').expect("an object"))
}

fn document(mutation: &str) -> String {
    let ty = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
    format!("mutation($i: {ty}!) {{ {mutation}(input: $i) {{ __typename }} }}")
}

async fn entries(reader: &Actor, action: &str) -> u64 {
    let count = "query($a: [String!]) { auditLog(filter: { actions: $a }) { totalCount } }";
    let found = Box::pin(reader.ask(count, json!({ "a": [action] }))).await;
    found["auditLog"]["totalCount"].as_u64().expect("a number")
}

async fn own(of: &Actor, shown: &str, place: &str) -> String {
    let answer = of.ask(&format!("{{ viewer {{ {shown} }} }}"), Value::Null).await;
    answer.pointer(place).and_then(Value::as_str).expect("an id").to_owned()
}

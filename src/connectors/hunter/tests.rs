//! Hunter's quirks, one by one.

use super::{map, wire};
use crate::connectors::{facts::PersonField, ports::EmailStatus};
use serde_json::{Value, json};

fn found(value: Value) -> Option<crate::connectors::facts::Person> {
    map::person(&serde_json::from_value::<wire::Found>(value).unwrap())
}

#[test]
fn only_a_checked_address_counts_as_checked() {
    let read = |accept_all: bool, status: &str| {
        let person = found(
            json!({"email": "a@b.example", "score": 94, "accept_all": accept_all, "verification": {"status": status}}),
        );
        let fact = person.unwrap().facts.remove(0);
        (fact.confidence, fact.is_validated)
    };
    assert_eq!(read(false, "valid"), (94, true));
    assert_eq!(read(false, "unknown"), (94, false));
    assert_eq!(read(true, "valid"), (60, false));
}

#[test]
fn no_address_is_nobody_and_odd_rows_do_no_harm() {
    assert_eq!(found(json!({"email": null, "first_name": "Amara", "score": null})), None);
    assert_eq!(found(json!({})), None);
    let odd =
        found(json!({"email": "a@b.example", "score": "101", "verification": 7, "position": {}})).unwrap();
    assert_eq!(odd.facts[0].confidence, 100);
    assert_eq!(odd.get(PersonField::Title), None);
}

#[test]
fn every_status_of_the_verifier_has_a_meaning() {
    let read = |status: Value, result: &str| {
        map::verification(
            &serde_json::from_value(json!({"status": status, "result": result, "score": 70})).unwrap(),
        )
        .status
    };
    assert_eq!(read(json!("valid"), "risky"), EmailStatus::Valid);
    assert_eq!(read(json!("invalid"), ""), EmailStatus::Invalid);
    assert_eq!(read(json!("accept_all"), "deliverable"), EmailStatus::CatchAll);
    assert_eq!(read(json!("disposable"), ""), EmailStatus::Disposable);
    assert_eq!(read(json!("webmail"), "risky"), EmailStatus::Unknown);
    assert_eq!(read(json!("webmail"), "deliverable"), EmailStatus::Valid);
    assert_eq!(read(json!("a new word"), "deliverable"), EmailStatus::Unknown);
    assert_eq!(read(Value::Null, "undeliverable"), EmailStatus::Invalid);
}

//! Hunter on the wire.

use super::support::{KEY, source, stage};
use crate::support::scripted::Canned;
use leadwire::connectors::{
    ConnectorError, Rejection, SourceKind, clue::PersonClue, facts::PersonField, ports::EmailStatus,
};
use serde_json::{Value, json};

fn clue() -> PersonClue {
    PersonClue {
        first_name: Some("Amara".into()),
        last_name: Some("Quist".into()),
        company_domain: Some("tidewater.example".into()),
        ..PersonClue::default()
    }
}

fn error(status: u16, id: &str) -> Canned {
    Canned::json(status, &json!({"errors": [{"id": id, "code": status, "details": "You have reached it."}]}))
}

#[tokio::test]
async fn an_address_is_found_and_paid_for() {
    let found = json!({"data": {"email": "amara@tidewater.example", "score": 94, "accept_all": false, "position": "Operations Director",
        "verification": {"status": "valid"}}, "meta": {}});
    let (server, connectors) = stage(vec![Canned::json(200, &found)]).await;
    let hunter = source(&connectors, SourceKind::Hunter);
    let found = hunter.find_email().unwrap().find_email(&clue()).await.unwrap();
    assert_eq!(found.value.unwrap().get(PersonField::Email), Some("amara@tidewater.example"));
    assert_eq!(found.price, hunter.find_email().unwrap().find_email_price());
    let seen = server.only();
    assert_eq!((seen.path.as_str(), seen.query("domain")), ("/v2/email-finder", Some("tidewater.example")));
    assert_eq!((seen.query("first_name"), seen.query("last_name")), (Some("Amara"), Some("Quist")));
    assert_eq!((seen.header("x-api-key"), seen.query("api_key")), (Some(KEY), None));
}

#[tokio::test]
async fn no_address_costs_nothing() {
    for nothing in
        [Canned::json(200, &json!({"data": {"email": null, "score": null}})), error(404, "not_found")]
    {
        let (_server, connectors) = stage(vec![nothing]).await;
        let found =
            source(&connectors, SourceKind::Hunter).find_email().unwrap().find_email(&clue()).await.unwrap();
        assert_eq!((found.value, found.price.is_free()), (None, true));
    }
}

#[tokio::test]
async fn not_ready_is_not_an_answer() {
    let (server, connectors) = stage(vec![Canned::json(202, &json!({"data": null}))]).await;
    let hunter = source(&connectors, SourceKind::Hunter);
    assert_eq!(hunter.find_email().unwrap().find_email(&clue()).await, Err(ConnectorError::later(5)));
    assert_eq!(
        hunter.verify_email().unwrap().verify_email("a@b.example").await,
        Err(ConnectorError::later(5))
    );
    assert_eq!(server.seen().len(), 2, "asked once each");

    let (_server, connectors) = stage(vec![error(222, "smtp_error")]).await;
    let hunter = source(&connectors, SourceKind::Hunter);
    assert_eq!(
        hunter.verify_email().unwrap().verify_email("a@b.example").await,
        Err(ConnectorError::later(300))
    );
}

#[tokio::test]
async fn who_forbids_processing_is_marked_and_never_given_an_address() {
    let (_server, connectors) = stage(vec![error(451, "claimed_email")]).await;
    let hunter = source(&connectors, SourceKind::Hunter);
    let person = hunter.find_email().unwrap().find_email(&clue()).await.unwrap().value.unwrap();
    assert!(person.is_forbidden && person.facts.is_empty());
    let verified = hunter.verify_email().unwrap().verify_email("a@b.example").await.unwrap().value;
    assert!(verified.is_forbidden);
    assert_ne!(verified.status, EmailStatus::Valid);
}

#[tokio::test]
async fn hunters_ways_of_saying_no() {
    let used_up = ConnectorError::rejected(Rejection::OutOfCredits, "the plan's requests are used up");
    let cases: [(Canned, ConnectorError); 6] = [
        (error(403, "too_many_requests"), ConnectorError::later(1)),
        (error(429, "too_many_requests"), ConnectorError::later(60)),
        (error(429, "too_many_requests").header("retry-after", "7"), ConnectorError::later(7)),
        (error(429, "usage_exceeded"), used_up),
        (error(401, "authentication_failed"), ConnectorError::Unauthorized),
        (
            error(403, "restricted_access"),
            ConnectorError::rejected(Rejection::NotPermitted, "the plan or the key does not allow this call"),
        ),
    ];
    for (answer, expected) in cases {
        let (server, connectors) = stage(vec![answer]).await;
        let error = source(&connectors, SourceKind::Hunter).find_email().unwrap().find_email(&clue()).await;
        assert_eq!(error.unwrap_err(), expected);
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn an_address_that_is_none_is_invalid_and_free() {
    let (_server, connectors) = stage(vec![error(400, "invalid_email")]).await;
    let hunter = source(&connectors, SourceKind::Hunter);
    let verified = hunter.verify_email().unwrap().verify_email("not an address").await.unwrap();
    assert_eq!((verified.value.status, verified.price.is_free()), (EmailStatus::Invalid, true));
    let (_server, connectors) = stage(vec![error(400, "wrong_params")]).await;
    let wrong =
        source(&connectors, SourceKind::Hunter).verify_email().unwrap().verify_email("a@b.example").await;
    assert_eq!(wrong.unwrap_err().name(), "bad_request");
}

#[tokio::test]
async fn the_plan_is_told() {
    let plan = json!({"data": {"plan_name": "Starter", "requests": {"searches": {"used": 3, "available": 500}, "verifications": Value::Null}}});
    let (_server, connectors) = stage(vec![Canned::json(200, &plan)]).await;
    let probed = source(&connectors, SourceKind::Hunter).probe().unwrap().probe().await.unwrap();
    assert_eq!(probed.note, "Plan Starter: 497 searches and ? verifications left.");
}

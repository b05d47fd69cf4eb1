//! LinkedIn through Unipile on the wire.

use super::support::{KEY, source, stage};
use crate::support::scripted::Canned;
use leadwire::connectors::{
    SourceKind,
    clue::PersonClue,
    facts::{PeopleQuery, PersonField},
};
use serde_json::{Value, json};

fn query(titles: &[&str]) -> PeopleQuery {
    PeopleQuery { titles: titles.iter().map(|title| (*title).to_owned()).collect(), ..PeopleQuery::default() }
}

fn hits(names: &[&str], cursor: Value) -> Canned {
    let row = |name: &&str| json!({"type": "PEOPLE", "id": name, "public_identifier": name, "name": name});
    Canned::json(
        200,
        &json!({"object": "LinkedinSearch", "items": names.iter().map(row).collect::<Vec<_>>(), "cursor": cursor}),
    )
}

fn problem(status: u16, slug: &str) -> Canned {
    Canned::json(status, &json!({"status": status, "type": format!("errors/{slug}"), "title": KEY}))
}

#[tokio::test]
async fn places_become_numbers_and_only_what_is_asked_for_is_sent() {
    let places = json!({"items": [{"id": "9", "title": "South Africa Radio"}, {"id": "104035573", "title": "South Africa"}]});
    let unknown = json!({"items": []});
    let script = vec![Canned::json(200, &places), Canned::json(200, &unknown), hits(&["amara"], Value::Null)];
    let (server, connectors) = stage(script).await;
    let query = PeopleQuery {
        countries: vec!["ZA".into()],
        industries: vec!["cold chain".into()],
        ..query(&["operations director"])
    };
    let found =
        source(&connectors, SourceKind::Linkedin).find_people().unwrap().find_people(&query, None, 25).await;
    let found = found.unwrap().value;
    assert_eq!((found.items.len(), found.next), (1, None));
    let seen = server.seen();
    assert_eq!((seen[0].query("type"), seen[0].query("keywords")), (Some("LOCATION"), Some("South Africa")));
    assert_eq!(seen[2].header("x-api-key"), Some(KEY));
    assert_eq!(seen[2].query("account_id"), Some("acc_demo1"));
    let expected = json!({"api": "classic", "category": "people", "location": ["104035573"], "keywords": "cold chain",
        "advanced_keywords": {"title": "operations director"}});
    assert_eq!(seen[2].json(), expected);
}

#[tokio::test]
async fn titles_take_turns_and_a_cursor_that_stands_still_is_the_end() {
    let script = vec![hits(&["a"], json!("a1")), hits(&["b"], Value::Null), hits(&["c"], json!("a1"))];
    let (server, connectors) = stage(script).await;
    let linkedin = source(&connectors, SourceKind::Linkedin);
    let port = linkedin.find_people().unwrap();
    let query = query(&["head of sales", "sales director"]);
    let first = port.find_people(&query, None, 1).await.unwrap().value;
    let second = port.find_people(&query, first.next.as_deref(), 1).await.unwrap().value;
    let third = port.find_people(&query, second.next.as_deref(), 1).await.unwrap().value;
    assert_eq!(third.next, None);
    let asked: Vec<_> = server
        .seen()
        .iter()
        .map(|seen| {
            (seen.json()["advanced_keywords"]["title"].clone(), seen.query("cursor").map(str::to_owned))
        })
        .collect();
    let expected = [
        (json!("head of sales"), None),
        (json!("sales director"), None),
        (json!("head of sales"), Some("a1".to_owned())),
    ];
    assert_eq!(asked, expected);
}

#[tokio::test]
async fn a_profile_is_read_by_its_public_id() {
    let profile = json!({"object": "UserProfile", "provider_id": "ACoAA1", "public_identifier": "amara-quist", "first_name": "Amara",
        "work_experience": [{"position": "Operations Director", "company": "Tidewater Foods", "end": null}]});
    let (server, connectors) = stage(vec![Canned::json(200, &profile)]).await;
    let clue = PersonClue {
        linkedin_url: Some("https://za.linkedin.com/in/amara-quist/?x".into()),
        ..PersonClue::default()
    };
    let linkedin = source(&connectors, SourceKind::Linkedin);
    let found = linkedin.enrich_person().unwrap().enrich_people(&[clue]).await.unwrap();
    assert_eq!(found.value[0].as_ref().unwrap().get(PersonField::Title), Some("Operations Director"));
    assert_eq!(server.only().path, "/api/v1/users/amara-quist");
}

#[tokio::test]
async fn the_slug_says_more_than_the_status() {
    for (answer, name) in [
        (problem(401, "disconnected_account"), "unauthorized"),
        (problem(422, "checkpoint_error"), "unauthorized"),
        (problem(403, "feature_not_subscribed"), "not_permitted"),
        (problem(422, "insufficient_credits"), "out_of_credits"),
        (problem(422, "limit_exceeded"), "rate_limited"),
        (problem(429, "too_many_requests"), "rate_limited"),
        (problem(422, "provider_unreachable"), "unreachable"),
        (problem(500, "unexpected_error"), "unreachable"),
        (problem(422, "a_new_slug"), "bad_request"),
        (problem(400, "invalid_parameters"), "bad_request"),
    ] {
        let (_server, connectors) = stage(vec![answer]).await;
        let linkedin = source(&connectors, SourceKind::Linkedin);
        let error = linkedin.find_people().unwrap().find_people(&query(&["x"]), None, 25).await.unwrap_err();
        assert_eq!(error.name(), name);
        assert!(!format!("{error:?}").contains(KEY));
    }
}

#[tokio::test]
async fn nobody_there_and_locked_profiles_are_none() {
    for nobody in [problem(404, "resource_not_found"), problem(422, "invalid_recipient")] {
        let (_server, connectors) = stage(vec![nobody]).await;
        let clue = PersonClue { external_id: Some("ACoAA1".into()), ..PersonClue::default() };
        let found =
            source(&connectors, SourceKind::Linkedin).enrich_person().unwrap().enrich_people(&[clue]).await;
        assert_eq!(found.unwrap().value, [None]);
    }
}

#[tokio::test]
async fn a_signed_out_account_fails_its_test() {
    let account =
        |status: &str| json!({"object": "Account", "type": "LINKEDIN", "sources": [{"status": status}]});
    for (status, is_ok) in [("OK", true), ("CREDENTIALS", false)] {
        let (server, connectors) = stage(vec![Canned::json(200, &account(status))]).await;
        let probed = source(&connectors, SourceKind::Linkedin).probe().unwrap().probe().await;
        assert_eq!(probed.is_ok(), is_ok);
        assert_eq!(server.only().path, "/api/v1/accounts/acc_demo1");
    }
}

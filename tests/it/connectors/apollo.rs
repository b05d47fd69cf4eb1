//! Apollo on the wire.

use super::support::{KEY, source, stage};
use crate::support::scripted::Canned;
use leadwire::connectors::{
    ConnectorError, Rejection, SourceKind,
    clue::{CompanyClue, PersonClue},
    facts::{PeopleQuery, PersonField},
};
use serde_json::{Value, json};

fn query() -> PeopleQuery {
    PeopleQuery { titles: vec!["head of sales".into()], ..PeopleQuery::default() }
}

fn clue(id: &str) -> PersonClue {
    PersonClue { external_id: Some(id.into()), ..PersonClue::default() }
}

fn rows(ids: &[&str], total: u32) -> Canned {
    let people: Vec<Value> =
        ids.iter().map(|id| json!({"id": id, "first_name": "Naledi", "title": "Head of Sales"})).collect();
    Canned::json(200, &json!({"total_entries": total, "people": people}))
}

#[tokio::test]
async fn search_sends_a_json_body_and_pages_by_the_total() {
    let (server, connectors) = stage(vec![rows(&["a", "b"], 3), rows(&["c"], 3)]).await;
    let apollo = source(&connectors, SourceKind::Apollo);
    let first = apollo.find_people().unwrap().find_people(&query(), None, 2).await.unwrap();
    assert!(first.price.is_free());
    let next = first.value.next.expect("a second page");
    let second = apollo.find_people().unwrap().find_people(&query(), Some(&next), 2).await.unwrap();
    assert_eq!(second.value.next, None);
    let seen = server.seen();
    assert_eq!((seen[0].method.as_str(), seen[0].path.as_str()), ("POST", "/api/v1/mixed_people/api_search"));
    assert_eq!(seen[0].header("x-api-key"), Some(KEY));
    assert_eq!(seen[0].json()["person_titles"], json!(["head of sales"]));
    assert_eq!(seen[1].json()["page"], 2);
}

#[tokio::test]
async fn a_list_that_never_ends_comes_to_an_end() {
    let (server, connectors) = stage(vec![rows(&["a"], 4_000_000)]).await;
    let apollo = source(&connectors, SourceKind::Apollo);
    let (mut page, mut pages) = (None, 0);
    loop {
        let found = apollo.find_people().unwrap().find_people(&query(), page.as_deref(), 100).await.unwrap();
        pages += 1;
        page = found.value.next;
        assert_eq!(found.value.is_cut_off, page.is_none(), "there are four million");
        if page.is_none() {
            break;
        }
    }
    assert_eq!(pages, 500);
    assert_eq!(server.seen().len(), 500);
}

#[tokio::test]
async fn a_page_beyond_the_end_is_empty_and_the_last() {
    let (_server, connectors) = stage(vec![rows(&[], 1000)]).await;
    let apollo = source(&connectors, SourceKind::Apollo);
    let found = apollo.find_people().unwrap().find_people(&query(), Some("7"), 25).await.unwrap();
    assert_eq!((found.value.items.len(), found.value.next), (0, None));
    assert!(apollo.find_people().unwrap().find_people(&query(), Some("x"), 25).await.is_err());
}

#[tokio::test]
async fn matches_come_back_in_the_order_asked() {
    let answer = json!({"status": "success", "error_code": null, "error_message": null, "credits_consumed": 1.5,
        "request_id": -4_417_733_190_025_512_i64,
        "matches": [null, {"id": "b", "email": "b@x.example", "email_status": "verified"}, {"id": "a", "email": "email_not_unlocked@domain.com"}]});
    let (server, connectors) = stage(vec![Canned::json(200, &answer)]).await;
    let apollo = source(&connectors, SourceKind::Apollo);
    let port = apollo.enrich_person().unwrap();
    let found = port.enrich_people(&[clue("a"), clue("b"), clue("c")]).await.unwrap();
    let [Some(a), Some(b), None] = &found.value[..] else { panic!("{found:?}") };
    assert_eq!(a.get(PersonField::Email), None, "a placeholder is no address");
    assert_eq!(b.get(PersonField::Email), Some("b@x.example"));
    assert_eq!((found.price.credits_milli, found.price.cost_micros), (1500, 30_000));
    let seen = server.only();
    assert_eq!(seen.path, "/api/v1/people/bulk_match");
    assert_eq!(seen.query("reveal_personal_emails"), Some("false"));
    assert_eq!(seen.json(), json!({"details": [{"id": "a"}, {"id": "b"}, {"id": "c"}]}));
}

#[tokio::test]
async fn a_call_that_cannot_work_is_not_made() {
    let (server, connectors) = stage(vec![Canned::empty(200)]).await;
    let apollo = source(&connectors, SourceKind::Apollo);
    let port = apollo.enrich_person().unwrap();
    let eleven = vec![clue("a"); port.batch() + 1];
    for clues in
        [&eleven[..], &[], &[PersonClue { full_name: Some("Ivo Brandt".into()), ..PersonClue::default() }]]
    {
        assert_eq!(port.enrich_people(clues).await.unwrap_err().name(), "bad_request");
    }
    assert!(apollo.enrich_company().unwrap().enrich_company(&CompanyClue::default()).await.is_err());
    assert!(server.seen().is_empty());
}

#[tokio::test]
async fn apollos_ways_of_saying_no() {
    let limit =
        r#"{"message":"The maximum number of api calls allowed for api/v1/people is 400 times per hour."}"#;
    let cases = [
        (Canned::text(401, "Invalid API key. Please check."), ConnectorError::Unauthorized),
        (
            Canned::json(422, &json!({"error": "You have insufficient credits! Please upgrade."})),
            ConnectorError::rejected(Rejection::OutOfCredits, "no credits left"),
        ),
        (
            Canned::json(422, &json!({"error_details": {"code": "BILLING.LIMIT.CREDITS_EXHAUSTED"}})),
            ConnectorError::rejected(Rejection::OutOfCredits, "no credits left"),
        ),
        (Canned::json(429, &json!(limit)), ConnectorError::later(3600)),
        (Canned::json(429, &json!(limit)).header("retry-after", "15733"), ConnectorError::later(15733)),
        (
            Canned::json(
                200,
                &json!({"status": "failed", "error_code": "INTERNAL_ERROR", "error_message": KEY}),
            ),
            ConnectorError::Unreachable {
                reason: "an error dressed as a success".into(),
                outcome_unknown: true,
            },
        ),
    ];
    for (answer, expected) in cases {
        let (server, connectors) = stage(vec![answer]).await;
        let apollo = source(&connectors, SourceKind::Apollo);
        let error = apollo.enrich_person().unwrap().enrich_people(&[clue("a")]).await.unwrap_err();
        assert_eq!(error, expected);
        assert_eq!(server.seen().len(), 1, "a paid call is never repeated");
    }
}

#[tokio::test]
async fn a_company_that_is_not_known_is_none_and_costs_nothing() {
    for nothing in [json!({}), json!({"organization": null}), json!({"organization": {}})] {
        let (server, connectors) = stage(vec![Canned::json(200, &nothing)]).await;
        let apollo = source(&connectors, SourceKind::Apollo);
        let clue = CompanyClue { domain: Some("nowhere.example".into()), ..CompanyClue::default() };
        let found = apollo.enrich_company().unwrap().enrich_company(&clue).await.unwrap();
        assert_eq!(found.value, None);
        assert!(found.price.is_free());
        assert_eq!(server.only().query("domain"), Some("nowhere.example"));
    }
}

#[tokio::test]
async fn a_bad_key_is_told_by_the_body_of_a_success() {
    let (_server, connectors) =
        stage(vec![Canned::json(200, &json!({"healthy": true, "is_logged_in": false}))]).await;
    let probe = source(&connectors, SourceKind::Apollo).probe().unwrap().probe().await;
    assert_eq!(probe, Err(ConnectorError::Unauthorized));

    let healthy = Canned::json(200, &json!({"healthy": true, "is_logged_in": true}));
    let (_server, connectors) = stage(vec![healthy, Canned::empty(403)]).await;
    let probe = source(&connectors, SourceKind::Apollo).probe().unwrap().probe().await.unwrap();
    assert_eq!(probe.note, "The key works.");
}

//! ZoomInfo on the wire.

use super::support::{KEY, source, stage, token};
use crate::support::scripted::Canned;
use base64::{Engine, prelude::BASE64_STANDARD};
use leadwire::connectors::{
    ConnectorError, SourceKind,
    clue::{CompanyClue, PersonClue},
    facts::{PeopleQuery, PersonField},
};
use serde_json::{Value, json};

fn query() -> PeopleQuery {
    PeopleQuery { titles: vec!["head of sales".into()], ..PeopleQuery::default() }
}

fn clue(email: &str) -> PersonClue {
    PersonClue { email: Some(email.into()), ..PersonClue::default() }
}

fn contact(id: &str, input: &Value, status: &str) -> Value {
    json!({"id": id, "type": if id == "0" { "NoMatch" } else { "Contact" }, "attributes": {"firstName": id, "email": format!("{id}@x.example")},
        "meta": {"input": input, "matchStatus": status}})
}

fn page(rows: usize, total: u32) -> Canned {
    let rows: Vec<Value> =
        (0..rows).map(|row| json!({"id": row.to_string(), "attributes": {"firstName": "Amara"}})).collect();
    Canned::json(200, &json!({"data": rows, "meta": {"totalResults": total}}))
}

#[tokio::test]
async fn one_token_serves_many_calls_and_all_sources_of_the_account() {
    let (server, connectors) = stage(vec![token("t1"), page(1, 1)]).await;
    for _ in 0..2 {
        let zoominfo = source(&connectors, SourceKind::Zoominfo);
        let port = zoominfo.find_people().unwrap();
        let (a, b) = (query(), query());
        let both = futures_util::join!(port.find_people(&a, None, 25), port.find_people(&b, None, 25));
        assert!(both.0.is_ok() && both.1.is_ok());
    }
    let seen = server.seen();
    assert_eq!(seen.iter().filter(|seen| seen.path == "/token").count(), 1);
    assert_eq!(seen.len(), 5);
    let basic = format!("Basic {}", BASE64_STANDARD.encode(format!("client:{KEY}")));
    assert_eq!(seen[0].header("authorization"), Some(basic.as_str()));
    assert!(seen[0].body.contains("grant_type=client_credentials") && !seen[0].body.contains(KEY));
    assert_eq!(seen[1].header("authorization"), Some("Bearer t1"));
    assert_eq!(seen[1].header("content-type"), Some("application/vnd.api+json"));
    assert_eq!(seen[1].json()["data"]["type"], "ContactSearch");
}

#[tokio::test]
async fn a_token_withdrawn_early_is_renewed_once() {
    let refused = Canned::json(401, &json!({"error": {"code": "ZI0001", "message": "expired"}}));
    let (server, connectors) = stage(vec![token("old"), refused.clone(), token("new"), page(1, 1)]).await;
    let zoominfo = source(&connectors, SourceKind::Zoominfo);
    zoominfo.find_people().unwrap().find_people(&query(), None, 25).await.unwrap();
    assert_eq!(server.seen()[3].header("authorization"), Some("Bearer new"));

    let (server, connectors) = stage(vec![token("a"), refused.clone(), token("b"), refused]).await;
    let zoominfo = source(&connectors, SourceKind::Zoominfo);
    let error = zoominfo.find_people().unwrap().find_people(&query(), None, 25).await.unwrap_err();
    assert_eq!(error, ConnectorError::Unauthorized);
    assert_eq!(server.seen().len(), 4, "no third try");
}

#[tokio::test]
async fn a_client_nobody_knows_is_unauthorized() {
    let (server, connectors) = stage(vec![Canned::json(401, &json!({"error": "invalid_client"}))]).await;
    let probed = source(&connectors, SourceKind::Zoominfo).probe().unwrap().probe().await;
    assert_eq!(probed, Err(ConnectorError::Unauthorized));
    assert!(server.seen().iter().all(|seen| seen.path == "/token"), "nothing is asked without a token");
}

#[tokio::test]
async fn pages_end_with_the_total_or_at_the_hundredth() {
    let (server, connectors) = stage(vec![token("t"), page(2, 3), page(1, 3)]).await;
    let zoominfo = source(&connectors, SourceKind::Zoominfo);
    let port = zoominfo.find_people().unwrap();
    let first = port.find_people(&query(), None, 2).await.unwrap().value;
    assert_eq!(port.find_people(&query(), first.next.as_deref(), 2).await.unwrap().value.next, None);
    assert_eq!(server.seen()[2].query("page[number]"), Some("2"));
    let (_server, connectors) = stage(vec![token("t"), page(2, 9_000_000)]).await;
    let zoominfo = source(&connectors, SourceKind::Zoominfo);
    let last = zoominfo.find_people().unwrap().find_people(&query(), Some("100"), 2).await.unwrap().value;
    assert_eq!((last.next, last.is_cut_off), (None, true));
}

#[tokio::test]
async fn rows_without_a_match_cost_nothing() {
    let (a, b) = (json!({"emailAddress": "a@x.example"}), json!({"emailAddress": "b@x.example"}));
    let answer = json!({"data": [contact("0", &b, "NO_MATCH"), contact("7", &a, "FULL_MATCH")]});
    let (server, connectors) = stage(vec![token("t"), Canned::json(200, &answer)]).await;
    let zoominfo = source(&connectors, SourceKind::Zoominfo);
    let found = zoominfo
        .enrich_person()
        .unwrap()
        .enrich_people(&[clue("a@x.example"), clue("b@x.example")])
        .await
        .unwrap();
    assert_eq!(found.value[0].as_ref().unwrap().get(PersonField::Email), Some("7@x.example"));
    assert_eq!((found.value[1].clone(), found.price.credits_milli), (None, 1000));
    let fields = server.seen()[1].json()["data"]["attributes"]["outputFields"].to_string();
    assert!(!fields.contains("hone"), "phones fail the call where the contract has none");
}

#[tokio::test]
async fn zoominfos_ways_of_saying_no() {
    let service = |code: &str| json!({"errors": [{"code": code, "detail": KEY}]});
    for (answer, name) in [
        (Canned::json(400, &service("PFAPI0011")), "out_of_credits"),
        (Canned::json(400, &service("PFAPI0001")), "not_permitted"),
        (Canned::json(400, &service("PFAPI0005")), "bad_request"),
        (Canned::json(403, &json!({"error": {"code": "ZI0003"}})), "not_permitted"),
        (
            Canned::json(429, &json!({"error": {"code": "ZI0004"}})).header("retry-after", "4000"),
            "rate_limited",
        ),
        (Canned::json(504, &service("PFAPI0010")), "unreachable"),
        (Canned::json(200, &service("PFAPI0007")), "unreachable"),
    ] {
        let (server, connectors) = stage(vec![token("t"), answer]).await;
        let zoominfo = source(&connectors, SourceKind::Zoominfo);
        let error =
            zoominfo.enrich_person().unwrap().enrich_people(&[clue("a@x.example")]).await.unwrap_err();
        assert_eq!(error.name(), name);
        assert!(!format!("{error:?}").contains(KEY));
        assert_eq!(server.seen().len(), 2, "{name}: a paid call is never repeated");
    }
}

#[tokio::test]
async fn a_company_is_enriched_by_its_site() {
    let row = json!({"data": [{"id": "770001", "type": "Company", "attributes": {"name": "Tidewater Foods", "website": "www.tidewater.example"}}]});
    let (server, connectors) = stage(vec![token("t"), Canned::json(200, &row)]).await;
    let clue = CompanyClue { domain: Some("tidewater.example".into()), ..CompanyClue::default() };
    let found = source(&connectors, SourceKind::Zoominfo)
        .enrich_company()
        .unwrap()
        .enrich_company(&clue)
        .await
        .unwrap();
    assert!(found.value.is_some());
    let asked = server.seen()[1].json();
    assert_eq!(
        asked["data"]["attributes"]["matchCompanyInput"],
        json!([{"companyWebsite": "tidewater.example"}])
    );
}

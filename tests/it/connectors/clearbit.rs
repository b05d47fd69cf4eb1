//! The Clearbit shape on the wire: through Hunter, and from Clearbit's own hosts.

use super::support::{KEY, source, source_with, stage};
use crate::support::scripted::Canned;
use leadwire::connectors::{
    ConnectorError, SourceKind,
    clue::{CompanyClue, PersonClue},
    facts::{CompanyField, PersonField},
};
use serde_json::{Value, json};

fn amara() -> Value {
    json!({"name": {"fullName": "Amara Quist"}, "email": "amara@tidewater.example", "employment": {"title": "Operations Director"}})
}

fn clue() -> PersonClue {
    PersonClue { email: Some("amara@tidewater.example".into()), ..PersonClue::default() }
}

#[tokio::test]
async fn hunter_wraps_it_and_clearbit_does_not() {
    let (server, connectors) = stage(vec![Canned::json(200, &json!({"data": amara(), "meta": {}}))]).await;
    let found =
        source(&connectors, SourceKind::Clearbit).enrich_person().unwrap().enrich_people(&[clue()]).await;
    assert_eq!(
        found.unwrap().value[0].as_ref().unwrap().get(PersonField::Title),
        Some("Operations Director")
    );
    let seen = server.only();
    assert_eq!((seen.path.as_str(), seen.query("clearbit_format")), ("/v2/people/find", Some("true")));
    assert_eq!(seen.header("x-api-key"), Some(KEY));

    let (server, connectors) = stage(vec![Canned::json(200, &amara())]).await;
    let clearbit = source_with(&connectors, SourceKind::Clearbit, json!({"via": "clearbit"}));
    let found = clearbit.enrich_person().unwrap().enrich_people(&[clue()]).await.unwrap();
    assert!(found.value[0].is_some());
    let seen = server.only();
    assert_eq!((seen.path.as_str(), seen.query("clearbit_format")), ("/person/v2/people/find", None));
    assert_eq!(seen.header("authorization"), Some(format!("Bearer {KEY}").as_str()));
}

#[tokio::test]
async fn together_costs_two_and_either_half_may_be_missing() {
    let both = json!({"data": {"person": amara(), "company": {"name": "Tidewater Foods", "domain": "tidewater.example"}}});
    let half = json!({"data": {"person": null, "company": {"name": "Tidewater Foods"}}});
    for (body, is_found) in [(both, true), (half, false)] {
        let (server, connectors) = stage(vec![Canned::json(200, &body)]).await;
        let clearbit =
            source_with(&connectors, SourceKind::Clearbit, json!({"combined": true, "creditMicros": 1000}));
        let found = clearbit.enrich_person().unwrap().enrich_people(&[clue()]).await.unwrap();
        assert_eq!((found.price.credits_milli, found.price.cost_micros), (2000, 2000));
        assert_eq!(found.value[0].is_some(), is_found);
        let domain = found.value[0].as_ref().and_then(|person| person.company.get(CompanyField::Domain));
        assert_eq!(domain, is_found.then_some("tidewater.example"));
        assert_eq!(server.only().path, "/v2/combined/find");
    }
}

#[tokio::test]
async fn queued_is_not_an_empty_person() {
    for queued in
        [Canned::empty(202), Canned::json(202, &json!({"error": {"type": "queued", "message": "…"}}))]
    {
        let (server, connectors) = stage(vec![queued]).await;
        let clearbit = source_with(&connectors, SourceKind::Clearbit, json!({"via": "clearbit"}));
        let later = clearbit.enrich_person().unwrap().enrich_people(&[clue()]).await;
        assert_eq!(later, Err(ConnectorError::later(180)));
        assert_eq!(server.seen().len(), 1);
    }
}

#[tokio::test]
async fn unknown_people_and_companies_are_none_and_free() {
    let unknown =
        Canned::json(404, &json!({"error": {"type": "unknown_record", "message": "Unknown person."}}));
    let (server, connectors) = stage(vec![unknown]).await;
    let clearbit = source_with(&connectors, SourceKind::Clearbit, json!({"via": "clearbit"}));
    let nobody = clearbit.enrich_person().unwrap().enrich_people(&[clue()]).await.unwrap();
    assert_eq!((nobody.value, nobody.price.is_free()), (vec![None], true));
    let domain = CompanyClue { domain: Some("nowhere.example".into()), ..CompanyClue::default() };
    let nothing = clearbit.enrich_company().unwrap().enrich_company(&domain).await.unwrap();
    assert_eq!(nothing.value, None);
    assert_eq!(server.seen()[1].path, "/company/v2/companies/find");
}

#[tokio::test]
async fn a_404_of_a_web_server_is_a_wrong_address() {
    for via in ["hunter", "clearbit"] {
        let (_server, connectors) = stage(vec![Canned::text(404, "<html>")]).await;
        let clearbit = source_with(&connectors, SourceKind::Clearbit, json!({ "via": via }));
        let error = clearbit.enrich_person().unwrap().enrich_people(&[clue()]).await.unwrap_err();
        assert_eq!(error.name(), "bad_request");
    }
}

#[tokio::test]
async fn who_forbids_processing_is_marked() {
    let (_server, connectors) =
        stage(vec![Canned::json(451, &json!({"errors": [{"id": "claimed_email"}]}))]).await;
    let found =
        source(&connectors, SourceKind::Clearbit).enrich_person().unwrap().enrich_people(&[clue()]).await;
    assert!(found.unwrap().value[0].as_ref().unwrap().is_forbidden);
}

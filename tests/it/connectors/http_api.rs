//! A described API on the wire.

use super::support::{KEY, client_with, settings, source_with, stage};
use crate::support::scripted::Canned;
use leadwire::connectors::{
    Connectors, ProviderHosts, Source, SourceKind,
    clue::PersonClue,
    facts::{PeopleQuery, PersonField},
    http::HttpSettings,
};
use serde_json::{Value, json};

fn people(server: &crate::support::scripted::Scripted, page: Value) -> Value {
    json!({"baseUrl": server.url().as_str(), "auth": {"style": "query", "name": "key"}, "people": {
        "path": "/people", "query": {"title": "{title}", "city": "{city}"}, "items": "/results",
        "person": {"fullName": "/name"}, "page": page
    }})
}

fn rows(names: &[&str], next: Value) -> Canned {
    let rows: Vec<Value> = names.iter().map(|name| json!({ "name": name })).collect();
    Canned::json(200, &json!({"results": rows, "next_page": next}))
}

async fn read_all(source: &Source, limit: u32) -> usize {
    let query = PeopleQuery { titles: vec!["head of sales".into()], ..PeopleQuery::default() };
    let (mut page, mut pages) = (None, 0);
    loop {
        let found =
            source.find_people().unwrap().find_people(&query, page.as_deref(), limit).await.unwrap().value;
        pages += 1;
        page = found.next;
        if page.is_none() {
            return pages;
        }
    }
}

#[tokio::test]
async fn a_described_search_is_made_page_by_page() {
    let (server, connectors) = stage(vec![rows(&["A"], json!(2)), rows(&["B"], Value::Null)]).await;
    let config = people(&server, json!({"style": "page", "sizeParameter": "per_page", "next": "/next_page"}));
    let source = source_with(&connectors, SourceKind::HttpApi, config);
    assert_eq!(read_all(&source, 1).await, 2);
    let seen = server.seen();
    assert_eq!(
        (seen[1].path.as_str(), seen[1].query("page"), seen[1].query("per_page")),
        ("/people", Some("2"), Some("1"))
    );
    assert_eq!(
        (seen[0].query("title"), seen[0].query("city"), seen[0].query("key")),
        (Some("head of sales"), None, Some(KEY))
    );
}

#[tokio::test]
async fn cursors_and_offsets_are_followed() {
    let (server, connectors) = stage(vec![rows(&["A"], json!("c 1")), rows(&["B"], Value::Null)]).await;
    let config = people(&server, json!({"style": "cursor", "parameter": "after", "next": "/next_page"}));
    assert_eq!(read_all(&source_with(&connectors, SourceKind::HttpApi, config), 1).await, 2);
    assert_eq!((server.seen()[0].query("after"), server.seen()[1].query("after")), (None, Some("c 1")));

    let (server, connectors) = stage(vec![rows(&["A", "B"], Value::Null), rows(&["C"], Value::Null)]).await;
    let config = people(&server, json!({"style": "offset", "sizeParameter": "n"}));
    assert_eq!(read_all(&source_with(&connectors, SourceKind::HttpApi, config), 2).await, 2);
    assert_eq!(server.seen()[1].query("offset"), Some("2"));
}

#[tokio::test]
async fn lists_that_never_end_come_to_an_end() {
    let (_server, connectors) = stage(vec![rows(&["A"], json!("again"))]).await;
    let same = people(&_server, json!({"style": "cursor", "next": "/next_page"}));
    assert_eq!(
        read_all(&source_with(&connectors, SourceKind::HttpApi, same), 1).await,
        2,
        "the same rows again"
    );

    let endless: Vec<Canned> = (0..9).map(|n| rows(&[&n.to_string()], json!(n))).collect();
    let (server, connectors) = stage(endless).await;
    let capped = people(&server, json!({"style": "page", "next": "/next_page", "maxPages": 5}));
    assert_eq!(read_all(&source_with(&connectors, SourceKind::HttpApi, capped), 1).await, 5);
}

#[tokio::test]
async fn a_list_is_read_to_its_end_and_one_that_is_cut_off_says_so() {
    let next = |n: usize| if n < 25 { json!(n + 1) } else { Value::Null };
    let long: Vec<Canned> = (1..=25).map(|n| rows(&[&n.to_string()], next(n))).collect();
    let (server, connectors) = stage(long.clone()).await;
    let whole = people(&server, json!({"style": "page", "next": "/next_page"}));
    assert_eq!(read_all(&source_with(&connectors, SourceKind::HttpApi, whole), 1).await, 25);

    for (most, expected) in [(1, true), (25, false)] {
        let (server, connectors) = stage(if most == 1 { long.clone() } else { long[24..].to_vec() }).await;
        let capped = people(&server, json!({"style": "page", "next": "/next_page", "maxPages": most}));
        let source = source_with(&connectors, SourceKind::HttpApi, capped);
        let page = (most > 1).then(|| most.to_string());
        let port = source.find_people().unwrap();
        let found = port.find_people(&PeopleQuery::default(), page.as_deref(), 1).await.unwrap().value;
        assert_eq!((found.next, found.is_cut_off), (None, expected), "{most}");
    }
}

#[tokio::test]
async fn an_answer_of_another_shape_is_malformed() {
    for body in
        [json!({"message": "The database is being maintained."}), json!({"results": {"a": 1}}), json!([])]
    {
        let (server, connectors) = stage(vec![Canned::json(200, &body)]).await;
        let source = source_with(&connectors, SourceKind::HttpApi, people(&server, json!({})));
        let error =
            source.find_people().unwrap().find_people(&PeopleQuery::default(), None, 5).await.unwrap_err();
        assert_eq!(error.name(), "malformed");
    }
}

#[tokio::test]
async fn what_is_filled_in_stays_in_its_place() {
    let (server, connectors) = stage(vec![Canned::json(200, &json!({"name": "Amara Quist"}))]).await;
    let config = json!({"baseUrl": format!("{}v1", server.url()), "person": {"method": "POST", "path": "/people/{externalId}",
        "body": {"mail": "{email}"}, "person": {"fullName": "/name"}}});
    let source = source_with(&connectors, SourceKind::HttpApi, config);
    let port = source.enrich_person().unwrap();
    let clue = |id: &str| PersonClue {
        external_id: Some(id.into()),
        email: Some("a\"}@b.example".into()),
        ..PersonClue::default()
    };
    let found = port.enrich_people(&[clue("../../admin?x=1#y")]).await.unwrap();
    assert_eq!(found.value[0].as_ref().unwrap().get(PersonField::FullName), Some("Amara Quist"));
    let seen = server.only();
    assert_eq!(seen.path, "/v1/people/..%2F..%2Fadmin%3Fx=1%23y");
    assert_eq!(seen.json(), json!({"mail": "a\"}@b.example"}));
    assert!(port.enrich_people(&[clue("..")]).await.is_err());
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_post_is_not_repeated_and_a_free_get_is() {
    for (method, asked) in [("POST", 1), ("GET", 3)] {
        let (server, connectors) = stage(vec![Canned::empty(503)]).await;
        let mut config = people(&server, json!({}));
        config["people"]["method"] = json!(method);
        let source = source_with(&connectors, SourceKind::HttpApi, config);
        assert!(source.find_people().unwrap().find_people(&PeopleQuery::default(), None, 5).await.is_err());
        assert_eq!(server.seen().len(), asked, "{method}");
    }
}

#[tokio::test]
async fn a_tenants_address_must_be_public() {
    let (server, _) = stage(vec![rows(&["A"], Value::Null)]).await;
    let strict = client_with(HttpSettings { allow_private_addresses: false, ..settings() });
    let connectors = Connectors::new(strict, ProviderHosts::default());
    let mut config = people(&server, json!({}));
    for base in [server.url().to_string(), format!("http://localhost:{}", server.port())] {
        config["baseUrl"] = json!(base);
        let source = source_with(&connectors, SourceKind::HttpApi, config.clone());
        let error = source.probe().unwrap().probe().await.unwrap_err();
        assert_eq!(error.to_string(), "the provider refused: the address leads into a private network");
    }
    assert!(server.seen().is_empty());
}

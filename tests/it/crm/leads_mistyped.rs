//! Words as people mistype them: found where nothing is written so, and nowhere in a word's way.

use super::support::{company, lead};
use crate::support::{actor::Actor, app::TestApp};
use serde_json::{Value, json};

async fn names(actor: &Actor, search: &str) -> Vec<String> {
    let query = "query($s: String) { leads(search: $s, orderBy: { field: NAME, direction: ASC }) { totalCount nodes { fullName } } }";
    let data = actor.ask(query, json!({ "s": search })).await;
    let nodes = data["leads"]["nodes"].as_array().unwrap();
    assert_eq!(data["leads"]["totalCount"], nodes.len());
    nodes.iter().map(|node| node["fullName"].as_str().unwrap().to_owned()).collect()
}

async fn people(t: &TestApp) -> Actor {
    let ada = t.agency("acme").await;
    let kestrel = company(&ada, json!({ "name": "Kestrel Freight Logistics" })).await;
    for input in [
        json!({ "fullName": "Naledi Mokoni", "email": "naledi@kestrelfreight.example", "companyId": kestrel["id"] }),
        json!({ "fullName": "John Smith", "title": "Head of Operations" }),
        json!({ "fullName": "Joan Smythe" }),
        json!({ "fullName": "Zoë Müller-Lüdenscheidt" }),
    ] {
        lead(&ada, input).await;
    }
    let eve = t.agency("evil").await;
    lead(&eve, json!({ "fullName": "Naledy Smiht" })).await;
    ada
}

#[tokio::test]
async fn a_slip_or_two_still_finds_whom_was_meant() {
    let t = TestApp::start().await;
    let ada = people(&t).await;
    for (typed, meant) in [
        ("naledy", "Naledi Mokoni"),
        ("nalledi", "Naledi Mokoni"),
        ("mokony naledi", "Naledi Mokoni"),
        ("kestrl", "Naledi Mokoni"),
        ("kestrel fraight", "Naledi Mokoni"),
        ("logisitcs", "Naledi Mokoni"),
        ("naledi@kestrelfrieght.example", "Naledi Mokoni"),
        ("smiht", "John Smith"),
        ("john smiht operatoins", "John Smith"),
        ("ludenscheit", "Zoë Müller-Lüdenscheidt"),
        ("MULLRE", "Zoë Müller-Lüdenscheidt"),
    ] {
        let found = names(&ada, typed).await;
        assert!(found.iter().any(|name| name == meant), "{typed}: {found:?}");
    }
}

#[tokio::test]
async fn what_is_written_so_comes_alone() {
    let t = TestApp::start().await;
    let ada = people(&t).await;
    assert_eq!(names(&ada, "smith").await, ["John Smith"], "and not who is called almost so");
    assert_eq!(names(&ada, "smythe").await, ["Joan Smythe"]);
    assert_eq!(names(&ada, "o").await.len(), 4, "a short word is meant as it is");
    for nothing in ["qqqqqq", "jhon", "smoth%", "naledi smythe", "xxxxx\" OR body:\"smi"] {
        assert_eq!(names(&ada, nothing).await, Vec::<String>::new(), "{nothing}");
    }
}

#[tokio::test]
async fn pages_and_filters_hold_for_what_comes_close() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    for n in 0..7 {
        lead(
            &ada,
            json!({ "fullName": format!("Kestrel {n}"), "priority": if n < 5 { "HIGH" } else { "LOW" } }),
        )
        .await;
    }
    let query = "query($a: String) { leads(search: \"kestrle\", first: 2, after: $a, filter: { priority: { eq: HIGH } }, orderBy: { field: NAME, direction: ASC }) {
        nodes { fullName } pageInfo { endCursor hasNextPage } } }";
    let (mut after, mut seen) = (Value::Null, vec![]);
    loop {
        let page = ada.ask(query, json!({ "a": after })).await["leads"].clone();
        seen.extend(
            page["nodes"]
                .as_array()
                .unwrap()
                .iter()
                .map(|node| node["fullName"].as_str().unwrap().to_owned()),
        );
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    assert_eq!(seen, ["Kestrel 0", "Kestrel 1", "Kestrel 2", "Kestrel 3", "Kestrel 4"]);
}

#[tokio::test]
async fn companies_are_found_the_same_way() {
    let t = TestApp::start().await;
    let ada = people(&t).await;
    let query = "query($s: String) { companies(search: $s) { nodes { name } } }";
    for typed in ["kestrel", "kestrell fright", "KESTRLE"] {
        let found = ada.ask(query, json!({ "s": typed })).await;
        assert_eq!(found["companies"]["nodes"][0]["name"], "Kestrel Freight Logistics", "{typed}");
    }
    assert_eq!(ada.ask(query, json!({ "s": "heron" })).await["companies"]["nodes"], json!([]));
}

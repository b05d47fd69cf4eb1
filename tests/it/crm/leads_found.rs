use super::{
    lead_create::member,
    support::{company, done, lead, nobody, run},
};
use crate::support::{
    actor::{Actor, code, field},
    app::TestApp,
};
use serde_json::{Value, json};

/// The names a list gives, sorted.
async fn names(actor: &Actor, arguments: &str) -> Vec<String> {
    let query = format!("{{ leads({arguments}) {{ nodes {{ fullName }} }} }}");
    let data = actor.ask(&query, json!({})).await;
    let nodes = data["leads"]["nodes"].as_array().unwrap().clone();
    let mut names: Vec<String> =
        nodes.iter().map(|node| node["fullName"].as_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

async fn people(t: &TestApp) -> (Actor, Value) {
    let ada = t.agency("acme").await;
    let globex = company(&ada, json!({ "name": "Globex" })).await;
    for input in [
        json!({ "fullName": "Zoë Müller", "title": "Head of Sales", "email": "zoe@globex.com", "country": "DE", "tags": ["vip", "new"], "companyId": globex["id"] }),
        json!({ "fullName": "John O'Neill", "title": "CTO", "phone": "+27215550100", "tags": ["50%_off"], "priority": "URGENT", "source": "fair", "seniority": "C_SUITE" }),
        json!({ "fullName": "Jo Li", "city": "Zürich", "segment": "SMB", "preferredChannel": "LINKEDIN", "assigneeId": member(&ada).await }),
    ] {
        lead(&ada, input).await;
    }
    (ada, globex)
}

#[tokio::test]
async fn search_finds_parts_of_names_companies_and_addresses() {
    let t = TestApp::start().await;
    let (ada, _) = people(&t).await;
    let eve = t.agency("evil").await;
    lead(&eve, json!({ "fullName": "Zoe Evil" })).await;
    for (search, found) in [
        ("zoe", vec!["Zoë Müller"]),
        ("MÜLL", vec!["Zoë Müller"]),
        ("oe ull", vec!["Zoë Müller"]),
        ("lobe sales", vec!["Zoë Müller"]),
        ("@globex.c", vec!["Zoë Müller"]),
        ("o'n", vec!["John O'Neill"]),
        ("7215550", vec!["John O'Neill"]),
        ("jo", vec!["Jo Li", "John O'Neill"]),
        ("i", vec!["Jo Li", "John O'Neill"]),
        ("zürich li", vec!["Jo Li"]),
        ("  ", vec!["Jo Li", "John O'Neill", "Zoë Müller"]),
        ("100%", vec![]),
        ("a_b", vec![]),
        ("\\\" OR *", vec![]),
        ("zoe evil", vec![]),
    ] {
        let arguments = format!("search: {}", json!(search));
        assert_eq!(names(&ada, &arguments).await, found, "{search:?}");
    }
    let zero = ada
        .ask("query($s: String) { leads(search: $s) { nodes { fullName } } }", json!({ "s": "zoe\u{0}" }))
        .await;
    assert_eq!(zero["leads"]["nodes"][0]["fullName"], "Zoë Müller");
    for absurd in ["x".repeat(201), "a ".repeat(11)] {
        let answer =
            ada.gql("query($s: String) { leads(search: $s) { nodes { id } } }", json!({ "s": absurd })).await;
        assert_eq!((code(&answer), field(&answer)), ("BAD_USER_INPUT", "search"));
    }
}

#[tokio::test]
async fn a_change_of_words_is_found_at_once_and_the_old_words_are_not() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let jane = lead(&ada, json!({ "fullName": "Jane Doe" })).await;
    done(&ada, "leadUpdate", json!({ "id": jane["id"], "lastName": "Roe" })).await;
    assert_eq!(names(&ada, "search: \"doe\"").await, Vec::<String>::new());
    assert_eq!(names(&ada, "search: \"jane roe\"").await, ["Jane Roe"]);
}

#[tokio::test]
async fn filters_say_what_they_mean() {
    let t = TestApp::start().await;
    let (ada, globex) = people(&t).await;
    let id = |value: &Value| value["id"].as_str().unwrap().to_owned();
    let between =
        |from: &str, to: &str| format!("createdAt: {{between: {{from: \"{from}\", to: \"{to}\"}}}}");
    let all = ["Jo Li", "John O'Neill", "Zoë Müller"];
    for (filter, found) in [
        ("name: {contains: \"O'N\"}".to_owned(), &all[1..2]),
        ("name: {startsWith: \"muller z\"}".to_owned(), &all[2..]),
        ("email: {eq: \"ZOE@globex.com\"}".to_owned(), &all[2..]),
        ("email: {isNull: true}".to_owned(), &all[..2]),
        ("country: {in: [\"DE\", \"ZA\"]}".to_owned(), &all[2..]),
        ("country: {not: \"DE\"}".to_owned(), &all[..2]),
        (format!("companyId: {{eq: \"{}\"}}", id(&globex)), &all[2..]),
        ("companyId: {isNull: true}".to_owned(), &all[..2]),
        (format!("companyId: {{eq: \"{}\"}}", nobody("comp_")), &all[..0]),
        (format!("assigneeId: {{eq: \"{}\"}}", member(&ada).await), &all[..1]),
        ("status: {in: [NEW, CONTACTED]}".to_owned(), &all[..]),
        ("status: {not: NEW}".to_owned(), &all[..0]),
        ("priority: {eq: URGENT}, source: {eq: \"fair\"}, seniority: {eq: C_SUITE}".to_owned(), &all[1..2]),
        ("segment: {isNull: false}, preferredChannel: {eq: LINKEDIN}".to_owned(), &all[..1]),
        ("tags: {any: [\"VIP\", \"none\"]}".to_owned(), &all[2..]),
        ("tags: {all: [\"vip\", \"new\"]}".to_owned(), &all[2..]),
        ("tags: {all: [\"vip\", \"none\"]}".to_owned(), &all[..0]),
        ("tags: {none: [\"vip\", \"50%_off\"]}".to_owned(), &all[..1]),
        ("tags: {any: [\"50%_OFF\"]}".to_owned(), &all[1..2]),
        ("tags: {any: [\"%\"]}".to_owned(), &all[..0]),
        ("tags: {any: []}".to_owned(), &all[..0]),
        ("score: {isNull: true}, createdAt: {lte: \"2026-11-02T09:00:00Z\"}".to_owned(), &all[..]),
        ("createdAt: {gt: \"2026-11-02T09:00:00Z\"}".to_owned(), &all[..0]),
        (between("2026-11-02T08:00:00Z", "2026-11-02T09:00:00Z"), &all[..]),
        (between("2026-11-02T09:00:00Z", "2026-11-02T10:00:00Z"), &all[..]),
        (between("2026-11-02T10:00:00Z", "2026-11-02T08:00:00Z"), &all[..0]),
        ("createdAt: {not: \"2026-11-02T09:00:00Z\"}".to_owned(), &all[..0]),
        ("score: {not: 7}".to_owned(), &all[..]),
        ("or: [{country: {eq: \"DE\"}}, {priority: {eq: URGENT}}]".to_owned(), &all[1..]),
        ("not: {or: [{country: {eq: \"DE\"}}, {priority: {eq: URGENT}}]}".to_owned(), &all[..1]),
        ("and: [{status: {eq: NEW}}, {not: {email: {isNull: true}}}]".to_owned(), &all[2..]),
        (format!("listIds: [\"{}\"]", nobody("list_")), &all[..0]),
        (format!("campaignIds: [\"{}\"]", nobody("camp_")), &all[..0]),
    ] {
        assert_eq!(names(&ada, &format!("filter: {{{filter}}}")).await, found, "{filter}");
    }
    let lead = nobody("lead_");
    let of_another_kind = format!("{{ leads(filter: {{companyId: {{eq: \"{lead}\"}}}}) {{ totalCount }} }}");
    let answer = ada.gql(&of_another_kind, json!({})).await;
    assert_eq!(answer["errors"][0]["extensions"]["refused"], lead, "{answer:#}");
    let count = ada
        .ask(
            "{ leads(first: 1, filter: {email: {isNull: true}}) { totalCount totalCountIsLowerBound } }",
            json!({}),
        )
        .await;
    assert_eq!(count["leads"], json!({ "totalCount": 2, "totalCountIsLowerBound": false }));
}

#[tokio::test]
async fn absurd_filters_are_refused_and_a_null_character_matches_nothing() {
    let t = TestApp::start().await;
    let (ada, _) = people(&t).await;
    let deep = (0..7).fold("status: {eq: NEW}".to_owned(), |inner, _| format!("not: {{{inner}}}"));
    let answer = ada.gql(&format!("{{ leads(filter: {{{deep}}}) {{ nodes {{ id }} }} }}"), json!({})).await;
    assert_eq!((code(&answer), field(&answer)), ("BAD_USER_INPUT", "filter"));
    let query = "query($f: LeadFilter) { leads(filter: $f) { nodes { id } } }";
    for filter in [
        json!({ "name": { "eq": "a\u{0}" } }),
        json!({ "source": { "contains": "\u{0}z" } }),
        json!({ "tags": { "any": ["\u{0}"] } }),
    ] {
        assert_eq!(ada.ask(query, json!({ "f": filter })).await["leads"]["nodes"], json!([]));
    }
    let many: Vec<String> = (0..101).map(|_| nobody("lead_")).collect();
    assert!(!ada.gql(query, json!({ "f": { "id": { "in": many } } })).await["errors"].is_null());
}

#[tokio::test]
async fn a_client_sees_no_lead_and_a_stranger_may_not_look() {
    let t = TestApp::start().await;
    let (ada, _) = people(&t).await;
    let client = ada.client().await;
    assert_eq!(names(&client, "first: 100").await, Vec::<String>::new());
    let jane = lead(&ada, json!({ "fullName": "Jane Doe" })).await;
    let one = "query($id: ID!) { lead(id: $id) { id } }";
    for id in [jane["id"].clone(), nobody("lead_").into()] {
        assert_eq!(code(&client.gql(one, json!({ "id": id })).await), "NOT_FOUND");
    }
    assert_eq!(code(&t.stranger().gql("{ leads { nodes { id } } }", json!({})).await), "UNAUTHENTICATED");
    let eve = t.agency("evil").await;
    assert_eq!(code(&eve.gql(one, json!({ "id": jane["id"] })).await), "NOT_FOUND");
    let other = ada.gql(one, json!({ "id": nobody("comp_") })).await;
    assert!(!other["errors"].is_null(), "an id of another kind");
    assert_eq!(
        code(&run(&client, "leadTag", json!({ "id": jane["id"], "tags": ["x"] }), "id").await),
        "FORBIDDEN"
    );
}

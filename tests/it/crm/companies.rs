use super::support::{company, done, fields, hint, lead, nobody, run, told, traces};
use crate::support::{actor::code, app::TestApp};
use entity::membership::Role;
use serde_json::json;

const SHOWN: &str =
    "id name domain industry employeeCount annualRevenueMicros currency foundedYear country city linkedinUrl
    technologies funding { totalMicros lastRound lastRoundOn } description version";

#[tokio::test]
async fn a_company_is_made_and_changed() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let input = json!({
        "name": "Globex", "domain": "jobs@www.Globex.co.uk", "employeeCount": 250, "annualRevenueMicros": 1_250_000_500_000_i64, "currency": "gbp",
        "foundedYear": 1989, "country": "gb", "linkedinUrl": "linkedin.com/company/Globex/about", "technologies": ["Rust", "rust", "SQL"],
        "funding": { "totalMicros": 5_000_000_000_000_i64, "lastRound": "series_b", "lastRoundOn": "2024-05-01" },
    });
    let answer = run(&ada, "companyCreate", input, SHOWN).await;
    let made = &answer["data"]["companyCreate"];
    assert_eq!(
        (&made["domain"], &made["annualRevenueMicros"]),
        (&json!("globex.co.uk"), &json!(1_250_000_500_000_i64)),
        "{answer:#}"
    );
    assert_eq!((&made["currency"], &made["country"]), (&json!("GBP"), &json!("GB")));
    assert_eq!(made["technologies"], json!(["Rust", "SQL"]));
    assert_eq!(made["linkedinUrl"], "https://www.linkedin.com/company/globex");
    assert_eq!(
        made["funding"],
        json!({ "totalMicros": 5_000_000_000_000_i64, "lastRound": "series_b", "lastRoundOn": "2024-05-01" })
    );
    let change = json!({ "id": made["id"], "name": null, "employeeCount": null, "expectedVersion": 1 });
    let answer = run(&ada, "companyUpdate", change, SHOWN).await;
    let changed = &answer["data"]["companyUpdate"];
    assert_eq!(
        (&changed["name"], &changed["employeeCount"]),
        (&json!("globex.co.uk"), &json!(null)),
        "{answer:#}"
    );
    assert_eq!((&changed["version"], &changed["foundedYear"]), (&json!(2), &json!(1989)));
    assert_eq!(told(&t, &ada).await, ["COMPANY_CREATED", "COMPANY_UPDATED"]);
}

#[tokio::test]
async fn one_company_per_domain_and_workspace() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let first = company(&ada, json!({ "domain": "globex.com" })).await;
    let other = company(&ada, json!({ "name": "Other" })).await;
    let before = traces(&t).await;
    let again = run(&ada, "companyCreate", json!({ "domain": "https://shop.globex.com/x" }), "id").await;
    let moved = run(&ada, "companyUpdate", json!({ "id": other["id"], "domain": "globex.com" }), "id").await;
    for answer in [again, moved] {
        assert_eq!(code(&answer), "CONFLICT");
        assert!(hint(&answer).contains(first["id"].as_str().unwrap()), "{answer:#}");
    }
    assert_eq!(traces(&t).await, before);
    company(&eve, json!({ "domain": "globex.com" })).await;
}

#[tokio::test]
async fn bad_values_are_all_named() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let before = traces(&t).await;
    let bad = json!({
        "name": "x".repeat(201), "domain": "gmail.com", "country": "Mars", "linkedinUrl": "linkedin.com/in/jane", "employeeCount": -1,
        "annualRevenueMicros": -5, "currency": "euro", "foundedYear": 12, "technologies": [""], "funding": { "totalMicros": -1 }, "city": "a\u{0}",
    });
    let answer = run(&ada, "companyCreate", bad, "id").await;
    let mut named = fields(&answer);
    named.sort_unstable();
    let mut expected = vec![
        "name",
        "domain",
        "country",
        "linkedinUrl",
        "employeeCount",
        "annualRevenueMicros",
        "currency",
        "foundedYear",
        "technologies.0",
        "funding",
        "city",
    ];
    expected.push("name"); // without a name or domain that holds, it has nothing to be called by
    expected.sort_unstable();
    assert_eq!(named, expected, "{answer:#}");
    for huge in [i64::MAX, 2_000_000_000_000_000_000] {
        let answer =
            run(&ada, "companyCreate", json!({ "name": "X", "annualRevenueMicros": huge }), "id").await;
        assert_eq!(fields(&answer), ["annualRevenueMicros"]);
    }
    assert_eq!(fields(&run(&ada, "companyCreate", json!({}), "id").await), ["name"]);
    assert_eq!(traces(&t).await, before);
}

#[tokio::test]
async fn a_company_is_deleted_when_nobody_works_there() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let globex = company(&ada, json!({ "name": "Globex" })).await;
    let jane = lead(&ada, json!({ "fullName": "Jane Doe", "companyId": globex["id"] })).await;
    let answer = run(&ada, "companyDelete", json!({ "id": globex["id"] }), "id").await;
    assert_eq!(code(&answer), "CONFLICT");
    assert!(hint(&answer).contains(globex["id"].as_str().unwrap()));
    done(&ada, "leadDelete", json!({ "id": jane["id"] })).await;
    let gone = run(&ada, "companyDelete", json!({ "id": globex["id"] }), "id name").await;
    assert_eq!(gone["data"]["companyDelete"]["name"], "Globex", "{gone:#}");
    let one = "query($id: ID!) { company(id: $id) { id } }";
    assert_eq!(code(&ada.gql(one, json!({ "id": globex["id"] })).await), "NOT_FOUND");
    assert_eq!(done(&ada, "leadRestore", json!({ "id": jane["id"] })).await["company"], json!(null));
    assert_eq!(told(&t, &ada).await.last().unwrap(), "LEAD_RESTORED");
}

#[tokio::test]
async fn others_companies_do_not_exist() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let globex = company(&ada, json!({ "name": "Globex" })).await;
    for name in ["companyUpdate", "companyDelete"] {
        let foreign = run(&eve, name, json!({ "id": globex["id"] }), "id").await;
        let random = run(&eve, name, json!({ "id": nobody("comp_") }), "id").await;
        assert_eq!(code(&foreign), "NOT_FOUND");
        assert_eq!(foreign["errors"][0]["message"], random["errors"][0]["message"]);
    }
    let list = "{ companies { nodes { name } totalCount } }";
    assert_eq!(eve.ask(list, json!({})).await["companies"], json!({ "nodes": [], "totalCount": 0 }));
    let client = ada.client().await;
    assert_eq!(client.ask(list, json!({})).await["companies"]["totalCount"], 0);
    let rob = ada.colleague(Role::Researcher).await;
    assert_eq!(code(&run(&rob, "companyDelete", json!({ "id": globex["id"] }), "id").await), "FORBIDDEN");
}

#[tokio::test]
async fn companies_are_found_and_ordered() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    for (name, domain, people) in
        [("Ärzte AG", "aerzte.de", 10), ("Beta", "beta.com", 500), ("acme", "acme.org", 90)]
    {
        company(&ada, json!({ "name": name, "domain": domain, "employeeCount": people })).await;
    }
    let names = |data: serde_json::Value| -> Vec<String> {
        let nodes = data["companies"]["nodes"].as_array().unwrap().clone();
        nodes.iter().map(|node| node["name"].as_str().unwrap().to_owned()).collect()
    };
    let ordered =
        ada.ask("{ companies(orderBy: {field: NAME, direction: ASC}) { nodes { name } } }", json!({})).await;
    assert_eq!(names(ordered), ["acme", "Ärzte AG", "Beta"]);
    for (arguments, expected) in [
        ("search: \"arz\"", vec!["Ärzte AG"]),
        ("search: \"eta.c\"", vec!["Beta"]),
        ("filter: {employeeCount: {gte: 90}, not: {name: {eq: \"BETA\"}}}", vec!["acme"]),
        (
            "filter: {or: [{domain: {startsWith: \"ACME\"}}, {employeeCount: {lt: 11}}]}",
            vec!["acme", "Ärzte AG"],
        ),
        ("filter: {employeeCount: {between: {from: 10, to: 90}}}", vec!["acme", "Ärzte AG"]),
        ("filter: {employeeCount: {between: {from: 90, to: 10}}}", vec![]),
        ("filter: {employeeCount: {not: 10}}", vec!["Beta", "acme"]),
        ("filter: {country: {eq: \"XX\"}}", vec![]),
    ] {
        let query = format!("{{ companies({arguments}) {{ nodes {{ name }} }} }}");
        let mut found = names(ada.ask(&query, json!({})).await);
        found.sort();
        assert_eq!(found, expected, "{arguments}");
    }
}

#[tokio::test]
async fn of_two_who_make_the_same_company_at_once_one_does() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    let of = |name: &str| json!({ "name": name, "domain": "globex.com" });
    let (one, two) = tokio::join!(
        run(&ada, "companyCreate", of("Globex"), "id"),
        run(&rob, "companyCreate", of("Globex Corporation"), "id")
    );
    let (made, refused) = if code(&one).is_empty() { (one, two) } else { (two, one) };
    assert_eq!((code(&made), code(&refused)), ("", "CONFLICT"), "{made} {refused}");
    let id = made["data"]["companyCreate"]["id"].as_str().unwrap();
    assert!(hint(&refused).contains(id), "the other is named: {refused:#}");
    let all = ada.ask("{ companies { totalCount } }", json!({})).await;
    assert_eq!(all["companies"]["totalCount"], 1);
    assert_eq!(told(&t, &ada).await, ["COMPANY_CREATED"]);
}

use super::{
    lead_create::member,
    support::{done, lead, nobody, run, told, traces},
};
use crate::support::{
    actor::{code, field},
    app::TestApp,
};
use entity::membership::Role;
use serde_json::{Value, json};

#[tokio::test]
async fn tags_are_added_once_and_taken_off() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let jane = lead(&ada, json!({ "fullName": "Jane Doe", "tags": ["a"] })).await;
    let tagged = done(&ada, "leadTag", json!({ "id": jane["id"], "tags": ["B ", "A", "b", "ÄÖ"] })).await;
    assert_eq!((&tagged["tags"], &tagged["version"]), (&json!(["a", "b", "äö"]), &json!(2)));
    let before = traces(&t).await;
    let same = done(&ada, "leadTag", json!({ "id": jane["id"], "tags": ["a"] })).await;
    let none = done(&ada, "leadUntag", json!({ "id": jane["id"], "tags": ["zzz"] })).await;
    assert_eq!((&same["version"], &none["version"]), (&json!(2), &json!(2)));
    assert_eq!(traces(&t).await, before);
    let less = done(&ada, "leadUntag", json!({ "id": jane["id"], "tags": [" A", "äÖ"] })).await;
    assert_eq!(less["tags"], json!(["b"]));
    assert_eq!(told(&t, &ada).await, ["LEAD_CREATED", "LEAD_TAGGED", "LEAD_TAGGED"]);
}

#[tokio::test]
async fn too_many_or_malformed_tags_are_refused() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let full: Vec<String> = (0..50).map(|n| format!("t{n}")).collect();
    let jane = lead(&ada, json!({ "fullName": "Jane Doe", "tags": full })).await;
    for (tags, path) in [
        (json!(["one more"]), "tags"),
        (json!(["ok", ""]), "tags.1"),
        (json!(["say \"hi\""]), "tags.0"),
        (json!(["x".repeat(51)]), "tags.0"),
    ] {
        let answer = run(&ada, "leadTag", json!({ "id": jane["id"], "tags": tags }), "id").await;
        assert_eq!((code(&answer), field(&answer)), ("BAD_USER_INPUT", path), "{answer:#}");
    }
    let eve = t.agency("evil").await;
    for name in ["leadTag", "leadUntag"] {
        let answer = run(&eve, name, json!({ "id": jane["id"], "tags": ["x"] }), "id").await;
        assert_eq!(code(&answer), "NOT_FOUND");
    }
}

#[tokio::test]
async fn the_tags_in_use_are_counted_and_paged() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    for (name, tags) in [("A A", json!(["vip", "new"])), ("B B", json!(["vip"])), ("C C", json!(["ärger"]))]
    {
        lead(&ada, json!({ "fullName": name, "tags": tags })).await;
    }
    lead(&eve, json!({ "fullName": "E E", "tags": ["theirs"] })).await;
    let gone = lead(&ada, json!({ "fullName": "D D", "tags": ["gone"] })).await;
    done(&ada, "leadDelete", json!({ "id": gone["id"] })).await;
    let all = ada.ask("{ tags { nodes { name leadCount } pageInfo { hasNextPage } } }", json!({})).await;
    let expected = json!([{ "name": "new", "leadCount": 1 }, { "name": "vip", "leadCount": 2 }, { "name": "ärger", "leadCount": 1 }]);
    assert_eq!(all["tags"]["nodes"], expected);
    let page = "query($n: Int, $a: String) { tags(first: $n, after: $a) { nodes { name } pageInfo { endCursor hasNextPage hasPreviousPage } } }";
    let first = ada.ask(page, json!({ "n": 2 })).await["tags"].clone();
    assert_eq!(first["pageInfo"]["hasNextPage"], true);
    let second = ada.ask(page, json!({ "n": 2, "a": first["pageInfo"]["endCursor"] })).await["tags"].clone();
    assert_eq!(second["nodes"], json!([{ "name": "ärger" }]));
    assert_eq!(
        (&second["pageInfo"]["hasNextPage"], &second["pageInfo"]["hasPreviousPage"]),
        (&json!(false), &json!(true))
    );
    let found = ada.ask("{ tags(search: \"ARG\") { nodes { name } } }", json!({})).await;
    assert_eq!(found["tags"]["nodes"], json!([{ "name": "ärger" }]));
    let client = ada.client().await.ask("{ tags { nodes { name } } }", json!({})).await;
    assert_eq!(client["tags"]["nodes"], json!([]));
    let lost = ada.gql("{ tags(after: \"nonsense\") { nodes { name } } }", json!({})).await;
    assert_eq!((code(&lost), field(&lost)), ("BAD_USER_INPUT", "after"));
}

#[tokio::test]
async fn a_lead_is_given_to_members_who_work_with_leads() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let rob = ada.colleague(Role::Researcher).await;
    let jane = lead(&ada, json!({ "fullName": "Jane Doe" })).await;
    let to = |who: Value| json!({ "id": jane["id"], "assigneeId": who });
    let robs = json!(member(&rob).await);
    let given = done(&ada, "leadAssign", to(robs.clone())).await;
    assert_eq!((&given["assignedTo"]["id"], &given["version"]), (&robs, &json!(2)));
    let same = done(&ada, "leadAssign", to(robs)).await;
    assert_eq!(same["version"], 2);
    let client = ada.client().await;
    let refused = run(&ada, "leadAssign", to(member(&client).await.into()), "id").await;
    assert_eq!((code(&refused), field(&refused)), ("BAD_USER_INPUT", "assigneeId"));
    for unknown in [member(&eve).await, nobody("member_")] {
        assert_eq!(code(&run(&ada, "leadAssign", to(unknown.into()), "id").await), "NOT_FOUND");
    }
    assert_eq!(done(&ada, "leadAssign", to(Value::Null)).await["assignedTo"], Value::Null);
    assert_eq!(told(&t, &ada).await, ["LEAD_CREATED", "LEAD_ASSIGNED", "LEAD_ASSIGNED"]);
}

//! A page of leads whose fields are columns is read straight into JSON. What it says must be what the resolvers say.
//! `edges { node }` is always resolved, `nodes` is written where it can be: one query asks both.

use super::support::{company, done, lead};
use crate::support::{actor::Actor, app::TestApp};
use serde_json::{Value, json};

const CARD: &str = "id position status notes currency enteredStageAt inviteSentAt connectedAt lastActivityAt version createdAt \
    updatedAt __typename stage { id name key kind wipLimit position version createdAt updatedAt __typename } \
    pipeline { id workspaceId name template version createdAt updatedAt }";
const COMPANY: &str = "id workspaceId name domain industry employeeCount foundedYear country city linkedinUrl description \
    version createdAt updatedAt __typename";
const CAMPAIGN: &str = "id workspaceId name description status version createdAt updatedAt __typename";

/// Everything but `activities` that can be written.
fn item() -> String {
    format!(
        "id again: id fullName title icebreaker score status createdAt company {{ {COMPANY} }} campaign {{ {CAMPAIGN} }} card {{ {CARD} }} \
         __typename activities(first: 2) {{ nodes {{ id leadId kind summary actorType at }} }} \
         oldest: activities(last: 1) {{ all: nodes {{ kind __typename }} }}"
    )
}

/// The page, asked both ways; how many statements each took.
async fn both(t: &TestApp, actor: &Actor, arguments: &str, item: &str) -> (Value, [u64; 2]) {
    let page = "pageInfo { startCursor endCursor hasNextPage hasPreviousPage } totalCount";
    let written = format!("{{ leads({arguments}) {{ nodes {{ {item} }} {page} }} }}");
    let resolved = format!("{{ leads({arguments}) {{ edges {{ node {{ {item} }} }} {page} }} }}");
    let start = t.app.db().statements();
    let written = actor.ask(&written, json!({})).await["leads"].clone();
    let middle = t.app.db().statements();
    let mut resolved = actor.ask(&resolved, json!({})).await["leads"].clone();
    let end = t.app.db().statements();
    let edges = resolved["edges"].as_array().unwrap().clone();
    resolved["nodes"] = edges.into_iter().map(|edge| edge["node"].clone()).collect();
    resolved.as_object_mut().unwrap().remove("edges");
    assert_eq!(written, resolved, "{arguments}: {item}");
    (written, [middle - start, end - middle])
}

/// Three leads: one with everything, one whose campaign was deleted, one with nothing.
async fn crowd(ada: &Actor) {
    let works = json!({ "name": "Globex \"G\" \\ Söhne", "domain": "globex.com", "employeeCount": 12, "foundedYear": 1989 });
    let works = company(ada, works).await;
    let full = json!({ "fullName": "Jane \"J\" \\ Doe é", "icebreaker": "One\n\ttwo \u{2028}", "title": "Head", "companyId": works["id"] });
    let ids = [full, json!({ "fullName": "Bo" }), json!({ "fullName": "Al" })].map(|input| lead(ada, input));
    let mut made = vec![];
    for id in ids {
        made.push(id.await["id"].clone());
    }
    for (name, lead) in [("Fair", &made[0]), ("Gone", &made[1])] {
        let query = "mutation($n: String!) { campaignCreate(input: { name: $n }) { id } }";
        let campaign = ada.ask(query, json!({ "n": name })).await["campaignCreate"]["id"].clone();
        let join = "mutation($i: CampaignAddLeadsInput!) { campaignAddLeads(input: $i) { addedCount } }";
        ada.ask(join, json!({ "i": { "id": campaign, "leadIds": [lead] } })).await;
        if name == "Gone" {
            let query = "mutation($i: CampaignDeleteInput!) { campaignDelete(input: $i) { deletedId: id } }";
            ada.gql(query, json!({ "i": { "id": campaign } })).await;
        }
    }
    for board in ["First", "Last"] {
        let query = "mutation($n: String!) { pipelineCreate(input: { name: $n, template: OUTREACH }) { id stages { id } } }";
        let board = ada.ask(query, json!({ "n": board })).await["pipelineCreate"].clone();
        let input =
            json!({ "pipelineId": board["id"], "stageId": board["stages"][1]["id"], "leadId": made[0] });
        let query = "mutation($i: PipelineCardCreateInput!) { pipelineCardCreate(input: $i) { id } }";
        ada.ask(query, json!({ "i": input })).await;
    }
    done(ada, "leadTag", json!({ "id": made[0], "tags": ["vip"] })).await;
}

#[tokio::test]
async fn a_written_page_says_what_a_resolved_one_says() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    crowd(&ada).await;
    let (page, [written, resolved]) = both(&t, &ada, "first: 9", &item()).await;
    assert_eq!(page["nodes"].as_array().unwrap().len(), 3);
    let jane = &page["nodes"][2];
    assert_eq!(jane["fullName"].as_str().unwrap().chars().last(), Some('é'));
    assert_eq!(jane["card"]["pipeline"]["name"], "Last", "the card it got last");
    assert_eq!((&jane["campaign"]["name"], &page["nodes"][0]["card"]), (&json!("Fair"), &Value::Null));
    assert_eq!(jane["oldest"]["all"], json!([{ "kind": "CREATED", "__typename": "Activity" }]));
    assert_eq!(written, 4, "the list, two pages of activities, the count");
    assert!(resolved > written, "{resolved}");
}

#[tokio::test]
async fn every_page_and_order_is_the_same() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    crowd(&ada).await;
    for order in ["CREATED_AT", "SCORE", "NAME", "LAST_ACTIVITY_AT"] {
        for direction in ["ASC", "DESC"] {
            let order = format!("orderBy: {{field: {order}, direction: {direction}}}");
            let (page, _) = both(&t, &ada, &format!("first: 2, {order}"), "id card { stage { name } }").await;
            let end = page["pageInfo"]["endCursor"].clone();
            assert_eq!(page["pageInfo"]["hasNextPage"], true);
            both(&t, &ada, &format!("first: 2, after: {end}, {order}"), "id score").await;
            both(&t, &ada, &format!("last: 2, {order}"), "id company { name }").await;
            both(&t, &ada, &format!("last: 1, before: {end}, {order}"), &item()).await;
        }
    }
    let (none, _) = both(&t, &ada, "search: \"nobody at all\"", &item()).await;
    assert_eq!(none["nodes"], json!([]));
    both(&t, &ada, "search: \"jane\", filter: { status: { in: [NEW] } }", &item()).await;
}

#[tokio::test]
async fn what_has_to_be_merged_or_computed_is_resolved() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    crowd(&ada).await;
    for (query, found) in [
        ("{ leads { nodes { id } } leads { nodes { fullName } } }", "/leads/nodes/0/fullName"),
        (
            "{ leads { nodes { id } } ...f } fragment f on Query { leads { nodes { title } } }",
            "/leads/nodes/0/id",
        ),
        ("{ leads { nodes { id } nodes { tags } } }", "/leads/nodes/0/tags"),
        ("{ leads { nodes { id card { id } card { status } } } }", "/leads/nodes/2/card/status"),
        ("{ leads { nodes { id @include(if: true) fullName @skip(if: true) } } }", "/leads/nodes/0/id"),
        ("{ leads { nodes { tags company { technologies } } } }", "/leads/nodes/2/company/technologies"),
        (
            "{ leads { nodes { ...on Node { id } ...l } } } fragment l on Lead { fullName }",
            "/leads/nodes/2/fullName",
        ),
        ("{ a: leads { n: nodes { i: id } } b: leads { nodes { id } } }", "/a/n/0/i"),
    ] {
        let data = ada.ask(query, json!({})).await;
        assert!(data.pointer(found).is_some_and(|value| !value.is_null()), "{query}: {data:#}");
        assert!(
            data.pointer("/leads/nodes/0/id").is_some() || !query.starts_with("{ leads { nodes { id"),
            "{data:#}"
        );
    }
}

#[tokio::test]
async fn what_is_another_types_is_left_out() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    crowd(&ada).await;
    let item = "fullName ... on Node { id ... on Campaign { status version } } \
        company { name ... on Node { ... on Pipeline { version } __typename } }";
    let (page, _) = both(&t, &ada, "first: 9", item).await;
    let jane = &page["nodes"][2];
    assert!(jane["id"].is_string() && jane.get("status").is_none(), "a lead is no campaign: {jane}");
    let works = json!({ "name": jane["company"]["name"], "__typename": "Company" });
    assert_eq!(jane["company"], works, "nor is a company a pipeline");
}

#[tokio::test]
async fn a_client_gets_their_own_leads_only() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let other = t.agency("globex").await;
    crowd(&ada).await;
    let client = ada.client().await;
    for (who, seen) in [(&client, 0), (&other, 0), (&ada, 3)] {
        let data = who.ask("{ leads { nodes { id } } }", json!({})).await;
        assert_eq!(data["leads"]["nodes"].as_array().unwrap().len(), seen);
    }
    let campaigns = ada.ask("{ campaigns { nodes { id name } } }", json!({})).await;
    let nodes = campaigns["campaigns"]["nodes"].as_array().unwrap().clone();
    let fair = nodes.iter().find(|campaign| campaign["name"] == "Fair").unwrap();
    let query = "{ viewer { memberships { id } } }";
    let member = client.ask(query, json!({})).await["viewer"]["memberships"][0]["id"].clone();
    let grant = "mutation($i: CampaignAccessGrantInput!) { campaignAccessGrant(input: $i) { id } }";
    ada.ask(grant, json!({ "i": { "campaignId": fair["id"], "memberId": member } })).await;
    both(&t, &client, "first: 9", &item()).await;
    let data = client.ask("{ leads { nodes { fullName card { stage { name } } } } }", json!({})).await;
    assert_eq!(data["leads"]["nodes"].as_array().unwrap().len(), 1);
    assert_eq!(
        data["leads"]["nodes"][0]["card"]["stage"]["name"], "Contacted",
        "a card is shown with its column"
    );
    let boards =
        "{ pipelines { nodes { name cardCount stages { name cards { nodes { lead { fullName } } } } } } }";
    let seen = client.ask(boards, json!({})).await["pipelines"]["nodes"].clone();
    assert_eq!(seen.as_array().unwrap().len(), 2, "the boards its card lies on: {seen}");
    empty_board(&ada).await;
    assert_eq!(client.ask(boards, json!({})).await["pipelines"]["nodes"], seen, "and no other");
}

/// A board with somebody the client does not see.
async fn empty_board(ada: &Actor) {
    let query =
        "mutation { pipelineCreate(input: { name: \"Ours\", template: OUTREACH }) { id stages { id } } }";
    let board = ada.ask(query, json!({})).await["pipelineCreate"].clone();
    let bo =
        ada.ask("{ leads(search: \"Bo\") { nodes { id } } }", json!({})).await["leads"]["nodes"][0]["id"]
            .clone();
    let input = json!({ "pipelineId": board["id"], "stageId": board["stages"][0]["id"], "leadId": bo });
    let query = "mutation($i: PipelineCardCreateInput!) { pipelineCardCreate(input: $i) { id } }";
    ada.ask(query, json!({ "i": input })).await;
}

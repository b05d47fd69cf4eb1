//! A CLIENT sees nothing until something is given to them: every query and stream of the schema, asked by one.

use crate::support::{
    actor::{Actor, code},
    app::TestApp,
    walk::{self, Operation},
    world::{self, World},
};
use async_graphql::futures_util::future::join;
use leadwire::schema;
use serde_json::{Value, json};
use std::collections::HashMap;

/// What is theirs, or everybody's: themselves, the agency they belong to, whether the system works; and numbers, which are
/// noughts (`insight::analytics::narrow` looks at each).
const THEIRS: &[&str] = &[
    "agency",
    "analytics",
    "analyticsOverview",
    "health",
    "hello",
    "notificationPreferences",
    "sessions",
    "viewer",
];

#[tokio::test]
async fn nothing_of_the_agencys_is_shown() {
    let t = TestApp::start().await;
    let admin = t.agency("acme").await;
    let (own, client) = (world::build(&t, &admin).await, admin.client().await);
    let (mut refused, mut empty, mut wrong) = (0, 0, Vec::new());
    for operation in walk::operations(&schema::sdl()) {
        if operation.verb == "mutation" || THEIRS.contains(&operation.name.as_str()) {
            continue;
        }
        let answer = ask(&client, &operation, &own).await;
        let field = &answer["data"][operation.name.as_str()];
        match code(&answer) {
            "NOT_FOUND" | "FORBIDDEN" => refused += 1,
            "" if is_empty(field) => empty += 1,
            _ => wrong.push(format!("{} {} answered {answer}", operation.verb, operation.name)),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(refused >= 15 && empty >= 12, "{refused} refused, {empty} empty");
}

/// What is hidden from everybody who is not shown it; the rest of a world is the client's own, or nobody's secret.
const NO_SECRET: [&str; 3] = ["workspace", "member", "session"];

#[tokio::test]
async fn of_all_there_is_a_client_finds_what_hangs_on_their_campaign() {
    let t = TestApp::start().await;
    let admin = t.agency("acme").await;
    let (hidden, client) = (world::build(&t, &admin).await, admin.client().await);
    let (shown, behind) = show(&admin, &client, &hidden).await;
    let kinds = walk::KINDS.iter().filter(|kind| !NO_SECRET.contains(&kind.name));
    let secrets = kinds.map(|kind| hidden.get(*kind)).chain(behind.iter().map(String::as_str));
    // Bare: the payload of an event has no prefixes.
    let secrets: Vec<&str> = secrets.filter_map(|id| id.rsplit('_').next()).collect();
    let (mut found, mut wrong) = (0, Vec::new());
    for operation in walk::operations(&schema::sdl()).iter().filter(|operation| operation.verb != "mutation")
    {
        let fill = |path: &str, kind: Option<walk::Kind>| match kind {
            Some(kind) if operation.requires(path) => {
                shown.get(kind.name).map_or_else(|| hidden.get(kind), String::as_str).into()
            }
            _ => Value::Null,
        };
        let mut asked = vec![operation.least(fill)];
        // And looked for by words that only the hidden have.
        if operation.variables(fill).get("search").is_some() {
            let mut searched = asked[0].clone();
            searched["search"] = "kestrel".into();
            asked.push(searched);
        }
        for variables in asked {
            let answer = Box::pin(client.follow(&operation.document_in_full(), variables)).await;
            let text = answer["data"].to_string();
            let told = secrets.iter().filter(|id| text.contains(**id));
            wrong.extend(told.map(|id| format!("{} tells {id}: {text}", operation.name)));
            let connection = &answer["data"][operation.name.as_str()];
            if let (Some(count), Some(nodes)) =
                (connection["totalCount"].as_u64(), connection["nodes"].as_array())
            {
                assert_eq!(count, nodes.len() as u64, "{} counts what it does not show", operation.name);
            }
            found += usize::from(shown.values().any(|id| text.contains(id)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(found >= 8, "what is theirs was found in {found} answers only");
}

/// Kinds whose ids they see: of their leads and campaigns the workspace, and where they are signed in.
const SEEN: [&str; 2] = ["workspace", "session"];

#[tokio::test]
async fn what_is_hidden_is_asked_by_in_vain_as_what_there_is_not() {
    let t = TestApp::start().await;
    let admin = t.agency("acme").await;
    let (hidden, client) = (world::build(&t, &admin).await, admin.client().await);
    let (shown, _) = show(&admin, &client, &hidden).await;
    entangle(&admin, &hidden, &shown["lead"]).await;
    let (mut asked, mut wrong) = (0, Vec::new());
    for operation in walk::operations(&schema::sdl()).iter().filter(|operation| operation.verb != "mutation")
    {
        for (path, kinds) in operation.ids.iter().filter(|(path, _)| !operation.requires(path)) {
            for kind in kinds.iter().filter(|kind| !SEEN.contains(&kind.name)) {
                let (id, random) = (hidden.get(*kind), kind.random());
                let by = async |id: &str| {
                    let fill = |at: &str, of: Option<walk::Kind>| match of {
                        _ if at == path => id.into(),
                        Some(of) if operation.requires(at) => {
                            shown.get(of.name).map_or_else(|| hidden.get(of), String::as_str).into()
                        }
                        _ => Value::Null,
                    };
                    let variables = operation.variables(fill);
                    let answer = Box::pin(client.follow(&operation.document_in_full(), variables)).await;
                    answer.to_string().replace(id, "ID")
                };
                let (said, to_nothing) = join(by(id), by(&random)).await;
                asked += 1;
                if said != to_nothing {
                    wrong.push(format!(
                        "{}({path}:) tells a hidden {}\n  {said}\n  {to_nothing}",
                        operation.name, kind.name
                    ));
                }
            }
        }
    }
    assert!(asked >= 100, "asked {asked} times only");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Everything hidden that a lead can be chosen by holds for the client's lead, too.
async fn entangle(admin: &Actor, hidden: &World, lead: &str) {
    let tie = "mutation($u: LeadUpdateInput!, $c: CampaignAddLeadsInput!, $l: LeadListAddLeadsInput!, $t: TaskCreateInput!) {
        leadUpdate(input: $u) { id } campaignAddLeads(input: $c) { addedCount } leadListAddLeads(input: $l) { addedCount }
        taskCreate(input: $t) { id } }";
    let tied = json!({
        "u": { "id": lead, "companyId": of(hidden, "company"), "assigneeId": of(hidden, "member") },
        "c": { "id": of(hidden, "campaign"), "leadIds": [lead] },
        "l": { "id": of(hidden, "leadList"), "leadIds": [lead] },
        "t": { "title": "Call", "leadId": lead, "assigneeId": of(hidden, "member") },
    });
    let tied = admin.ask(tie, tied).await;
    assert_eq!(
        (&tied["campaignAddLeads"]["addedCount"], &tied["leadListAddLeads"]["addedCount"]),
        (&json!(1), &json!(1))
    );
}

/// A campaign of theirs with a lead, whose card lies on a board beside a hidden lead's; by kind. And what names the campaign
/// without being theirs.
async fn show(admin: &Actor, client: &Actor, hidden: &World) -> (HashMap<&'static str, String>, Vec<String>) {
    let make = "mutation($c: CampaignCreateInput!, $l: LeadCreateInput!) {
        campaignCreate(input: $c) { id } leadCreate(input: $l) { id } }";
    let lead = json!({ "firstName": "Thabo", "lastName": "Dlamini", "email": "thabo@shown.example" });
    let made = admin.ask(make, json!({ "c": { "name": "Shown" }, "l": lead })).await;
    let (campaign, lead) = (&made["campaignCreate"]["id"], &made["leadCreate"]["id"]);
    let give =
        "mutation($f: CampaignAddLeadsInput!, $g: CampaignAccessGrantInput!, $n: LeadRecordContactInput!) {
        campaignAddLeads(input: $f) { __typename } campaignAccessGrant(input: $g) { id }
        leadRecordContact(input: $n) { activities { nodes { id } } } }";
    let own = client.ask("{ viewer { member { id } } }", json!({})).await["viewer"]["member"]["id"].clone();
    let given = json!({
        "f": { "id": campaign, "leadIds": [lead] },
        "g": { "memberId": own, "campaignId": campaign },
        "n": { "id": lead, "channel": "EMAIL", "note": "Met" },
    });
    let given = admin.ask(give, given).await;
    let activity = &given["leadRecordContact"]["activities"]["nodes"][0]["id"];
    let board = "mutation($p: PipelineCreateInput!) { pipelineCreate(input: $p) { id } }";
    let board = admin.ask(board, json!({ "p": { "name": "Theirs", "template": "OUTREACH" } })).await;
    let board = &board["pipelineCreate"]["id"];
    let put = "mutation($t: PipelineCardCreateInput!, $h: PipelineCardCreateInput!) {
        theirs: pipelineCardCreate(input: $t) { id stage { id } } pipelineCardCreate(input: $h) { id } }";
    let card = |lead: &Value| json!({ "pipelineId": board, "leadId": lead });
    let put = admin.ask(put, json!({ "t": card(lead), "h": card(&json!(of(hidden, "lead"))) })).await;
    let behind = behind(admin, hidden, campaign).await;
    let shown = HashMap::from([
        ("campaign", text(campaign)),
        ("lead", text(lead)),
        ("activity", text(activity)),
        ("pipeline", text(board)),
        ("pipelineCard", text(&put["theirs"]["id"])),
        ("pipelineStage", text(&put["theirs"]["stage"]["id"])),
    ]);
    (shown, behind)
}

/// A job that fills the campaign, and somebody whom it must not contact.
async fn behind(admin: &Actor, hidden: &World, campaign: &Value) -> Vec<String> {
    let make = "mutation($j: JobCreateInput!, $s: SuppressionAddInput!) {
        jobCreate(input: $j) { id } suppressionAdd(input: $s) { id } }";
    let job = json!({
        "kind": "SCRAPE", "campaignId": campaign,
        "dataSourceId": of(hidden, "dataSource"), "leadListId": of(hidden, "leadList"),
        "searchCriteria": { "titles": ["Head of operations"] },
    });
    let suppression = json!({ "kind": "DOMAIN", "value": "out.example", "campaignId": campaign });
    let made = admin.ask(make, json!({ "j": job, "s": suppression })).await;
    vec![text(&made["jobCreate"]["id"]), text(&made["suppressionAdd"]["id"])]
}

fn of<'a>(world: &'a World, name: &str) -> &'a str {
    world.get(walk::KINDS.iter().copied().find(|kind| kind.name == name).expect("a kind"))
}

fn text(value: &Value) -> String {
    value.as_str().expect("an id").to_owned()
}

/// A list without items, or a stream in which nothing happened.
fn is_empty(field: &Value) -> bool {
    let is_counted = field["totalCount"].as_u64().is_some_and(|count| count > 0);
    match field {
        Value::Null => true,
        Value::Array(items) => items.iter().all(Value::is_null),
        connection => connection["nodes"] == json!([]) && !is_counted,
    }
}

async fn ask(who: &Actor, operation: &Operation, own: &World) -> Value {
    let fill = |path: &str, kind: Option<walk::Kind>| match kind {
        Some(kind) if operation.requires(path) => own.get(kind).into(),
        _ => Value::Null,
    };
    who.follow(&operation.document_in_full(), operation.variables(fill)).await
}

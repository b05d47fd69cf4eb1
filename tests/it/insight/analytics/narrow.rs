//! Who sees which numbers: a CLIENT those of their campaigns, another agency none.

use super::support::{act, asked, contact, join, lead, week};
use crate::{
    crm::desk::{board, campaign, done, typed},
    support::{
        actor::{Actor, code, field},
        app::TestApp,
        make,
    },
};
use entity::{ids::TypedId, membership::Role};
use serde_json::{Value, json};

async fn member(who: &Actor) -> String {
    let viewer = who.ask("{ viewer { member { id } } }", Value::Null).await;
    viewer["viewer"]["member"]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_client_sees_the_numbers_of_their_campaigns_only() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (theirs, other) = (campaign(&ada, "Theirs").await, campaign(&ada, "Other").await);
    let [jane, john, jim] = [lead(&ada, "Jane").await, lead(&ada, "John").await, lead(&ada, "Jim").await];
    join(&ada, &theirs, &[&jane]).await;
    join(&ada, &other, &[&jane, &john]).await;
    contact(&ada, &jane).await;
    contact(&ada, &jim).await;
    act(&ada, "leadQualify", &john).await;
    done(&ada, "leadAssign", json!({ "id": jane, "assigneeId": member(&ada).await }), "id").await;
    let cleo = ada.client().await;
    let nothing = week(&t, &cleo).await;
    assert_eq!((&nothing["leads"]["total"], &nothing["campaigns"]["total"]), (&json!(0), &json!(0)));
    let grant = json!({ "campaignId": theirs, "memberId": member(&cleo).await });
    done(&ada, "campaignAccessGrant", grant, "__typename").await;
    let is = week(&t, &cleo).await;
    assert_eq!(
        is["leads"],
        json!({ "total": 1, "new": 1, "qualified": 0, "contacted": 1, "responded": 0,
        "conversionRate": 0.0, "responseRate": 0.0 })
    );
    assert_eq!(is["campaigns"]["total"], 1);
    assert_eq!((&is["jobs"]["total"], &is["dataSources"]["total"]), (&json!(0), &json!(0)));
    let shown = async |who: &Actor, field: &str| {
        let answer = asked(who, field).await;
        assert!(answer["errors"].is_null(), "{answer}");
        answer["data"]["analytics"].clone()
    };
    let leads = "leads(groupBy: CAMPAIGN) { metrics { total } groups { key count } topCampaigns { campaign { id } } }";
    let is = shown(&cleo, leads).await["leads"].clone();
    assert_eq!(
        is,
        json!({ "metrics": { "total": 1 }, "groups": [{ "key": "Theirs", "count": 1 }],
        "topCampaigns": [{ "campaign": { "id": theirs } }] })
    );
    let statuses = shown(&cleo, "leads { statusBreakdown { status count } }").await;
    let total: i64 = statuses["leads"]["statusBreakdown"]
        .as_array()
        .unwrap()
        .iter()
        .map(|share| share["count"].as_i64().unwrap())
        .sum();
    assert_eq!(total, 1);
    let sources = shown(&cleo, "leads(groupBy: SOURCE) { groups { count } }").await;
    assert_eq!(sources["leads"]["groups"], json!([{ "count": 1 }]));
    assert_eq!(
        shown(&cleo, "team { leads } providers { calls }").await,
        json!({ "team": [], "providers": [] })
    );
    let refused = asked(&cleo, &format!("campaign(id: \"{other}\") {{ metrics {{ totalLeads }} }}")).await;
    assert_eq!(code(&refused), "NOT_FOUND");
    let refused = asked(&cleo, &format!("leads(campaignId: \"{other}\") {{ metrics {{ total }} }}")).await;
    assert_eq!(code(&refused), "NOT_FOUND");
    let own = shown(&cleo, &format!("campaign(id: \"{theirs}\") {{ metrics {{ totalLeads }} }}")).await;
    assert_eq!(own["campaign"]["metrics"]["totalLeads"], 1);
    let top = cleo.ask("{ topCampaigns(metric: LEADS) { campaign { id } } }", json!({})).await;
    assert_eq!(top["topCampaigns"], json!([{ "campaign": { "id": theirs } }]));
    let grant = json!({ "campaignId": other, "memberId": member(&cleo).await });
    done(&ada, "campaignAccessGrant", grant, "__typename").await;
    assert_eq!(week(&t, &cleo).await["leads"]["total"], 3, "a lead in two campaigns counts in each");
    assert_eq!(week(&t, &ada).await["leads"]["total"], 3);
}

#[tokio::test]
async fn what_happened_in_a_campaign_that_was_deleted_is_not_in_a_clients_numbers() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let cleo = ada.client().await;
    let (kept, gone) = (campaign(&ada, "Kept").await, campaign(&ada, "Gone").await);
    for (id, name) in [(&kept, "Jane"), (&gone, "John")] {
        let grant = json!({ "campaignId": id, "memberId": member(&cleo).await });
        done(&ada, "campaignAccessGrant", grant, "__typename").await;
        let joins = lead(&ada, name).await;
        join(&ada, id, &[&joins]).await;
        contact(&ada, &joins).await;
    }
    let counted = async |who: &Actor| {
        let is = week(&t, who).await["leads"].clone();
        json!([is["total"], is["new"], is["contacted"]])
    };
    assert_eq!(counted(&cleo).await, json!([2, 2, 2]));
    act(&ada, "campaignDelete", &gone).await;
    assert_eq!(counted(&cleo).await, json!([1, 1, 1]));
    assert_eq!(counted(&ada).await, json!([2, 2, 2]), "the agency's stay");
}

#[tokio::test]
async fn another_agency_sees_nothing_and_strangers_less() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let spring = campaign(&ada, "Spring").await;
    let jane = lead(&ada, "Jane").await;
    join(&ada, &spring, &[&jane]).await;
    assert_eq!(week(&t, &ada).await["leads"]["total"], 1);
    assert_eq!(week(&t, &eve).await["leads"]["total"], 0);
    let desk = ada.workspace_id();
    for field in [
        format!("campaign(id: \"{spring}\") {{ metrics {{ totalLeads }} }}"),
        format!("leads(campaignId: \"{spring}\") {{ metrics {{ total }} }}"),
        format!("leads(workspaceId: \"{desk}\") {{ metrics {{ total }} }}"),
        format!("overview(workspaceId: \"{desk}\") {{ leads {{ total }} }}"),
    ] {
        assert_eq!(code(&asked(&eve, &field).await), "NOT_FOUND", "{field}");
    }
    assert_eq!(code(&asked(&t.stranger(), "overview { asOf }").await), "UNAUTHENTICATED");
    let top = eve.ask("{ topCampaigns(metric: LEADS) { campaign { id } } }", json!({})).await;
    assert_eq!(top["topCampaigns"], json!([]));
}

#[tokio::test]
async fn a_workspace_has_numbers_of_its_own() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let second = make::workspace(&t, &ada).await;
    for (name, workspace) in [("A", ada.workspace_id()), ("B", second.shown()), ("C", second.shown())] {
        done(&ada, "leadCreate", json!({ "fullName": name, "workspaceId": workspace }), "id").await;
    }
    t.run_tasks().await;
    let of = async |workspace: &str| {
        let field = format!("overview(workspaceId: \"{workspace}\") {{ leads {{ total new }} }}");
        asked(&ada, &field).await["data"]["analytics"]["overview"]["leads"].clone()
    };
    assert_eq!(of(&ada.workspace_id()).await, json!({ "total": 1, "new": 1 }));
    assert_eq!(of(&second.shown()).await, json!({ "total": 2, "new": 2 }));
    let groups = asked(
        &ada,
        &format!("leads(workspaceId: \"{}\", groupBy: SOURCE) {{ groups {{ count }} }}", second.shown()),
    )
    .await;
    assert_eq!(groups["data"]["analytics"]["leads"]["groups"], json!([{ "count": 2 }]));
    let first =
        done(&ada, "campaignCreate", json!({ "name": "Spring", "workspaceId": ada.workspace_id() }), "id")
            .await["id"]
            .clone();
    let both =
        format!("leads(workspaceId: \"{}\", campaignId: {first}) {{ metrics {{ total }} }}", second.shown());
    let refused = asked(&ada, &both).await;
    assert_eq!((code(&refused), field(&refused)), ("BAD_USER_INPUT", "campaignId"), "{refused}");
    let nobody: entity::ids::WorkspaceId = typed("workspace_0198c0de-0000-7000-8000-000000000000");
    assert_eq!(of(&nobody.shown()).await, Value::Null);
}

#[tokio::test]
async fn the_team_is_shown_with_what_it_looks_after_and_gets_done() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    ada.client().await;
    let (hers, his) = (member(&ada).await, member(&rob).await);
    let [jane, john] = [lead(&ada, "Jane").await, lead(&ada, "John").await];
    for id in [&jane, &john] {
        done(&ada, "leadAssign", json!({ "id": id, "assigneeId": his }), "id").await;
    }
    done(&ada, "leadAssign", json!({ "id": john, "assigneeId": hers }), "id").await;
    for title in ["Call", "Write"] {
        let input = json!({ "title": title, "kind": "CALL", "leadId": jane, "assigneeId": his });
        let task = done(&ada, "taskCreate", input, "id").await["id"].as_str().unwrap().to_owned();
        if title == "Call" {
            act(&rob, "taskComplete", &task).await;
        }
    }
    t.run_tasks().await;
    let team = "team { member { id } leads leadsAssigned tasks openTasks replies }";
    let is = asked(&ada, team).await["data"]["analytics"]["team"].clone();
    assert_eq!(
        is,
        json!([
            { "member": { "id": hers }, "leads": 1, "leadsAssigned": 1, "tasks": 0, "openTasks": 0, "replies": null },
            { "member": { "id": his }, "leads": 1, "leadsAssigned": 2, "tasks": 1, "openTasks": 1, "replies": null },
        ]),
        "clients are not of the team"
    );
}

#[tokio::test]
async fn a_client_sees_how_the_cards_of_their_leads_went() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let theirs = campaign(&ada, "Theirs").await;
    let [jane, john] = [lead(&ada, "Jane").await, lead(&ada, "John").await];
    join(&ada, &theirs, &[&jane]).await;
    let board = board(&ada).await;
    for id in [&jane, &john] {
        let card = board.card(&ada, id, 0).await;
        done(&ada, "pipelineCardMove", json!({ "id": card, "stageId": board.stages[1] }), "id").await;
    }
    let cleo = ada.client().await;
    let field = format!("pipeline(id: \"{}\") {{ stages {{ entered left }} }}", board.id);
    assert_eq!(code(&asked(&cleo, &field).await), "NOT_FOUND");
    let grant = json!({ "campaignId": theirs, "memberId": member(&cleo).await });
    done(&ada, "campaignAccessGrant", grant, "__typename").await;
    let first =
        async |who: &Actor| asked(who, &field).await["data"]["analytics"]["pipeline"]["stages"][0].clone();
    assert_eq!(first(&ada).await, json!({ "entered": 2, "left": 2 }));
    assert_eq!(first(&cleo).await, json!({ "entered": 1, "left": 1 }));
}

use super::desk::{board, board_of, done, must_refuse, newest, told};
use crate::support::{app::TestApp, make};
use entity::{
    activity::{self, ActivityKind},
    event_kind::EventKind,
    membership::Role,
};
use leadwire::{
    crm::pipelines::{self, NewPipeline},
    kernel::tx::Tx,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

const STAGES: &str = "name template version cardCount stages { name key kind wipLimit cardCount }";

#[tokio::test]
async fn templates_bring_their_stages() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    let known = newest(&t, &ada).await;
    let made = done(&rob, "pipelineCreate", json!({ "name": " Outreach " }), STAGES).await;
    assert_eq!(
        (&made["name"], &made["template"], &made["version"]),
        (&json!("Outreach"), &json!("OUTREACH"), &json!(1))
    );
    let expected = json!([
        { "name": "To Contact", "key": "to_contact", "kind": "OPEN", "wipLimit": null, "cardCount": 0 },
        { "name": "Contacted", "key": "contacted", "kind": "OPEN", "wipLimit": null, "cardCount": 0 },
        { "name": "In Conversation", "key": "in_conversation", "kind": "OPEN", "wipLimit": null, "cardCount": 0 },
        { "name": "Closed", "key": "closed", "kind": "WON", "wipLimit": null, "cardCount": 0 },
    ]);
    assert_eq!(made["stages"], expected);
    let made = done(&rob, "pipelineCreate", json!({ "name": "R", "template": "RECRUITING" }), STAGES).await;
    let kinds: Vec<_> = made["stages"].as_array().unwrap().iter().map(|s| s["kind"].clone()).collect();
    assert_eq!(kinds, ["OPEN", "OPEN", "OPEN", "OPEN", "OPEN", "WON", "LOST"]);
    assert_eq!(told(&t, &ada, known).await, [EventKind::PipelineCreated; 2]);
}

#[tokio::test]
async fn a_board_of_ones_own() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let stages = json!([{ "name": "Idea" }, { "name": "Won", "key": "done", "kind": "WON", "wipLimit": 3 }]);
    let input = json!({ "name": "Mine", "template": "CUSTOM", "stages": stages });
    let made = done(&ada, "pipelineCreate", input, STAGES).await;
    let expected = json!([
        { "name": "Idea", "key": "idea", "kind": "OPEN", "wipLimit": null, "cardCount": 0 },
        { "name": "Won", "key": "done", "kind": "WON", "wipLimit": 3, "cardCount": 0 },
    ]);
    assert_eq!(made["stages"], expected);
}

#[tokio::test]
async fn bad_boards_are_refused_by_name() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let refuse = async |input, named: &[&str]| {
        must_refuse(&t, &ada, "pipelineCreate", input, ("BAD_USER_INPUT", named)).await;
    };
    refuse(json!({ "name": "", "template": "CUSTOM" }), &["name", "stages"]).await;
    refuse(json!({ "name": "A", "stages": [{ "name": "B" }] }), &["stages"]).await;
    let bad = json!([{ "name": "A", "key": "9" }, { "name": "\u{7}", "wipLimit": 0 }, { "name": "C", "key": "x" }, { "name": "D", "key": "x" }]);
    let named = &["stages.0.key", "stages.1.name", "stages.1.wipLimit", "stages.3.key"];
    refuse(json!({ "name": "A", "template": "CUSTOM", "stages": bad }), named).await;
    let many = vec![json!({ "name": "S" }); 51];
    refuse(json!({ "name": "A", "template": "CUSTOM", "stages": many }), &["stages"]).await;
    make::workspace(&t, &ada).await;
    refuse(json!({ "name": "A" }), &["workspaceId"]).await;
}

#[tokio::test]
async fn a_board_is_renamed() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let id = board(&ada).await.id;
    let known = newest(&t, &ada).await;
    let input = json!({ "id": id, "name": "New", "expectedVersion": 1 });
    let is = done(&ada, "pipelineUpdate", input.clone(), "name version").await;
    assert_eq!(is, json!({ "name": "New", "version": 2 }));
    done(&ada, "pipelineUpdate", json!({ "id": id, "name": "New" }), "id").await;
    assert_eq!(told(&t, &ada, known).await, [EventKind::PipelineUpdated]);
    must_refuse(&t, &ada, "pipelineUpdate", input, ("CONFLICT", &["version is 2"])).await;
    let nameless = json!({ "id": id, "name": null });
    must_refuse(&t, &ada, "pipelineUpdate", nameless, ("BAD_USER_INPUT", &["name"])).await;
}

#[tokio::test]
async fn a_board_with_cards_is_deleted_only_when_that_is_said() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let made = board(&ada).await;
    let lead = make::lead(&t, &ada, "Ana").await;
    made.card(&ada, &lead, 1).await;
    let plain = json!({ "id": made.id });
    must_refuse(&t, &ada, "pipelineDelete", plain, ("CONFLICT", &["1 cards", "deleteCards"])).await;
    let known = newest(&t, &ada).await;
    let gone =
        done(&ada, "pipelineDelete", json!({ "id": made.id, "deleteCards": true }), "name cardCount").await;
    assert_eq!(gone, json!({ "name": "Board", "cardCount": 0 }));
    assert_eq!(told(&t, &ada, known).await, [EventKind::PipelineDeleted]);
    let of_lead = activity::Column::LeadId.eq(super::desk::typed::<entity::ids::LeadId>(&lead));
    let lines = activity::Entity::find().filter(of_lead).all(&t.database.connect().await).await.unwrap();
    assert!(lines.iter().any(|line| line.kind == ActivityKind::CardRemoved), "{lines:?}");
    must_refuse(&t, &ada, "pipelineDelete", json!({ "id": made.id }), ("NOT_FOUND", &["pipeline"])).await;
    let empty = board(&ada).await;
    done(&ada, "pipelineDelete", json!({ "id": empty.id, "expectedVersion": 1 }), "id").await;
}

#[tokio::test]
async fn others_see_and_change_nothing() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let rob = ada.colleague(Role::Researcher).await;
    let id = board(&ada).await.id;
    for name in ["pipelineUpdate", "pipelineDelete"] {
        must_refuse(&t, &eve, name, json!({ "id": id }), ("NOT_FOUND", &["No such pipeline"])).await;
        must_refuse(&t, &rob, name, json!({ "id": id }), ("FORBIDDEN", &["MANAGE_PIPELINES"])).await;
        must_refuse(&t, &ada, name, json!({ "id": ada.workspace_id() }), ("", &["pipe_"])).await;
    }
    let client = ada.client().await;
    must_refuse(&t, &client, "pipelineCreate", json!({ "name": "A" }), ("FORBIDDEN", &["WRITE_BOARDS"]))
        .await;
    for who in [&eve, &client] {
        assert_eq!(who.ask("{ pipelines { totalCount } }", json!({})).await["pipelines"]["totalCount"], 0);
        let answer = who.gql("query($id: ID!) { pipeline(id: $id) { id } }", json!({ "id": id })).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "NOT_FOUND");
    }
}

#[tokio::test]
async fn boards_are_listed() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    board_of(&ada, &["A"]).await;
    for name in ["beta", "Alpha"] {
        done(&ada, "pipelineCreate", json!({ "name": name }), "id").await;
    }
    let query = "{ pipelines(filter: { template: { eq: OUTREACH } }, search: \"A\", orderBy: { field: NAME, direction: ASC }) {
        nodes { name stages { name } } totalCount } }";
    let found = ada.ask(query, json!({})).await["pipelines"].clone();
    let names: Vec<_> = found["nodes"].as_array().unwrap().iter().map(|p| p["name"].clone()).collect();
    assert_eq!((names, &found["totalCount"]), (vec![json!("Alpha"), json!("beta")], &json!(2)));
    assert_eq!(found["nodes"][1]["stages"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn another_domain_makes_a_board_in_its_own_unit_of_work() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let new = || NewPipeline {
        workspace: None,
        name: "Saved prospects".into(),
        template: entity::pipeline::PipelineTemplate::Outreach,
        stages: vec![],
    };
    let scope = ada.scope().await;
    let mut dropped = Tx::begin(&t.app, &scope).await.unwrap();
    pipelines::create(&mut dropped, new()).await.unwrap();
    drop(dropped);
    let mut tx = Tx::begin(&t.app, &scope).await.unwrap();
    let made = pipelines::create(&mut tx, new()).await.unwrap();
    tx.commit().await.unwrap();
    let found = ada.ask("{ pipelines { nodes { id } } }", json!({})).await;
    use entity::ids::TypedId;
    assert_eq!(found["pipelines"]["nodes"], json!([{ "id": made.id.shown() }]));
}

use crate::support::{
    actor::{Actor, code, field},
    app::TestApp,
};
use entity::{
    event,
    membership::Role,
    suppression::{self, SuppressionKind, SuppressionSource},
};
use leadwire::{
    consent::{self, NewSuppression, Party, Within},
    kernel::tx::Tx,
};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

impl Actor {
    async fn suppress(&self, input: Value) -> Value {
        let query =
            "mutation($i: SuppressionAddInput!) { suppressionAdd(input: $i) { id kind scope source } }";
        self.gql(query, json!({ "i": input })).await
    }

    async fn is_suppressed(&self, input: Value) -> bool {
        let query = "query($i: SuppressionCheckInput!) { suppressionCheck(input: $i) { isSuppressed hits { kind source } } }";
        let verdict = self.ask(query, json!({ "i": input })).await;
        verdict["suppressionCheck"]["isSuppressed"].as_bool().unwrap()
    }
}

#[tokio::test]
async fn rule_12_each_kind_matches_however_it_is_written() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    for (kind, value) in [
        ("EMAIL", "Amara@One.example"),
        ("DOMAIN", "https://www.two.example/about"),
        ("PHONE", "+27 21 555 0100"),
        ("LINKEDIN", "https://za.linkedin.com/in/Amara-Quist/"),
    ] {
        let added = ada.suppress(json!({ "kind": kind, "value": value })).await;
        assert_eq!(added["data"]["suppressionAdd"]["scope"], "AGENCY", "{added:#}");
    }
    for hit in [
        json!({ "email": " amara@one.EXAMPLE " }),
        json!({ "email": "anybody@two.example" }),
        json!({ "email": "anybody@mail.eu.two.example" }),
        json!({ "domain": "sub.two.example" }),
        json!({ "phone": "+27-21-555-0100" }),
        json!({ "linkedinUrl": "https://www.linkedin.com/in/amara-quist?x=1" }),
        json!({ "email": "free@four.example", "phone": "+27215550100" }),
    ] {
        assert!(ada.is_suppressed(hit.clone()).await, "{hit}");
    }
    for free in [
        json!({ "email": "amara@onex.example" }),
        json!({ "email": "amara@nottwo.example" }),
        json!({ "email": "other@one.example" }),
        json!({ "phone": "+27215550101" }),
        json!({ "email": "not an address" }),
        json!({}),
    ] {
        assert!(!ada.is_suppressed(free.clone()).await, "{free}");
    }
}

#[tokio::test]
async fn rule_12_an_entry_holds_in_its_scope_and_nowhere_else() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let person = json!({ "email": "a@x.example" });
    ada.suppress(json!({ "kind": "EMAIL", "value": "a@x.example", "workspaceId": ada.workspace_id() })).await;
    assert!(!ada.is_suppressed(person.clone()).await, "only in that workspace");
    assert!(ada.is_suppressed(json!({ "email": "a@x.example", "workspaceId": ada.workspace_id() })).await);
    assert!(!eve.is_suppressed(person.clone()).await);
    let foreign = eve
        .suppress(json!({ "kind": "EMAIL", "value": "a@x.example", "workspaceId": ada.workspace_id() }))
        .await;
    assert_eq!(code(&foreign), "NOT_FOUND");

    let connection = t.database.connect().await;
    let row = suppression::Entity::find().one(&connection).await.unwrap().unwrap();
    let everywhere = suppression::ActiveModel {
        id: sea_orm::Set(entity::ids::SuppressionId::new()),
        agency_id: sea_orm::Set(None),
        scope: sea_orm::Set(suppression::SuppressionScope::Instance),
        workspace_id: sea_orm::Set(None),
        ..row.into()
    };
    suppression::Entity::insert(everywhere).exec_without_returning(&connection).await.unwrap();
    assert!(eve.is_suppressed(person).await, "the instance's entries hold for everybody");
    assert_eq!(eve.ask("{ suppressions { totalCount } }", json!({})).await["suppressions"]["totalCount"], 0);
}

#[tokio::test]
async fn rule_12_an_entry_for_a_campaign_holds_there_and_not_beside_it() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let make = "mutation { here: campaignCreate(input: { name: \"Spring\" }) { id }
        there: campaignCreate(input: { name: \"Autumn\" }) { id } }";
    let made = ada.ask(make, json!({})).await;
    let (here, there) = (&made["here"]["id"], &made["there"]["id"]);
    let entry = json!({ "kind": "EMAIL", "value": "a@x.example", "campaignId": here });
    let first = ada.suppress(entry.clone()).await;
    assert_eq!(first["data"]["suppressionAdd"]["scope"], "CAMPAIGN", "{first}");
    assert_eq!(ada.suppress(entry.clone()).await, first, "twice is one entry");
    assert!(ada.is_suppressed(json!({ "email": "a@x.example", "campaignId": here })).await);
    assert!(!ada.is_suppressed(json!({ "email": "a@x.example", "campaignId": there })).await);
    assert!(!ada.is_suppressed(json!({ "email": "a@x.example", "workspaceId": ada.workspace_id() })).await);
    let workspace = ada.workspace_id();
    ada.suppress(json!({ "kind": "EMAIL", "value": "b@x.example", "workspaceId": workspace })).await;
    assert!(
        ada.is_suppressed(json!({ "email": "b@x.example", "campaignId": there })).await,
        "it is in there"
    );

    assert_eq!(code(&eve.suppress(entry.clone()).await), "NOT_FOUND");
    let mut both = entry;
    both["workspaceId"] = workspace.into();
    let refused = ada.suppress(both).await;
    assert_eq!((code(&refused), field(&refused)), ("BAD_USER_INPUT", "campaignId"), "{refused}");
    let rows = suppression::Entity::find().count(&t.database.connect().await).await.unwrap();
    assert_eq!(rows, 2);
}

#[tokio::test]
async fn rule_12_only_hashes_are_kept_and_adding_twice_is_one_entry() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let input = json!({ "kind": "EMAIL", "value": "amara@one.example", "reason": "asked on the phone" });
    let first = ada.suppress(input.clone()).await;
    let second = ada.suppress(input).await;
    assert_eq!(first, second);
    let connection = t.database.connect().await;
    let rows = suppression::Entity::find().all(&connection).await.unwrap();
    let events = event::Entity::find().all(&connection).await.unwrap();
    assert!(!format!("{rows:?}{events:?}").contains("amara"));
    assert_eq!(rows.len(), 1);
    let told = events.iter().filter(|e| e.kind == entity::event_kind::EventKind::SuppressionAdded);
    assert_eq!(told.count(), 1);
}

#[tokio::test]
async fn rule_12_a_persons_own_word_outweighs_a_note_and_is_not_weakened() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let scope = ada.scope().await;
    let add = async |source: SuppressionSource| {
        let mut tx = Tx::begin(&t.app, &scope).await.unwrap();
        let kind = SuppressionKind::Email;
        let new = NewSuppression {
            kind,
            value: "a@x.example".into(),
            source,
            reason: None,
            workspace: None,
            campaign: None,
        };
        let row = consent::add(&mut tx, new).await.unwrap();
        tx.commit().await.unwrap();
        row.source
    };
    assert_eq!(add(SuppressionSource::Manual).await, SuppressionSource::Manual);
    assert_eq!(add(SuppressionSource::Legal).await, SuppressionSource::Legal);
    assert_eq!(add(SuppressionSource::Unsubscribe).await, SuppressionSource::Unsubscribe);
    assert_eq!(add(SuppressionSource::Import).await, SuppressionSource::Unsubscribe);
    assert_eq!(suppression::Entity::find().count(&t.database.connect().await).await.unwrap(), 1);
}

#[tokio::test]
async fn many_people_are_checked_in_one_go_in_their_order() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    ada.suppress(json!({ "kind": "DOMAIN", "value": "bad.example" })).await;
    let scope = ada.scope().await;
    let party = |n: usize| {
        let host = if n.is_multiple_of(7) { "bad.example" } else { "good.example" };
        Party { email: Some(format!("p{n}@{host}")), ..Party::default() }
    };
    let parties: Vec<_> = (0..700).map(party).collect();
    let c = scope.read(&t.app);
    let hits = consent::check(&t.app, &scope, Within::default(), &parties, &c).await.unwrap();
    assert_eq!(hits.len(), 700);
    assert!(hits.iter().enumerate().all(|(n, hits)| hits.is_empty() != n.is_multiple_of(7)));
}

#[tokio::test]
async fn what_is_no_key_is_refused_by_name_and_a_client_may_not_add() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    for (kind, value) in
        [("EMAIL", "nobody"), ("DOMAIN", "x"), ("PHONE", "12"), ("LINKEDIN", "https://x.example")]
    {
        let refused = ada.suppress(json!({ "kind": kind, "value": value })).await;
        assert_eq!((code(&refused), field(&refused)), ("BAD_USER_INPUT", "value"), "{kind}");
        assert!(!refused["errors"][0]["message"].as_str().unwrap().contains(value), "never repeated");
    }
    let input = json!({ "kind": "EMAIL", "value": "a@x.example" });
    let rob = ada.colleague(Role::Researcher).await;
    assert_eq!(code(&ada.client().await.suppress(input.clone()).await), "FORBIDDEN");
    assert!(rob.suppress(input).await.get("errors").is_none());
}

//! Each kind of rows: campaigns' leads, companies, cards, prospects; and the mark of those who must not be contacted.

use super::support::{company, done, lead, table};
use crate::support::{
    actor::{Actor, code},
    app::TestApp,
    rows::noon,
    world,
};
use chrono::TimeDelta;
use entity::{contact::Seniority, ids::ProspectId, prospect};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde_json::{Value, json};

#[tokio::test]
async fn who_must_not_be_contacted_is_marked_where_it_holds() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let rivals = company(&ada, json!({ "name": "Rivals", "domain": "rivals.example" })).await;
    for input in [
        json!({ "fullName": "A Free", "email": "a@example.com" }),
        json!({ "fullName": "B Address", "email": "b@example.com" }),
        json!({ "fullName": "C Company", "companyId": rivals }),
    ] {
        lead(&ada, input).await;
    }
    done(&ada, "suppressionAdd", json!({ "kind": "EMAIL", "value": "b@example.com" })).await;
    done(&ada, "suppressionAdd", json!({ "kind": "DOMAIN", "value": "rivals.example" })).await;
    let rows =
        table(&t, &ada, json!({ "what": "LEADS", "columns": ["fullName", "isSuppressed", "companyName"] }))
            .await;
    let mut rows: Vec<_> = rows.into_iter().skip(1).collect();
    rows.sort();
    assert_eq!(rows, [["A Free", "false", ""], ["B Address", "true", ""], ["C Company", "true", "Rivals"]]);
}

#[tokio::test]
async fn a_campaigns_leads_and_no_others() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (ana, _) =
        (lead(&ada, json!({ "fullName": "Ana" })).await, lead(&ada, json!({ "fullName": "Bob" })).await);
    let spring =
        done(&ada, "campaignCreate", json!({ "workspaceId": ada.workspace_id(), "name": "Spring" })).await;
    let add = "mutation($i: CampaignAddLeadsInput!) { campaignAddLeads(input: $i) { __typename } }";
    ada.ask(add, json!({ "i": { "id": spring, "leadIds": [ana] } })).await;
    let ask =
        json!({ "what": "CAMPAIGN_LEADS", "campaignId": spring, "columns": ["fullName", "campaignName"] });
    assert_eq!(table(&t, &ada, ask).await[1..], [["Ana", "Spring"]]);
    let none = json!({ "what": "CAMPAIGN_LEADS", "campaignId": spring, "columns": ["fullName"], "leadFilter": { "name": { "eq": "bob" } } });
    assert_eq!(table(&t, &ada, none).await.len(), 1);
}

#[tokio::test]
async fn one_of_everything_with_every_column() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    world::build(&t, &ada).await;
    let pipelines = ada.ask("{ pipelines { nodes { id } } campaigns { nodes { id } } }", json!({})).await;
    let (pipeline, campaign) =
        (&pipelines["pipelines"]["nodes"][0]["id"], &pipelines["campaigns"]["nodes"][0]["id"]);
    for (input, name, least) in [
        (json!({ "what": "LEADS" }), "Naledi Mokoni", 40),
        (json!({ "what": "COMPANIES" }), "Kestrel Freight", 15),
        (json!({ "what": "PIPELINE_CARDS", "pipelineId": pipeline }), "Naledi Mokoni", 50),
        (json!({ "what": "PROSPECTS" }), "Thandi Nkosi", 25),
    ] {
        let rows = table(&t, &ada, input.clone()).await;
        assert!(rows.len() >= 2 && rows[0].len() >= least, "{input}: {rows:?}");
        assert!(rows.iter().all(|row| row.len() == rows[0].len()), "{rows:?}");
        assert!(rows[1..].iter().flatten().any(|cell| cell == name), "{input}: {rows:?}");
    }
    let empty = json!({ "what": "CAMPAIGN_LEADS", "campaignId": campaign });
    assert_eq!(table(&t, &ada, empty).await.len(), 1, "a head, and nobody");
}

#[tokio::test]
async fn a_boards_cards_come_with_their_stage() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    world::build(&t, &ada).await;
    let pipeline =
        ada.ask("{ pipelines { nodes { id } } }", json!({})).await["pipelines"]["nodes"][0]["id"].clone();
    let ask = json!({ "what": "PIPELINE_CARDS", "pipelineId": pipeline, "columns": ["stage", "cardStatus", "fullName", "companyName"] });
    let rows = table(&t, &ada, ask).await;
    assert_eq!(rows[1][..3], ["To Contact", "OPEN", "Naledi Mokoni"]);
}

#[tokio::test]
async fn ids_of_another_agency_are_like_none() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let theirs = lead(&eve, json!({ "fullName": "Eve" })).await;
    let filter = json!({ "or": [{ "id": { "in": [theirs] } }, { "not": { "workspaceId": { "eq": ada.workspace_id() } } }] });
    let answer =
        ada.gql(super::support::EXPORT, json!({ "i": { "what": "LEADS", "leadFilter": filter } })).await;
    assert_eq!(code(&answer), "NOT_FOUND");
}

/// The names in the file, in its order.
async fn names(t: &TestApp, of: &Actor, what: (&str, &str), more: Value) -> Vec<String> {
    let mut input = json!({ "what": what.0, "columns": [what.1] });
    for (name, value) in more.as_object().expect("an object") {
        input[name] = value.clone();
    }
    table(t, of, input).await.into_iter().skip(1).flatten().collect()
}

#[tokio::test]
async fn companies_are_chosen_and_sorted_as_in_their_list() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    for (name, country, founded) in
        [("Cyan", "DE", 1999), ("Amber", "DE", 2010), ("Beige", "FR", 2010), ("Dun", "DE", 2020)]
    {
        t.advance(TimeDelta::minutes(1));
        company(&ada, json!({ "name": name, "country": country, "foundedYear": founded })).await;
    }
    let german = json!({ "country": { "eq": "DE" } });
    let by_name = json!({ "field": "NAME", "direction": "ASC" });
    for (more, wanted) in [
        (json!({}), vec!["Dun", "Beige", "Amber", "Cyan"]),
        (json!({ "companyOrder": by_name }), vec!["Amber", "Beige", "Cyan", "Dun"]),
        (json!({ "companyOrder": { "field": "NAME" } }), vec!["Dun", "Cyan", "Beige", "Amber"]),
        (json!({ "companyFilter": german }), vec!["Dun", "Amber", "Cyan"]),
        (
            json!({ "companyOrder": by_name, "companyFilter": { "and": [german, { "not": { "name": { "eq": "dun" } } }] } }),
            vec!["Amber", "Cyan"],
        ),
        (
            json!({ "companyFilter": { "foundedYear": { "between": { "from": 2010, "to": 2015 } } } }),
            vec!["Beige", "Amber"],
        ),
        (json!({ "companyFilter": { "country": { "in": [] } } }), vec![]),
        (json!({ "companyFilter": german, "search": "amb" }), vec!["Amber"]),
    ] {
        assert_eq!(names(&t, &ada, ("COMPANIES", "name"), more.clone()).await, wanted, "{more}");
    }
}

#[tokio::test]
async fn prospects_are_chosen_as_in_their_list() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let db = t.database.connect().await;
    for (of, at, name, country, rank) in [
        (&ada, 1, "Ana", Some("DE"), Some(1)),
        (&ada, 2, "Bo", Some("FR"), Some(2)),
        (&ada, 3, "Cy", None, None),
        (&eve, 4, "Eve", Some("DE"), Some(1)),
    ] {
        let row = prospect::ActiveModel {
            id: Set(ProspectId::new()),
            agency_id: Set(of.agency),
            workspace_id: Set(of.workspace),
            identity_key: Set(name.to_owned()),
            full_name: Set(name.to_owned()),
            seniority: Set(rank.map(|_| Seniority::Head)),
            country: Set(country.map(str::to_owned)),
            rank: Set(rank),
            score: Set(rank.map(|rank| 90 - rank)),
            created_at: Set(noon() + TimeDelta::minutes(at)),
            updated_at: Set(noon()),
            ..Default::default()
        };
        row.insert(&db).await.expect("a prospect");
    }
    for (filter, wanted) in [
        (json!({}), vec!["Ana", "Bo", "Cy"]),
        (json!({ "isRanked": true }), vec!["Ana", "Bo"]),
        (json!({ "seniority": { "eq": "HEAD" }, "country": { "eq": "DE" } }), vec!["Ana"]),
        (json!({ "score": { "lt": 89 } }), vec!["Bo"]),
        (json!({ "or": [{ "country": { "eq": "FR" } }, { "isRanked": false }] }), vec!["Bo", "Cy"]),
        (json!({ "not": { "country": { "eq": "DE" } } }), vec!["Bo", "Cy"]),
        (json!({ "workspaceId": { "eq": ada.workspace_id() }, "leadId": { "isNull": false } }), vec![]),
    ] {
        let more = json!({ "prospectFilter": filter });
        assert_eq!(names(&t, &ada, ("PROSPECTS", "fullName"), more).await, wanted, "{filter}");
    }
}

#[tokio::test]
async fn who_is_suppressed_is_marked_however_their_number_is_written() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    for input in [
        json!({ "fullName": "Ana", "phone": "082 123 4567", "country": "ZA" }),
        json!({ "fullName": "Bo", "phone": "+27215550100", "whatsapp": "+27821234568" }),
        json!({ "fullName": "Cy", "phone": "082 123 4569", "country": "ZA" }),
    ] {
        lead(&ada, input).await;
        t.advance(TimeDelta::seconds(1));
    }
    for value in ["+27821234567", "+27821234568"] {
        done(&ada, "suppressionAdd", json!({ "kind": "PHONE", "value": value })).await;
    }
    let lines = table(&t, &ada, json!({ "what": "LEADS", "columns": ["fullName", "isSuppressed"] })).await;
    assert_eq!(lines[1..], [["Cy", "false"], ["Bo", "true"], ["Ana", "true"]]);
}

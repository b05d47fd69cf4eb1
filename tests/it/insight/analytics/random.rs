//! Whatever happens in whichever order: adding along the way, and counting anew, come to the same.

use super::support::{lead, rebuilt, sums};
use crate::{
    crm::{desk::campaign, support::nobody},
    support::{
        actor::{Actor, code},
        app::TestApp,
    },
};
use chrono::TimeDelta;
use entity::{campaign as campaigns, lead as leads, metric::Metric, metric_stock};
use proptest::{collection::vec, prelude::*, sample::Index, test_runner::TestRunner};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};

/// What is done to which lead, with which other one and which campaign, and how many minutes later.
type Step = (u8, Index, Index, Index, i64);

fn steps() -> impl Strategy<Value = Vec<Step>> {
    vec((0_u8..17, any::<Index>(), any::<Index>(), any::<Index>(), 0_i64..2_000), 1..30)
}

struct Desk {
    t: TestApp,
    ada: Actor,
    member: Value,
}

#[test]
fn adding_along_the_way_and_counting_anew_come_to_the_same() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let desk = runtime.block_on(async {
        let t = TestApp::start().await;
        let ada = t.agency("acme").await;
        let viewer = ada.ask("{ viewer { member { id } } }", Value::Null).await;
        let member = viewer["viewer"]["member"]["id"].clone();
        Desk { t, ada, member }
    });
    let config = ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() };
    let run = |steps: Vec<Step>| runtime.block_on(live(&desk, steps));
    TestRunner::new(config).run(&steps(), run).unwrap();
}

async fn live(desk: &Desk, steps: Vec<Step>) -> Result<(), TestCaseError> {
    let mut people = vec![];
    for number in 0..4 {
        people.push(lead(&desk.ada, &format!("Lead {number}")).await);
    }
    let efforts = [campaign(&desk.ada, "Spring").await, campaign(&desk.ada, "Autumn").await];
    let mut merges = vec![];
    for (number, step) in steps.iter().enumerate() {
        one(desk, step, &people, &efforts, &mut merges).await;
        desk.t.advance(TimeDelta::minutes(step.4));
        // Now and then it is read how far things are: the sums must not depend on where it is cut.
        if number % 5 == 0 {
            desk.t.run_tasks().await;
        }
    }
    desk.t.run_tasks().await;
    let along = sums(&desk.t).await;
    prop_assert_eq!(rebuilt(&desk.t, &desk.ada).await, along);
    rows_agree(desk).await
}

async fn one(
    desk: &Desk,
    (what, lead, other, effort, _): &Step,
    people: &[String],
    efforts: &[String],
    merges: &mut Vec<Value>,
) {
    let (lead, other, effort) = (lead.get(people), other.get(people), effort.get(efforts));
    let (name, input) = match what {
        0 => ("leadQualify", json!({ "id": lead })),
        1 => ("leadDisqualify", json!({ "id": lead, "reason": "Too small" })),
        2 => ("leadReopen", json!({ "id": lead })),
        3 => ("leadDelete", json!({ "id": lead })),
        4 => ("leadRestore", json!({ "id": lead })),
        5 => ("leadRecordContact", json!({ "id": lead, "channel": "EMAIL" })),
        6 => ("leadUpdate", json!({ "id": lead, "status": "REPLIED" })),
        7 => ("leadUpdate", json!({ "id": lead, "title": "Head", "assigneeId": desk.member })),
        8 => ("leadAssign", json!({ "id": lead, "assigneeId": null })),
        9 => ("campaignAddLeads", json!({ "id": effort, "leadIds": [lead, other] })),
        10 => ("campaignRemoveLeads", json!({ "id": effort, "leadIds": [lead] })),
        11 => ("leadMerge", json!({ "winnerId": lead, "loserId": other })),
        12 => ("leadMergeUndo", json!({ "id": merges.pop().unwrap_or_else(|| json!(nobody("merge_"))) })),
        13 => ("leadErase", json!({ "id": lead })),
        14 => (
            "leadsBulkUpdate",
            json!({ "ids": [lead, other], "status": "NURTURING", "assigneeId": desk.member }),
        ),
        15 => ("leadMerge", json!({ "winnerId": lead, "loserId": other, "dryRun": true })),
        _ => ("campaignDelete", json!({ "id": effort })),
    };
    let fields = if *what == 11 { "merge { id }" } else { "__typename" };
    let kind = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
    let query = format!("mutation($i: {kind}!) {{ {name}(input: $i) {{ {fields} }} }}");
    let answer = desk.ada.gql(&query, json!({ "i": input })).await;
    let refusals = ["", "BAD_USER_INPUT", "CONFLICT", "NOT_FOUND"];
    assert!(refusals.contains(&code(&answer)), "{name}: {answer}");
    merges.extend(answer["data"][name].get("merge").map(|merge| merge["id"].clone()));
}

/// The sums are what the rows are: also those that campaigns keep of themselves.
async fn rows_agree(desk: &Desk) -> Result<(), TestCaseError> {
    let db = desk.t.database.connect().await;
    let living = leads::Entity::find().filter(leads::Column::DeletedAt.is_null());
    let living = living.count(&db).await.unwrap();
    let stocks = metric_stock::Entity::find().filter(metric_stock::Column::Metric.eq(Metric::Leads));
    let stocks = stocks.all(&db).await.unwrap();
    let of = |place: uuid::Uuid| stocks.iter().find(|row| row.place_id == place).map_or(0, |row| row.value);
    prop_assert_eq!(of(desk.ada.agency.0), i64::try_from(living).unwrap());
    for effort in campaigns::Entity::find().all(&db).await.unwrap() {
        let leads = if effort.deleted_at.is_some() { 0 } else { i64::from(effort.lead_count) };
        prop_assert_eq!(of(effort.id.0), leads);
    }
    Ok(())
}

//! What the stories about numbers share.

use crate::{
    crm::desk::{done, text},
    support::{actor::Actor, app::TestApp},
};
use entity::{metric_flow, metric_stock};
use leadwire::{insight::analytics::rollup, kernel::projection};
use sea_orm::{ActiveEnum, EntityTrait};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub const OVERVIEW: &str = "campaigns { total active inactive }
    leads { total new qualified contacted responded conversionRate responseRate }
    dataSources { total active inactive } jobs { total successful running pending recordsScraped }
    trends { leads { current previous change } qualified { current previous change } responded { current previous change } }
    range { from to } previousRange { from to } asOf";

/// Makes a lead, which must go well: its id.
pub async fn lead(who: &Actor, name: &str) -> String {
    text(&done(who, "leadCreate", json!({ "fullName": name }), "id").await["id"])
}

/// Does something to one thing.
pub async fn act(who: &Actor, name: &str, id: &str) {
    done(who, name, json!({ "id": id }), "__typename").await;
}

pub async fn contact(who: &Actor, id: &str) {
    done(who, "leadRecordContact", json!({ "id": id, "channel": "EMAIL" }), "id").await;
}

pub async fn join(who: &Actor, campaign: &str, leads: &[&String]) {
    done(who, "campaignAddLeads", json!({ "id": campaign, "leadIds": leads }), "__typename").await;
}

/// A lead answers.
pub async fn reply(who: &Actor, id: &str) {
    done(who, "leadUpdate", json!({ "id": id, "status": "REPLIED" }), "id").await;
}

/// The overview of the last week, after everything was read.
pub async fn week(t: &TestApp, who: &Actor) -> Value {
    t.run_tasks().await;
    overview(who, json!({ "last": "LAST_7_DAYS" })).await
}

pub async fn overview(who: &Actor, range: Value) -> Value {
    let query =
        format!("query($r: AnalyticsRangeInput) {{ analytics {{ overview(range: $r) {{ {OVERVIEW} }} }} }}");
    who.ask(&query, json!({ "r": range })).await["analytics"]["overview"].clone()
}

/// The answer of one field of `analytics`, with these arguments.
pub async fn asked(who: &Actor, field: &str) -> Value {
    who.gql(&format!("{{ analytics {{ {field} }} }}"), json!({})).await
}

/// All sums of everybody that are not nothing.
pub async fn sums(t: &TestApp) -> BTreeMap<String, i64> {
    let db = t.database.connect().await;
    let mut all = BTreeMap::new();
    for row in metric_stock::Entity::find().all(&db).await.unwrap() {
        let key = format!("{} {} {} {}", row.agency_id, row.place_id, row.metric.to_value(), row.key);
        assert!(all.insert(key, row.value).is_none(), "one row for one number");
    }
    for row in metric_flow::Entity::find().all(&db).await.unwrap() {
        let bucket = format!("{} {}", row.grain.to_value(), row.bucket);
        let key =
            format!("{} {} {} {} {bucket}", row.agency_id, row.place_id, row.metric.to_value(), row.key);
        assert!(all.insert(key, row.value).is_none(), "one row for one number");
    }
    all.retain(|_, value| *value != 0);
    all
}

/// Makes one agency's numbers anew.
pub async fn rebuilt(t: &TestApp, who: &Actor) -> BTreeMap<String, i64> {
    projection::begin_anew(&t.app, &who.scope().await, rollup::NAME).await.unwrap();
    sums(t).await
}

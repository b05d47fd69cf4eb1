//! What a source said is kept for weeks: not of those who must not be contacted.

use super::scrape_troubles::{lab, person};
use crate::support::scripted::Canned;
use entity::job::JobStatus;
use serde_json::{Value, json};
use tokio::io::AsyncReadExt;

#[tokio::test]
async fn whoever_must_not_be_contacted_is_not_in_the_raw_data() {
    let mut people: Vec<Value> = (0..5).map(person).collect();
    // The same person again, without what they are suppressed by.
    let mut twin = person(0);
    twin["email"] = Value::Null;
    people.push(twin);
    let (lab, _server, source) =
        lab(vec![Canned::json(200, &json!({ "results": people, "next_page": null }))]).await;
    let website =
        |number| person(number)["company"]["website"].as_str().unwrap()["https://".len()..].to_owned();
    for (kind, value) in [("EMAIL", person(0)["email"].clone()), ("DOMAIN", json!(website(1)))] {
        lab.made("suppressionAdd", json!({ "kind": kind, "value": value })).await;
    }
    let made = lab.scrape(&source, json!({ "newListName": "Raw" })).await;
    let job = lab.end_of(&made["id"]).await;
    assert_eq!((job.status, job.processed, job.qualified), (JobStatus::Completed, 6, 3), "{job:#?}");
    assert_eq!(job.rejected_reasons.0["suppressed"], 2);

    let (_, mut bytes) = lab.app.files().take(&lab.scope, job.raw_data_file_id.unwrap()).await.unwrap();
    let mut kept = String::new();
    bytes.read_to_string(&mut kept).await.unwrap();
    assert_eq!(kept.lines().count(), 3, "{kept}");
    for number in 0..5 {
        assert_eq!(kept.contains(&website(number)), number > 1, "{number}: {kept}");
    }
}

//! What an export's file holds, in every format, and what is refused.

use super::support::{audited, begin, crowd, exported, job, lead, on_disk, records, table};
use crate::support::{
    actor::{code, field},
    app::TestApp,
};
use calamine::{Data, Reader, Xlsx};
use entity::membership::Role;
use leadwire::kernel::permission::Permission;
use serde_json::{Value, json};
use std::io::Cursor;

const NAMES: [&str; 3] = ["fullName", "email", "isSuppressed"];

#[tokio::test]
async fn a_list_becomes_a_file_with_the_columns_asked_for() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    for (name, email) in [("Ana Lima", "ana@example.com"), ("Bob Ray", "bob@example.org")] {
        lead(&ada, json!({ "fullName": name, "email": email })).await;
        t.advance(chrono::TimeDelta::seconds(1));
    }
    let id = begin(&ada, json!({ "what": "LEADS", "columns": NAMES })).await;
    assert_eq!(job(&ada, &id).await["resultFile"], Value::Null);
    t.run_tasks().await;
    let done = job(&ada, &id).await;
    assert_eq!(
        (&done["status"], &done["total"], &done["processed"]),
        (&json!("COMPLETED"), &json!(2), &json!(2))
    );
    let file = &done["resultFile"];
    assert_eq!((&file["name"], &file["purpose"]), (&json!("leads-2026-11-02.csv"), &json!("EXPORT")));
    assert_eq!((&file["isMine"], &file["mediaType"]), (&json!(true), &json!("text/csv; charset=utf-8")));
    let text = super::support::result(&t, &ada, &id).await;
    assert_eq!(file["bytes"], text.len());
    assert_eq!(
        String::from_utf8(text).unwrap(),
        "fullName,email,isSuppressed\r\nBob Ray,bob@example.org,false\r\nAna Lima,ana@example.com,false\r\n"
    );
    assert_eq!(audited(&ada, "EXPORT_CREATED").await[0]["after"]["columns"], json!(NAMES));
    assert_eq!(audited(&ada, "FILE_DOWNLOADED").await.len(), 1, "what took it is on record, too");
}

#[tokio::test]
async fn filter_search_and_order_are_the_lists() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    for (name, priority) in [("Cy One", "HIGH"), ("Al Two", "HIGH"), ("Bo Three", "LOW"), ("Di One", "LOW")] {
        lead(&ada, json!({ "fullName": name, "priority": priority })).await;
    }
    let names = async |input: Value| {
        let mut all = json!({ "what": "LEADS", "columns": ["fullName"] });
        all.as_object_mut().unwrap().extend(input.as_object().unwrap().clone());
        table(&t, &ada, all).await.into_iter().skip(1).flatten().collect::<Vec<String>>()
    };
    let by_name = json!({ "field": "NAME", "direction": "ASC" });
    let high = json!({ "priority": { "eq": "HIGH" } });
    assert_eq!(names(json!({ "leadOrder": by_name, "leadFilter": high })).await, ["Cy One", "Al Two"]);
    assert_eq!(names(json!({ "leadOrder": by_name, "search": "one" })).await, ["Cy One", "Di One"]);
    let none = json!({ "leadFilter": { "priority": { "in": [] } } });
    assert_eq!(names(none).await, Vec::<String>::new(), "a filter that finds nothing is an empty file");
}

#[tokio::test]
async fn nothing_in_a_file_is_a_formula() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    lead(
        &ada,
        json!({ "fullName": "=HYPERLINK(\"http://evil\")", "title": "@cmd", "phone": "+27215550100",
        "customFields": { "note": "-2+3" }, "icebreaker": "Say \"hi\"\nthen wait" }),
    )
    .await;
    let columns = json!(["fullName", "title", "phone", "icebreaker"]);
    let rows = table(&t, &ada, json!({ "what": "LEADS", "columns": columns })).await;
    assert_eq!(rows[1], ["'=HYPERLINK(\"http://evil\")", "'@cmd", "'+27215550100", "Say \"hi\"\nthen wait"]);
    let sheet =
        sheet(&exported(&t, &ada, json!({ "what": "LEADS", "columns": columns, "format": "XLSX" })).await);
    assert_eq!(
        sheet[1][0],
        Data::String("=HYPERLINK(\"http://evil\")".into()),
        "a text in a cell of type text"
    );
}

fn sheet(bytes: &[u8]) -> Vec<Vec<Data>> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let range = workbook.worksheet_range_at(0).unwrap().unwrap();
    assert!(workbook.worksheet_formula("Sheet1").unwrap().is_empty());
    range.rows().map(<[Data]>::to_vec).collect()
}

#[tokio::test]
async fn every_format_says_the_same() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    lead(&ada, json!({ "fullName": "Zoë Müller", "tags": ["vip", "new"], "customFields": { "shoe": 42 } }))
        .await;
    let columns = json!(["fullName", "tags", "score", "customFields", "isSuppressed"]);
    let ask = |format: &str| json!({ "what": "LEADS", "columns": columns, "format": format });
    let csv = table(&t, &ada, ask("CSV")).await;
    assert_eq!(csv[1], ["Zoë Müller", "vip; new", "", "{\"shoe\":42}", "false"]);
    let lines = String::from_utf8(exported(&t, &ada, ask("JSONL")).await).unwrap();
    let line: Value = serde_json::from_str(lines.trim_end()).unwrap();
    let whole = json!({ "fullName": "Zoë Müller", "tags": ["vip", "new"], "score": null, "customFields": { "shoe": 42 }, "isSuppressed": false });
    assert_eq!(line, whole);
    assert!(
        lines.starts_with("{\"fullName\":") && lines.ends_with("false}\n"),
        "in the order asked for: {lines}"
    );
    let sheet = sheet(&exported(&t, &ada, ask("XLSX")).await);
    let text = |text: &str| Data::String(text.into());
    assert_eq!(sheet[0][1], text("tags"));
    assert_eq!(
        sheet[1],
        [text("Zoë Müller"), text("vip; new"), Data::Empty, text("{\"shoe\":42}"), Data::Bool(false)]
    );
    assert_eq!(on_disk(&t).len(), 3, "three results, and no spool is left");
    let marked =
        exported(&t, &ada, json!({ "what": "LEADS", "columns": ["fullName"], "byteOrderMark": true })).await;
    assert!(marked.starts_with(b"\xEF\xBB\xBFfullName\r\n"));
}

#[tokio::test]
async fn an_export_of_many_pages_has_every_row_once() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    crowd(&t, &ada, 4_321).await;
    for format in ["CSV", "XLSX"] {
        let bytes =
            exported(&t, &ada, json!({ "what": "LEADS", "columns": ["fullName"], "format": format })).await;
        let names: Vec<String> = match format {
            "CSV" => records(&bytes).into_iter().skip(1).flatten().collect(),
            _ => sheet(&bytes).into_iter().skip(1).map(|row| row[0].to_string()).collect(),
        };
        let right: Vec<String> = (0..4_321).rev().map(|n| format!("Lead {n:05}")).collect();
        assert_eq!(names, right, "{format}");
    }
}

#[tokio::test]
async fn what_cannot_be_exported_is_refused_by_name_and_there_is_no_job() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let name = json!({ "field": "NAME", "direction": "ASC" });
    for (input, path) in [
        (json!({ "what": "LEADS", "columns": ["fullName", "shoeSize"] }), "columns.1"),
        (json!({ "what": "LEADS", "columns": ["email", "email"] }), "columns.1"),
        (json!({ "what": "LEADS", "columns": [] }), "columns"),
        (json!({ "what": "LEADS", "companyFilter": {} }), "companyFilter"),
        (json!({ "what": "PROSPECTS", "search": "x" }), "search"),
        (json!({ "what": "COMPANIES", "leadOrder": name }), "leadOrder"),
        (json!({ "what": "LEADS", "companyOrder": name }), "companyOrder"),
        (json!({ "what": "CAMPAIGN_LEADS" }), "campaignId"),
        (json!({ "what": "PIPELINE_CARDS" }), "pipelineId"),
        (json!({ "what": "LEADS", "search": "x".repeat(201) }), "search"),
    ] {
        let answer = ada.gql(super::support::EXPORT, json!({ "i": input })).await;
        assert_eq!((code(&answer), field(&answer)), ("BAD_USER_INPUT", path), "{input}: {answer}");
    }
    let jobs = ada.ask("{ jobs { totalCount } }", json!({})).await;
    assert_eq!(jobs["jobs"]["totalCount"], 0);
}

#[tokio::test]
async fn only_who_may_take_data_out_exports() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    lead(&ada, json!({ "fullName": "Ana Lima" })).await;
    let ask = json!({ "i": { "what": "LEADS" } });
    for who in [ada.client().await, ada.api_key(&[Permission::Read, Permission::Import]).await] {
        assert_eq!(code(&who.gql(super::support::EXPORT, ask.clone()).await), "FORBIDDEN");
    }
    let researcher = ada.colleague(Role::Researcher).await;
    assert_eq!(table(&t, &researcher, json!({ "what": "LEADS", "columns": ["fullName"] })).await.len(), 2);
    let eve = t.agency("evil").await;
    assert_eq!(
        table(&t, &eve, json!({ "what": "LEADS", "columns": ["fullName"] })).await.len(),
        1,
        "her own: none"
    );
}

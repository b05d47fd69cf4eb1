//! A workbook is looked into when it is sent, and converted by the plan's job: refused there, it leaves nothing behind.

use super::support::{count, created, done, leads, run, sent, shown, worked};
use crate::support::app::TestApp;
use entity::{file, import};
use leadwire::kernel::queue::manual;
use rust_xlsxwriter::Workbook;
use sea_orm::EntityTrait;
use serde_json::json;
use std::io::{Cursor, Write};

/// A name and an address in each row, with `more` in a far column of the last.
fn book(rows: u32, more: Option<u16>) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in ["Name", "Email", "Notes"].into_iter().enumerate() {
        sheet.write(0, column as u16, name).unwrap();
    }
    for row in 1..=rows {
        sheet.write(row, 0, format!("Person {row}")).unwrap();
        sheet.write(row, 1, format!("p{row}@acme.example")).unwrap();
        sheet.write(row, 2, "x".repeat(800)).unwrap();
    }
    if let Some(column) = more {
        sheet.write(rows, column, "far away").unwrap();
    }
    book.save_to_buffer().unwrap()
}

async fn files(t: &TestApp) -> Vec<file::Model> {
    file::Entity::find().all(&t.database.connect().await).await.unwrap()
}

async fn stored(t: &TestApp) -> import::Model {
    import::Entity::find().one(&t.database.connect().await).await.unwrap().expect("an import")
}

#[tokio::test]
async fn it_is_converted_by_the_plan_and_not_by_the_request() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let bytes = book(2_500, None);
    let import = created(&t, &ada, &bytes, json!({})).await;
    assert_eq!(import["columnNames"], json!(["Name", "Email", "Notes"]));
    assert_eq!(import["suggestion"][1]["field"], "EMAIL");
    let row = stored(&t).await;
    assert_eq!((row.source_id, row.bytes), (row.file_id, bytes.len() as i64), "nothing was made of it yet");
    assert_eq!(files(&t).await.len(), 1);

    let columns =
        json!([{ "column": "Email", "field": "EMAIL" }, { "column": "Name", "field": "FULL_NAME" }]);
    done(&ada, "importMap", json!({ "id": import["id"], "columns": columns })).await;
    done(&ada, "importPlan", json!({ "id": import["id"] })).await;
    // One dies with the slice in hand; another takes over; the first comes back from the dead.
    let dead = manual::hand_out(&t.app).await.unwrap().expect("due");
    manual::take_over(&dead).await.unwrap();
    let alive = manual::hand_out(&t.app).await.unwrap().expect("due again");
    manual::work(&alive).await.unwrap();
    let row = stored(&t).await;
    assert!(row.source_id != row.file_id && row.bytes > 2_500 * 800, "{row:?}");
    assert!(row.plan.is_none(), "rows are looked at in the next turn");
    let _ = manual::work(&dead).await;
    t.run_tasks().await;
    let planned = shown(&ada, &import["id"]).await;
    assert_eq!((&planned["status"], count(&planned, "plan", "created")), (&json!("PLANNED"), 2_500));
    let applied = worked(&t, &ada, "importApply", &import["id"]).await;
    assert_eq!(count(&applied, "counts", "created"), 2_500, "{applied:#}");
    assert_eq!(stored(&t).await.source_id, row.source_id, "it was converted once");
}

#[tokio::test]
async fn what_shows_only_while_it_is_converted_fails_the_plan_and_leaves_nothing() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    // Behind the start that is looked at.
    let import = created(&t, &ada, &book(2_500, Some(600)), json!({})).await;
    done(&ada, "importMap", json!({ "id": import["id"] })).await;
    for _ in 0..2 {
        let failed = worked(&t, &ada, "importPlan", &import["id"]).await;
        assert_eq!((&failed["status"], &failed["job"]["status"]), (&json!("MAPPED"), &json!("FAILED")));
        let error = failed["error"].as_str().expect("why");
        assert!(error.starts_with("BAD_USER_INPUT: fileId: ") && error.contains("512 columns"), "{error}");
        assert!(failed["plan"].is_null(), "{failed:#}");
        assert_eq!(files(&t).await.len(), 1, "what was begun is gone");
    }
    let early = run(&ada, "importApply", json!({ "id": import["id"] })).await;
    assert_eq!(early["errors"][0]["extensions"]["code"], "CONFLICT");
    assert!(leads(&ada, "id").await.is_empty());
}

#[tokio::test]
async fn one_that_is_stopped_before_it_is_converted_never_is() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let import = created(&t, &ada, &book(10, None), json!({})).await;
    done(&ada, "importMap", json!({ "id": import["id"] })).await;
    done(&ada, "importPlan", json!({ "id": import["id"] })).await;
    let cancelled = done(&ada, "importCancel", json!({ "id": import["id"] })).await;
    assert_eq!(cancelled["status"], "CANCELLED");
    t.run_tasks().await;
    let row = stored(&t).await;
    assert_eq!((row.source_id, row.plan), (row.file_id, None));
    assert_eq!(files(&t).await.len(), 1);
}

#[tokio::test]
async fn a_bomb_is_refused_at_the_door() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let mut zip = zip::ZipWriter::new(Cursor::new(vec![]));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("xl/workbook.xml", options).unwrap();
    zip.write_all(b"<workbook/>").unwrap();
    zip.start_file("xl/worksheets/sheet1.xml", options).unwrap();
    for _ in 0..40 {
        zip.write_all(&vec![b' '; 1024 * 1024]).unwrap();
    }
    let bomb = zip.finish().unwrap().into_inner();
    let file = sent(&t, &ada, "leads.xlsx", &bomb).await;
    let answer = run(&ada, "importCreate", json!({ "fileId": file })).await;
    let error = &answer["errors"][0];
    assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT", "{answer:#}");
    assert!(error["message"].as_str().unwrap().contains("unpack"), "{answer:#}");
    assert_eq!(ada.ask("{ imports { totalCount } }", json!({})).await["imports"]["totalCount"], 0);
}

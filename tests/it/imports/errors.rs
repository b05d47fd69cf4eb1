//! The file of rows that could not be taken, where there are many.

use super::support::{count, created, done, shown, text_of, worked};
use crate::support::app::TestApp;
use entity::{
    file::{self, FilePurpose, FileStatus},
    job,
};
use leadwire::kernel::queue::manual::{hand_out, take_over, work};
use sea_orm::EntityTrait;
use serde_json::json;
use std::{fs, io::Write};

/// More than one turn takes.
const ROWS: usize = 10_500;

#[tokio::test]
async fn a_long_one_is_written_in_turns_and_goes_on_when_one_dies() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let rows: String = (0..ROWS).map(|n| format!("nobody {n}\n")).collect();
    let import = created(&t, &ada, format!("Email\n{rows}").as_bytes(), json!({})).await;
    done(&ada, "importMap", json!({ "id": import["id"] })).await;
    worked(&t, &ada, "importPlan", &import["id"]).await;
    done(&ada, "importApply", json!({ "id": import["id"] })).await;
    let db = t.database.connect().await;
    while job::Entity::find().all(&db).await.unwrap().iter().all(|job| job.checkpoint.is_none()) {
        work(&hand_out(&t.app).await.unwrap().expect("something is due")).await.unwrap();
    }
    let half = shown(&ada, &import["id"]).await;
    assert_eq!(
        (&half["status"], count(&half, "counts", "invalid"), &half["errorFile"]),
        (&json!("APPLYING"), ROWS as i64, &json!(null)),
        "all rows were looked at, and nobody sees half a file: {half:#}"
    );
    // A worker that wrote on and died before its checkpoint.
    let dead = hand_out(&t.app).await.unwrap().expect("the next turn");
    let folder = t.app.config().files.dir.join(ada.agency.to_string());
    let mut files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let part = files.find(|path| path.extension().is_some_and(|end| end == "part")).expect("half a file");
    fs::File::options().append(true).open(part).unwrap().write_all(b"10002,INVALID,half a l").unwrap();
    take_over(&dead).await.unwrap();
    t.run_tasks().await;

    let applied = shown(&ada, &import["id"]).await;
    assert_eq!((&applied["status"], &applied["job"]["status"]), (&json!("APPLIED"), &json!("COMPLETED")));
    let files = file::Entity::find().all(&db).await.unwrap();
    let files: Vec<_> = files.iter().filter(|file| file.purpose == FilePurpose::Errors).collect();
    assert_eq!((files.len(), files[0].status), (1, FileStatus::Ready), "{files:#?}");
    let text = text_of(&t, &ada, files[0].id).await;
    assert_eq!((text.len() as i64, text.lines().count()), (files[0].bytes, ROWS + 1));
    for (n, line) in text.lines().skip(1).enumerate() {
        let (begins, ends) = (format!("{},INVALID,", n + 2), format!(",nobody {n}"));
        assert!(line.starts_with(&begins) && line.ends_with(&ends), "{n}: {line}");
    }
}

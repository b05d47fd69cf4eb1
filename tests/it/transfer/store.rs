//! The store itself: a file is there whole or not at all, and goes when it has had its time.

use super::support::{kept, on_disk};
use crate::support::app::TestApp;
use chrono::TimeDelta;
use entity::file::{FilePurpose, FileStatus};
use leadwire::kernel::{
    error::Error,
    files::{NewFile, Writer},
    housekeeping,
    scope::Scope,
    tx::Tx,
};
use tokio::io::AsyncReadExt;

fn new(purpose: FilePurpose) -> NewFile {
    NewFile {
        name: "../leads.csv".into(),
        media_type: "text/csv".into(),
        purpose,
        created_by: None,
        expires_at: None,
    }
}

async fn begun(t: &TestApp, scope: &Scope, purpose: FilePurpose) -> Writer {
    t.app.files().create(scope.agency(), new(purpose)).await.unwrap()
}

#[tokio::test]
async fn bytes_come_back_as_they_went_in() {
    let t = TestApp::start().await;
    let scope = t.agency("acme").await.scope().await;
    let mut writer = begun(&t, &scope, FilePurpose::Result).await;
    for _ in 0..1_000 {
        writer.write(b"0123456789").await.unwrap();
    }
    assert_eq!((writer.bytes(), kept(&t).await[0].status), (10_000, FileStatus::Writing));
    let tx = Tx::begin(&t.app, &scope).await.unwrap();
    let file = writer.finish(&tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((file.bytes, file.name.as_str(), file.status), (10_000, "leads.csv", FileStatus::Ready));
    let mut text = String::new();
    t.app.files().open(&file).await.unwrap().read_to_string(&mut text).await.unwrap();
    assert_eq!(text, "0123456789".repeat(1_000));
    assert_eq!(on_disk(&t), [t.app.files().path(&file).unwrap()], "nothing is left beside it");
    assert_eq!(file.sha256.as_deref().map(str::len), Some(64));
    assert_eq!(file.expires_at - file.created_at, TimeDelta::days(30));
}

#[tokio::test]
async fn what_is_dropped_or_abandoned_never_was() {
    let t = TestApp::start().await;
    let scope = t.agency("acme").await.scope().await;
    let mut dropped = begun(&t, &scope, FilePurpose::Upload).await;
    dropped.write(b"half").await.unwrap();
    drop(dropped);
    let mut left = begun(&t, &scope, FilePurpose::Upload).await;
    left.write(b"half").await.unwrap();
    left.abandon().await.unwrap();
    assert!(on_disk(&t).is_empty());
    assert!(kept(&t).await.iter().all(|row| row.status == FileStatus::Writing));
    t.advance(TimeDelta::hours(25));
    housekeeping::run(&t.app).await.unwrap();
    assert!(kept(&t).await.is_empty());
}

#[tokio::test]
async fn what_a_job_has_found_so_far_waits_for_the_job_to_go_on() {
    let t = TestApp::start().await;
    let scope = t.agency("acme").await.scope().await;
    let mut found = begun(&t, &scope, FilePurpose::Result).await;
    found.write(b"{}\n").await.unwrap();
    let tx = Tx::begin(&t.app, &scope).await.unwrap();
    let bytes = found.pause(&tx).await.unwrap();
    tx.commit().await.unwrap();
    // Until the next month of its budget.
    t.advance(TimeDelta::days(31));
    housekeeping::run(&t.app).await.unwrap();
    let row = kept(&t).await.remove(0);
    let found = t.app.files().resume(row, bytes).await.unwrap().unwrap();
    let tx = Tx::begin(&t.app, &scope).await.unwrap();
    let whole = found.finish(&tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(whole.expires_at - t.app.now(), TimeDelta::days(30), "not gone at once");
    // One that nobody goes on with is nobody's in the end; one that was never put aside is so the next day.
    for (aside, days) in [(true, 41), (false, 2)] {
        let mut left = begun(&t, &scope, FilePurpose::Result).await;
        left.write(b"{}\n").await.unwrap();
        if aside {
            let tx = Tx::begin(&t.app, &scope).await.unwrap();
            left.pause(&tx).await.unwrap();
            tx.commit().await.unwrap();
        }
        t.advance(TimeDelta::days(days));
        housekeeping::run(&t.app).await.unwrap();
        assert!(kept(&t).await.iter().all(|row| row.status == FileStatus::Ready), "{aside}");
    }
}

#[tokio::test]
async fn finished_in_a_transaction_that_did_not_commit_it_is_not_there() {
    let t = TestApp::start().await;
    let scope = t.agency("acme").await.scope().await;
    let mut writer = begun(&t, &scope, FilePurpose::Export).await;
    writer.write(b"a,b\n1,2\n").await.unwrap();
    let tx = Tx::begin(&t.app, &scope).await.unwrap();
    writer.finish(&tx).await.unwrap();
    drop(tx);
    let row = kept(&t).await.remove(0);
    assert_eq!(row.status, FileStatus::Writing);
    assert!(matches!(t.app.files().open(&row).await, Err(Error::NotFound("file"))));
    // Whoever was about to finish it can go on.
    let mut again = t.app.files().resume(row, 8).await.unwrap().expect("the bytes are there");
    again.write(b"3,4\n").await.unwrap();
    assert_eq!(again.sha256(), None, "what was written before is not known to it");
    again.settle().await.unwrap();
    assert!(again.sha256().is_some(), "so that no transaction waits for it");
    let tx = Tx::begin(&t.app, &scope).await.unwrap();
    let file = again.finish(&tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(std::fs::read_to_string(t.app.files().path(&file).unwrap()).unwrap(), "a,b\n1,2\n3,4\n");
    let digest = <sha2::Sha256 as sha2::Digest>::digest(b"a,b\n1,2\n3,4\n");
    assert_eq!(file.sha256, Some(hex::encode(digest)), "of the whole, though it was interrupted");
}

#[tokio::test]
async fn it_goes_on_from_where_it_was_paused_and_cuts_off_what_came_after() {
    let t = TestApp::start().await;
    let scope = t.agency("acme").await.scope().await;
    let mut writer = begun(&t, &scope, FilePurpose::Export).await;
    writer.write(b"first\n").await.unwrap();
    let tx = Tx::begin(&t.app, &scope).await.unwrap();
    let row = writer.row().clone();
    let length = writer.pause(&tx).await.unwrap();
    tx.commit().await.unwrap();
    // A slice that was killed before its checkpoint.
    let mut lost = t.app.files().resume(row.clone(), length).await.unwrap().unwrap();
    lost.write(b"half a li").await.unwrap();
    lost.flush().await.unwrap();
    std::mem::forget(lost);
    let mut again = t.app.files().resume(row.clone(), length).await.unwrap().unwrap();
    again.write(b"second\n").await.unwrap();
    let tx = Tx::begin(&t.app, &scope).await.unwrap();
    let file = again.finish(&tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(std::fs::read_to_string(t.app.files().path(&file).unwrap()).unwrap(), "first\nsecond\n");
    assert!(t.app.files().resume(file, 99).await.unwrap().is_none(), "there is no such length");
}

#[tokio::test]
async fn files_that_have_had_their_time_go_and_no_others() {
    let t = TestApp::start().await;
    let scope = t.agency("acme").await.scope().await;
    let tx = Tx::begin(&t.app, &scope).await;
    drop(tx);
    for keep in [10, 40] {
        let expires_at = Some(t.app.now() + TimeDelta::days(keep));
        let new = NewFile { expires_at, ..new(FilePurpose::Result) };
        let mut writer = t.app.files().create(scope.agency(), new).await.unwrap();
        writer.write(b"x").await.unwrap();
        let tx = Tx::begin(&t.app, &scope).await.unwrap();
        writer.finish(&tx).await.unwrap();
        tx.commit().await.unwrap();
    }
    t.advance(TimeDelta::days(20));
    housekeeping::run(&t.app).await.unwrap();
    assert_eq!((kept(&t).await.len(), on_disk(&t).len()), (1, 1));
    t.advance(TimeDelta::days(30));
    housekeeping::run(&t.app).await.unwrap();
    assert_eq!((kept(&t).await.len(), on_disk(&t).len()), (0, 0));
}

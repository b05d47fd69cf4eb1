//! A file into leads from the command line: shown, asked, done; and undone.

use crate::cli::support::Place;

const TEXT: &str = "First name,Email\nAna,ana@acme.example\nBo,bo@blue.example\nCy,nobody\n";

async fn founded() -> Place {
    let place = Place::installed().await;
    let admin = ["admin", "agency", "create", "Acme", "--email", "ada@example.com", "--person", "Ada"];
    place.run(&admin).await.done();
    place
}

#[tokio::test]
async fn a_file_is_imported_and_undone() {
    let place = founded().await;
    place.write("leads.csv", TEXT);
    let file = place.data().join("leads.csv");
    let file = file.to_str().unwrap();
    // No is no.
    let asked = place.run_with(&["import", file, "--list", "Fair"], "n\n").await;
    assert_eq!(asked.code, Some(1), "{asked:?}");
    assert!(asked.out.contains("Import 3 rows?") && asked.err.contains("nothing was imported"), "{asked:?}");
    let done = place.run(&["import", file, "--workspace", "Acme", "--list", "Fair", "--yes"]).await.done();
    assert!(done.contains("created") && done.contains("leads-errors.csv"), "{done}");
    assert!(place.read("leads-errors.csv").contains("nobody"));
    let mut db = place.sql().await;
    let leads = "SELECT count(*) FROM lead";
    let count: i64 = sqlx::query_scalar(leads).fetch_one(&mut db).await.unwrap();
    assert_eq!(count, 2);
    let again = place.run(&["import", file, "--yes"]).await;
    assert!(again.code == Some(1) && again.err.contains("before"), "{again:?}");
    let id = done.lines().find_map(|line| line.split("--revert ").nth(1)).expect("how to undo it");
    let undone = place.run(&["import", "--revert", id.trim()]).await.done();
    assert!(undone.contains("removed"), "{undone}");
    let count: i64 = sqlx::query_scalar(leads).fetch_one(&mut db).await.unwrap();
    assert_eq!(count, 0);
}

#[tokio::test]
async fn what_is_no_table_is_refused() {
    let place = founded().await;
    place.write("page.csv", "<!DOCTYPE html><html></html>");
    let page = place.data().join("page.csv");
    let refused = place.run(&["import", page.to_str().unwrap(), "--yes"]).await;
    refused.refused(&["HTML"]);
    place
        .run(&["import", page.to_str().unwrap(), "--workspace", "Nowhere"])
        .await
        .refused(&["Nowhere", "Acme"]);
}

#[tokio::test]
async fn a_file_of_rows_that_could_not_be_taken_is_never_written_over() {
    let place = founded().await;
    place.write("leads.csv", TEXT);
    place.write("leads-errors.csv", "corrected by hand");
    let file = place.data().join("leads.csv");
    let import = ["import", file.to_str().unwrap(), "--yes", "--again"];
    for name in ["leads-errors (2).csv", "leads-errors (3).csv"] {
        let done = place.run(&import).await.done();
        assert!(done.contains(name) && done.contains("leads-errors.csv was there already"), "{done}");
        assert!(place.read(name).contains("nobody"));
    }
    assert_eq!(place.read("leads-errors.csv"), "corrected by hand");
}

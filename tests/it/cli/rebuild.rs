//! Numbers that went wrong are mended by the operator, and said to have been wrong.

use crate::cli::support::Place;
use sqlx::{Executor, SqliteConnection};

/// A campaign with both leads in it, which says that they are seven.
const SPRING: [&str; 2] = [
    "INSERT INTO campaign (id, agency_id, workspace_id, name, name_folded, lead_count, created_at, updated_at)
        SELECT x'019a0000000070008000000000000001', agency_id, id, 'Spring', 'spring', 7, created_at, created_at FROM workspace LIMIT 1",
    "INSERT INTO campaign_lead (id, agency_id, campaign_id, lead_id, created_at)
        SELECT randomblob(16), agency_id, x'019a0000000070008000000000000001', id, created_at FROM lead",
];

/// Every number of the analytics that is not nothing: whose, what, of which kind, when, how many.
const NUMBERS: &str = "SELECT hex(place_id), metric, \"key\", '', value FROM metric_stock WHERE value <> 0 UNION ALL
    SELECT hex(place_id), metric, \"key\", grain || ' ' || bucket, value FROM metric_flow WHERE value <> 0 ORDER BY 1, 2, 3, 4";

type Number = (String, String, String, String, i64);

/// How many leads campaign and list say they have, and the agency's analytics.
async fn counted(db: &mut SqliteConnection) -> (i64, i64, i64) {
    let all = "SELECT (SELECT lead_count FROM campaign), (SELECT lead_count FROM lead_list),
        (SELECT value FROM metric_stock WHERE metric = 'LEADS' AND place_id = agency_id)";
    sqlx::query_as(all).fetch_one(db).await.unwrap()
}

async fn numbers(db: &mut SqliteConnection) -> Vec<Number> {
    sqlx::query_as(NUMBERS).fetch_all(db).await.unwrap()
}

/// What the program says of the agency, cell by cell.
fn cells<'a>(printed: &'a str, agency: &str) -> Vec<&'a str> {
    let row = printed.lines().find(|line| line.contains(agency)).expect("the agency is named");
    row.split(|c: char| c == '│' || c.is_whitespace()).filter(|cell| !cell.is_empty()).collect()
}

#[tokio::test]
async fn what_is_counted_along_the_way_is_counted_anew() {
    let place = Place::installed().await;
    let found = ["admin", "agency", "create", "Acme", "--email", "ada@acme.example"];
    place.run(&found).await.done();
    place.write("leads.csv", "First name,Email\nAna,ana@acme.example\nBo,bo@blue.example\n");
    let file = place.data().join("leads.csv");
    place.run(&["import", file.to_str().unwrap(), "--list", "Fair", "--yes"]).await.done();
    let mut db = place.sql().await;
    for made in SPRING {
        db.execute(made).await.unwrap();
    }
    let mended = place.run(&["admin", "rebuild-projections"]).await.done();
    assert!(mended.contains("Boards") && mended.contains("Budgets"), "{mended}");
    assert_eq!(cells(&mended, "acme")[..5], ["acme", "1", "1", "1", "0"], "campaigns and lists: {mended}");
    assert_eq!(counted(&mut db).await, (2, 2, 2));
    let right = numbers(&mut db).await;
    assert!(right.iter().any(|number| number.3.starts_with("QUARTER")), "something happened: {right:?}");

    for wrong in [
        "UPDATE campaign SET lead_count = 9",
        "UPDATE lead_list SET lead_count = 9",
        "UPDATE metric_stock SET value = value + 7",
        "DELETE FROM metric_flow WHERE grain = 'QUARTER'",
    ] {
        assert!(db.execute(wrong).await.unwrap().rows_affected() > 0, "{wrong}");
    }
    assert_eq!(counted(&mut db).await, (9, 9, 9));
    let again = place.run(&["admin", "rebuild-projections", "--agency", "acme"]).await.done();
    assert_eq!(cells(&again, "acme")[..5], ["acme", "1", "1", "1", "1"], "{again}");
    assert_eq!(counted(&mut db).await, (2, 2, 2));
    assert_eq!(numbers(&mut db).await, right);

    let nothing = place.run(&["admin", "rebuild-projections", "--agency", "acme"]).await.done();
    assert_eq!(cells(&nothing, "acme")[..5], ["acme", "1", "0", "1", "0"], "nothing was wrong: {nothing}");
    assert_eq!(numbers(&mut db).await, right);
    place.run(&["admin", "rebuild-projections", "--agency", "nobody"]).await.refused(&["No such agency"]);
}

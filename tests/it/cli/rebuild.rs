//! Numbers that went wrong are mended by the operator, and said to have been wrong.

use crate::cli::support::Place;
use sqlx::Executor;

#[tokio::test]
async fn what_is_counted_along_the_way_is_counted_anew() {
    let place = Place::installed().await;
    let found = ["admin", "agency", "create", "Acme", "--email", "ada@acme.example"];
    place.run(&found).await.done();
    let made = "INSERT INTO campaign (id, agency_id, workspace_id, name, name_folded, lead_count, created_at, updated_at)
        SELECT x'019a0000000070008000000000000001', agency_id, id, 'Spring', 'spring', 7, created_at, created_at FROM workspace LIMIT 1";
    place.sql().await.execute(made).await.unwrap();
    let mended = place.run(&["admin", "rebuild-projections"]).await.done();
    assert!(mended.contains("acme") && mended.contains("Boards") && mended.contains("Budgets"), "{mended}");
    let again = place.run(&["admin", "rebuild-projections", "--agency", "acme"]).await.done();
    assert_ne!(mended, again, "the second time nothing was wrong");
    place.run(&["admin", "rebuild-projections", "--agency", "nobody"]).await.refused(&["No such agency"]);
}

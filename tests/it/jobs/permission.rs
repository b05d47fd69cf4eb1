use super::support::start;
use crate::support::actor::code;
use entity::membership::Role;
use serde_json::json;

#[tokio::test]
async fn a_researcher_steers_own_jobs_and_an_admin_all() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    let of_ada = t.job(&ada, 2, true).await;
    let of_rob = t.job(&rob, 2, true).await;
    assert_eq!(rob.see(&of_rob.id, "isMine").await, true);
    assert_eq!(rob.see(&of_ada.id, "isMine").await, false, "seen, not owned");
    let (his, hers) =
        (rob.see(&of_rob.id, "requestedById").await, rob.see(&of_ada.id, "requestedById").await);
    assert!(his.is_string() && hers.is_string() && his != hers, "and whose they are: {his} {hers}");

    assert_eq!(code(&rob.steer("Pause", &of_ada.id).await), "FORBIDDEN");
    assert_eq!(ada.status(&of_ada.id).await, "RUNNING");
    assert_eq!(rob.steered("Pause", &of_rob.id).await, "PAUSED");
    assert_eq!(ada.steered("Resume", &of_rob.id).await, "RUNNING");
    assert_eq!(code(&rob.gql("{ deadTasks { nodes { id } } }", json!({})).await), "FORBIDDEN");
}

#[tokio::test]
async fn a_client_neither_sees_nor_steers_jobs() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let job = t.job(&ada, 2, true).await;
    let cleo = ada.client().await;
    let asked = cleo.gql("query($id: ID!) { job(id: $id) { id } }", json!({ "id": job.id })).await;
    assert_eq!(code(&asked), "NOT_FOUND");
    assert_eq!(cleo.ask("{ jobs { nodes { id } } }", json!({})).await["jobs"]["nodes"], json!([]));
    assert_eq!(code(&cleo.steer("Pause", &job.id).await), "FORBIDDEN");
}

#[tokio::test]
async fn another_agencys_job_does_not_exist() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let eve = t.agency("evil").await;
    let job = t.job(&ada, 2, true).await;
    for verb in ["Start", "Pause", "Resume", "Cancel", "Retry"] {
        assert_eq!(code(&eve.steer(verb, &job.id).await), "NOT_FOUND", "{verb}");
    }
    assert_eq!(ada.status(&job.id).await, "RUNNING");
}

//! Health and metrics, for those who run it.

use crate::support::server::TestServer;

#[tokio::test]
async fn a_server_that_can_work_is_alive_and_ready() {
    let server = TestServer::start().await;
    assert_eq!(server.get("/health/live").await.json()["status"], "ok");
    let ready = server.get("/health/ready").await;
    assert_eq!((ready.status, ready.json()["status"].as_str()), (200, Some("ok")));
    for check in ["database", "migrations", "events"] {
        assert_eq!(ready.json()["checks"][check]["ok"], true, "{check}");
    }
}

#[tokio::test]
async fn without_its_database_a_server_is_alive_but_not_ready() {
    let server = TestServer::start().await;
    server.test.app.db().close().await;
    assert_eq!(server.get("/health/live").await.status, 200);
    let ready = server.get("/health/ready").await;
    assert_eq!((ready.status, ready.json()["checks"]["database"]["ok"].as_bool()), (503, Some(false)));
}

#[tokio::test]
async fn metrics_tell_requests_errors_memory_pool_and_queue() {
    let server = TestServer::start().await;
    server.ask("{ health { version } }").await;
    server.ask("{ viewer { email } }").await;
    let text = server.get("/metrics").await.text;
    for line in [
        "leadwire_http_requests_total{route=\"/graphql\",method=\"POST\",status=\"200\"}",
        "leadwire_graphql_operations_total{operation=\"health\",kind=\"query\"}",
        "leadwire_graphql_operation_seconds_bucket{operation=\"health\",kind=\"query\",le=\"0.25\"}",
        "leadwire_graphql_errors_total{code=\"UNAUTHENTICATED\",operation=\"\"}",
        "process_resident_memory_bytes ",
        "process_cpu_seconds_total ",
        "leadwire_pool_connections_max ",
        "leadwire_queue_tasks{status=\"QUEUED\"} 0",
        "leadwire_queue_oldest_seconds{status=\"QUEUED\"} 0",
        "leadwire_event_lag 0",
    ] {
        assert!(text.contains(line), "no {line} in\n{text}");
    }
}

#[tokio::test]
async fn names_a_client_made_up_make_no_new_series() {
    let server = TestServer::start().await;
    server.get("/made-up-route").await;
    server.ask("query MadeUpName { made_up_alias: health { version } }").await;
    let text = server.get("/metrics").await.text;
    assert!(!text.contains("MadeUp") && !text.contains("made_up") && !text.contains("made-up"));
}

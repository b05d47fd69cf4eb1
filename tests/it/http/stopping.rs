//! A server that is told to stop says so before it does: who routes by readiness has a moment to look elsewhere.

use crate::support::server::TestServer;
use leadwire::config::Config;
use std::time::{Duration, Instant};

#[tokio::test(flavor = "multi_thread")]
async fn told_to_stop_it_is_not_ready_and_answers_until_the_notice_is_over() {
    let mut config = Config::default();
    config.server.stop_notice_ms = 4_000;
    let mut server = TestServer::with(config).await;
    assert_eq!(server.get("/health/ready").await.status, 200);
    let told = Instant::now();
    server.tell_to_stop();
    while server.get("/health/ready").await.status != 503 {
        tokio::task::yield_now().await;
    }
    assert!(told.elapsed() < Duration::from_secs(3), "it says so at once");
    // A connection made after it was told to stop.
    assert!(tokio::net::TcpStream::connect(server.addr).await.is_ok());
    assert_eq!(server.ask("{ health { version } }").await.status, 200);
    server.stop().await;
    let took = told.elapsed();
    assert!(took >= Duration::from_secs(4) && took < Duration::from_secs(20), "it stopped after {took:?}");
}

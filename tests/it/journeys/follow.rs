//! A client of the graphql-ws package follows a lead request of the real program while its connection is torn down three times.

use crate::{journeys::program::Installation, support::clients};
use leadwire::sandbox::SandboxSettings;

#[tokio::test(flavor = "multi_thread")]
async fn a_client_cut_off_three_times_sees_every_event_exactly_once() {
    // Slow enough that the request is still at work when the third cut comes.
    let slow = SandboxSettings { latency_min_ms: 80, latency_max_ms: 200, ..SandboxSettings::default() };
    let mut it = Installation::new(slow).await;
    it.start().await;
    let settings = [
        ("URL_HTTP", format!("http://{}/graphql", it.addr)),
        ("URL_WS", format!("ws://{}/graphql/ws", it.addr)),
        ("TOKEN", it.token.clone()),
    ];
    let said = clients::run("follow.mjs", &[], &settings).await;
    assert_eq!((said["cuts"].as_u64(), said["atWork"].as_u64()), (Some(3), Some(3)), "{said}");
    assert!(said["connections"].as_u64() >= Some(4), "{said}");
    assert!(said["ofRequest"].as_u64() >= Some(3), "created, run and completed at least: {said}");
    println!("{said}");
}

use crate::support::app::TestApp;

#[tokio::test]
async fn a_stranger_may_ask_how_the_server_is() {
    let t = TestApp::start().await;
    let answer = t.schema.execute("{ health { version isDatabaseUp } }").await;
    assert_eq!(answer.data.into_json().unwrap()["health"]["isDatabaseUp"], true);
    assert_eq!(t.run_tasks().await, 0);
}

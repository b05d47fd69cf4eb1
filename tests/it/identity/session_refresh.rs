use super::{input, sign_in};
use crate::support::{
    actor::{Actor, code},
    app::TestApp,
};
use chrono::TimeDelta;
use serde_json::{Value, json};

const REFRESH: &str =
    "mutation($i: SessionRefreshInput!) { sessionRefresh(input: $i) { accessToken refreshToken } }";
const VIEWER: &str = "{ viewer { user { email } } }";

async fn refresh(who: &Actor, token: &str) -> Value {
    who.gql(REFRESH, input(json!({ "refreshToken": token }))).await
}

fn text(answer: &Value, name: &str) -> String {
    answer["data"]["sessionRefresh"][name].as_str().expect("a token").to_owned()
}

#[tokio::test]
async fn a_session_goes_on_with_the_next_tokens() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (access, token) = sign_in(&t.stranger(), &ada.email).await;
    t.advance(TimeDelta::minutes(15));
    assert_eq!(code(&ada.with_token(&access).gql(VIEWER, json!({})).await), "UNAUTHENTICATED");
    let next = refresh(&t.stranger(), &token).await;
    ada.with_token(&text(&next, "accessToken")).ask(VIEWER, json!({})).await;
    let third = refresh(&t.stranger(), &text(&next, "refreshToken")).await;
    ada.with_token(&text(&third, "accessToken")).ask(VIEWER, json!({})).await;
}

#[tokio::test]
async fn an_old_token_ends_the_whole_family() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (_, stolen) = sign_in(&t.stranger(), &ada.email).await;
    let (other_access, other) = sign_in(&t.stranger(), &ada.email).await;
    let next = refresh(&t.stranger(), &stolen).await;
    assert_eq!(code(&refresh(&t.stranger(), &stolen).await), "UNAUTHENTICATED");
    assert_eq!(code(&refresh(&t.stranger(), &text(&next, "refreshToken")).await), "UNAUTHENTICATED");
    let access = ada.with_token(&text(&next, "accessToken"));
    assert_eq!(code(&access.gql(VIEWER, json!({})).await), "UNAUTHENTICATED");
    // Her other device is another family.
    ada.with_token(&other_access).ask(VIEWER, json!({})).await;
    assert_eq!(code(&refresh(&t.stranger(), &other).await), "");
}

#[tokio::test]
async fn what_we_did_not_make_ends_nothing() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (access, token) = sign_in(&t.stranger(), &ada.email).await;
    let mut forged = token.clone().into_bytes();
    forged[60] = if forged[60] == b'A' { b'B' } else { b'A' };
    let mut cut = token.clone();
    cut.truncate(80);
    for bad in [String::from_utf8(forged).unwrap(), cut, "lwr_.".into(), String::new(), access.clone()] {
        assert_eq!(code(&refresh(&t.stranger(), &bad).await), "UNAUTHENTICATED", "{bad}");
    }
    ada.with_token(&access).ask(VIEWER, json!({})).await;
    assert_eq!(code(&refresh(&t.stranger(), &token).await), "");
}

#[tokio::test]
async fn a_session_nobody_refreshes_is_over_after_thirty_days() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (_, token) = sign_in(&t.stranger(), &ada.email).await;
    t.advance(TimeDelta::days(29));
    let next = refresh(&t.stranger(), &token).await;
    t.advance(TimeDelta::days(29));
    let next = refresh(&t.stranger(), &text(&next, "refreshToken")).await;
    t.advance(TimeDelta::days(30));
    assert_eq!(code(&refresh(&t.stranger(), &text(&next, "refreshToken")).await), "UNAUTHENTICATED");
}

#[tokio::test]
async fn of_two_at_once_one_goes_on_and_then_none() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (_, token) = sign_in(&t.stranger(), &ada.email).await;
    let (one, two) = (t.stranger(), t.stranger());
    let answers = tokio::join!(refresh(&one, &token), refresh(&two, &token));
    let (won, lost) = if code(&answers.0).is_empty() { answers } else { (answers.1, answers.0) };
    assert_eq!((code(&won), code(&lost)), ("", "UNAUTHENTICATED"));
    assert_eq!(code(&refresh(&t.stranger(), &text(&won, "refreshToken")).await), "UNAUTHENTICATED");
}

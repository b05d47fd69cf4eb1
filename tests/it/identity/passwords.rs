use super::{input, sign_in};
use crate::support::{
    actor::{PASSWORD, code, field},
    app::TestApp,
};
use leadwire::{base::secret::SecretString, identity::setup::admin};
use serde_json::json;

const CHANGE: &str = "mutation($i: PasswordChangeInput!) { passwordChange(input: $i) { version } }";
const SIGN_IN: &str = "mutation($i: SessionCreateInput!) { sessionCreate(input: $i) { accessToken } }";
const NEW: &str = "a whole new sentence";

#[tokio::test]
async fn a_new_password_replaces_the_old_and_ends_other_sessions() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (here, _) = sign_in(&t.stranger(), &ada.email).await;
    let (elsewhere, _) = sign_in(&t.stranger(), &ada.email).await;
    let here = ada.with_token(&here);
    here.ask(CHANGE, input(json!({ "currentPassword": PASSWORD, "newPassword": NEW }))).await;
    here.ask("{ viewer { sessionId } }", json!({})).await;
    assert_eq!(
        code(&ada.with_token(&elsewhere).gql("{ viewer { sessionId } }", json!({})).await),
        "UNAUTHENTICATED"
    );
    let old = t.stranger().gql(SIGN_IN, input(json!({ "email": ada.email, "password": PASSWORD }))).await;
    assert_eq!(code(&old), "UNAUTHENTICATED");
    t.stranger().ask(SIGN_IN, input(json!({ "email": ada.email, "password": NEW }))).await;
}

#[tokio::test]
async fn without_the_old_one_or_with_a_weak_one_nothing_changes() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let wrong = ada.gql(CHANGE, input(json!({ "currentPassword": "guess", "newPassword": NEW }))).await;
    assert_eq!((code(&wrong), field(&wrong)), ("BAD_USER_INPUT", "currentPassword"));
    for weak in ["elevenchars", &"x".repeat(2_000)] {
        let answer =
            ada.gql(CHANGE, input(json!({ "currentPassword": PASSWORD, "newPassword": weak }))).await;
        assert_eq!((code(&answer), field(&answer)), ("BAD_USER_INPUT", "newPassword"));
    }
    sign_in(&t.stranger(), &ada.email).await;
    assert_eq!(
        code(
            &t.stranger()
                .gql(CHANGE, input(json!({ "currentPassword": PASSWORD, "newPassword": NEW })))
                .await
        ),
        "UNAUTHENTICATED"
    );
}

#[tokio::test]
async fn guesses_of_the_old_one_are_counted_like_sign_ins() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    for _ in 0..10 {
        let answer = ada.gql(CHANGE, input(json!({ "currentPassword": "guess", "newPassword": NEW }))).await;
        assert_eq!(code(&answer), "BAD_USER_INPUT");
    }
    let answer = ada.gql(CHANGE, input(json!({ "currentPassword": PASSWORD, "newPassword": NEW }))).await;
    assert_eq!(code(&answer), "LIMIT_REACHED");
}

#[tokio::test]
async fn the_operator_resets_one() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    admin::password_reset(&t.app, &ada.email, NEW.into()).await.unwrap();
    assert_eq!(code(&ada.gql("{ viewer { sessionId } }", json!({})).await), "UNAUTHENTICATED");
    t.stranger().ask(SIGN_IN, input(json!({ "email": ada.email, "password": NEW }))).await;
    let short: SecretString = "short".into();
    assert_eq!(admin::password_reset(&t.app, &ada.email, short).await.unwrap_err().code(), "BAD_USER_INPUT");
    let nobody = admin::password_reset(&t.app, "nobody@acme.example", NEW.into()).await;
    let refused = nobody.unwrap_err();
    assert_eq!(refused.code(), "BAD_USER_INPUT");
    assert!(refused.to_string().contains("nobody@acme.example"), "{refused}");
}

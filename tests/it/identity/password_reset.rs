//! Somebody forgot their password.

use super::{input, sign_in};
use crate::{
    hooks::support::good_signatures,
    support::{
        actor::{Actor, PASSWORD, code, field},
        app::TestApp,
        scripted::{Canned, Scripted, Seen},
    },
};
use chrono::TimeDelta;
use entity::membership::Role;
use leadwire::{base::secret::ExposeSecret, config::Config, identity::users::reset};
use serde_json::{Value, json};
use std::time::Duration;

const ASK: &str = "mutation($i: PasswordResetRequestInput!) { passwordResetRequest(input: $i) }";
const SET: &str = "mutation($i: PasswordResetInput!) { passwordReset(input: $i) }";
const SIGN_IN: &str = "mutation($i: SessionCreateInput!) { sessionCreate(input: $i) { accessToken } }";
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const NEW: &str = "a whole new sentence";

async fn ask_for(t: &TestApp, email: &str) -> Value {
    t.stranger().gql(ASK, input(json!({ "email": email }))).await
}

async fn set(t: &TestApp, token: &str, password: &str) -> Value {
    t.stranger().gql(SET, input(json!({ "token": token, "newPassword": password }))).await
}

/// The wish is stated beside the answer: waits until the agency's record has so many.
async fn stated(actor: &Actor, count: usize) -> Vec<Value> {
    let deadline = tokio::time::Instant::now() + Duration::from_secs(10);
    loop {
        let found = actor.audit(json!({ "actions": ["PASSWORD_RESET_REQUESTED"] })).await;
        if found.len() >= count {
            return found;
        }
        assert!(tokio::time::Instant::now() < deadline, "nobody stated it");
        tokio::task::yield_now().await;
    }
}

async fn with_mailer(script: Vec<Canned>) -> (TestApp, Scripted) {
    let receiver = Scripted::start(script).await;
    let mut config = Config::default();
    config.password_reset.webhook = receiver.url().join("/mail").unwrap().to_string();
    config.password_reset.secret = SECRET.into();
    (TestApp::with(config).await, receiver)
}

fn token(seen: &Seen) -> String {
    let url = seen.json()["data"]["url"].as_str().expect("a link").to_owned();
    url.split_once("token=").expect("a token").1.to_owned()
}

#[tokio::test]
async fn the_link_goes_to_whoever_mails_it_and_sets_a_new_password_once() {
    let (t, mailer) = with_mailer(vec![Canned::text(503, "busy"), Canned::text(200, "thanks")]).await;
    let ada = t.agency("acme").await;
    let (here, _) = sign_in(&t.stranger(), &ada.email).await;
    let answer = ask_for(&t, &ada.email.to_uppercase()).await;
    assert_eq!(answer["data"]["passwordResetRequest"], true, "{answer}");
    let entry = stated(&ada, 1).await.remove(0);
    assert_eq!((&entry["actorType"], &entry["ip"]), (&json!("SYSTEM"), &json!("192.0.2.1")));
    t.run_tasks().await;
    t.advance(TimeDelta::seconds(30));
    t.run_tasks().await;
    let all = mailer.seen();
    assert_eq!(all.len(), 2, "tried again after the first failure, and no more");
    let (failed, sent) = (token(&all[0]), token(&all[1]));
    assert_eq!(good_signatures(&all[1], SECRET), [true]);
    assert_eq!(all[1].json()["data"]["email"], json!(ada.email));
    assert_ne!(failed, sent, "a link is made when it is sent");
    assert_eq!(code(&set(&t, &failed, NEW).await), "UNAUTHENTICATED", "the newer one replaced it");
    let weak = set(&t, &sent, "short").await;
    assert_eq!((code(&weak), field(&weak)), ("BAD_USER_INPUT", "newPassword"));
    assert_eq!(set(&t, &sent, NEW).await["data"]["passwordReset"], true);
    assert_eq!(code(&set(&t, &sent, "another whole sentence").await), "UNAUTHENTICATED", "works once");
    let stale = ada.with_token(&here).gql("{ viewer { sessionId } }", Value::Null).await;
    assert_eq!(code(&stale), "UNAUTHENTICATED", "every session ended");
    let with = async |password: &str| {
        let given = json!({ "email": ada.email, "password": password });
        t.stranger().gql(SIGN_IN, input(given)).await
    };
    assert_eq!(code(&with(PASSWORD).await), "UNAUTHENTICATED");
    let signed_in = with(NEW).await;
    let token = signed_in["data"]["sessionCreate"]["accessToken"].as_str().expect("signed in");
    let log = ada.with_token(token).audit(json!({ "actions": ["PASSWORD_CHANGED"] })).await;
    assert_eq!(log.len(), 1);
    assert_eq!(log[0]["reason"], "They had forgotten the old one, and used a link.");
}

#[tokio::test]
async fn nobody_learns_who_has_an_account() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let known = ask_for(&t, &ada.email).await;
    let unknown = ask_for(&t, "nobody@acme.example").await;
    assert_eq!(known, unknown);
    stated(&ada, 1).await;
    for address in [ada.email.as_str(), "nobody@acme.example"] {
        let last = [ask_for(&t, address).await, ask_for(&t, address).await, ask_for(&t, address).await];
        let codes: Vec<_> = last.iter().map(code).collect();
        assert_eq!(codes, ["", "", "LIMIT_REACHED"], "{address}");
    }
    assert_eq!(code(&ask_for(&t, "no address").await), "BAD_USER_INPUT");
    sign_in(&t.stranger(), &ada.email).await;
    assert_eq!(stated(&ada, 3).await.len(), 3, "what was refused is not stated");
}

#[tokio::test]
async fn a_link_is_good_for_an_hour_and_until_the_next() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let make = async || {
        let link = reset::link(&t.app, &ada.email).await.unwrap();
        link.url.expose_secret().split_once("token=").unwrap().1.to_owned()
    };
    let (first, second) = (make().await, make().await);
    assert_eq!(code(&set(&t, &first, NEW).await), "UNAUTHENTICATED");
    t.advance(TimeDelta::minutes(60));
    assert_eq!(code(&set(&t, &second, NEW).await), "UNAUTHENTICATED");
    assert_eq!(code(&set(&t, "lwr_nonsense", NEW).await), "UNAUTHENTICATED");
    sign_in(&t.stranger(), &ada.email).await;
    assert_eq!(reset::link(&t.app, "nobody@acme.example").await.err().unwrap().code(), "BAD_USER_INPUT");
}

#[tokio::test]
async fn of_two_who_use_a_link_at_once_one_comes_first() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let link = reset::link(&t.app, &ada.email).await.unwrap();
    let token = link.url.expose_secret().split_once("token=").unwrap().1.to_owned();
    let both = tokio::join!(set(&t, &token, NEW), set(&t, &token, "another whole sentence"));
    let mut codes = [code(&both.0), code(&both.1)];
    codes.sort_unstable();
    assert_eq!(codes, ["", "UNAUTHENTICATED"]);
}

#[tokio::test]
async fn whoever_is_locked_out_by_guesses_gets_in_with_a_link() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let sign_in_with = async |password: &str| {
        let given = json!({ "email": ada.email, "password": password });
        t.stranger().gql(SIGN_IN, input(given)).await
    };
    for _ in 0..11 {
        sign_in_with("a guess, and a wrong one").await;
    }
    assert_eq!(code(&sign_in_with(PASSWORD).await), "LIMIT_REACHED");
    let link = reset::link(&t.app, &ada.email).await.unwrap();
    let token = link.url.expose_secret().split_once("token=").unwrap().1.to_owned();
    assert_eq!(set(&t, &token, NEW).await["data"]["passwordReset"], true);
    assert_eq!(code(&sign_in_with(NEW).await), "");
}

#[tokio::test]
async fn somebody_in_several_agencies_is_sent_one_link() {
    let (t, mailer) = with_mailer(vec![Canned::text(200, "thanks")]).await;
    let (ada, eve) = (t.agency("acme").await, t.agency("other").await);
    let mut eve = eve.also_in(&ada, Role::Researcher).await;
    eve.credentials.agency = Some("other".into());
    ask_for(&t, &eve.email).await;
    stated(&ada, 1).await;
    stated(&eve, 1).await;
    t.run_tasks().await;
    assert_eq!(mailer.seen().len(), 1);
}

#[tokio::test]
async fn whose_account_it_is_is_told_in_each_agency_unless_they_do_not_want_to_know() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("other").await);
    let rob = ada.colleague(Role::Researcher).await.also_in(&eve, Role::Client).await.in_agency("acme");
    let there = rob.in_agency("other");
    there.prefer("ACCOUNT_SECURITY", false).await;
    ask_for(&t, &rob.email).await;
    stated(&ada, 1).await;
    let asked = rob.notifications().await;
    assert_eq!(asked.len(), 1, "{asked:#?}");
    assert_eq!((&asked[0]["kind"], &asked[0]["level"]), (&json!("ACCOUNT_SECURITY"), &json!("WARNING")));
    let link = reset::link(&t.app, &rob.email).await.unwrap();
    let token = link.url.expose_secret().split_once("token=").unwrap().1.to_owned();
    assert_eq!(set(&t, &token, NEW).await["data"]["passwordReset"], true);
    let given = json!({ "email": rob.email, "password": NEW });
    let back = t.stranger().ask(SIGN_IN, input(given)).await["sessionCreate"]["accessToken"].clone();
    let back = t.stranger().with_token(back.as_str().unwrap());
    let told = back.in_agency("acme").notifications().await;
    let titles: Vec<_> = told.iter().map(|it| it["title"].as_str().unwrap()).collect();
    assert_eq!(titles.len(), 2, "{titles:?}");
    assert!(titles.contains(&"Your account has a new password"), "{titles:?}");
    assert!(back.in_agency("other").notifications().await.is_empty(), "there they do not want to know");
    for other in [&ada, &eve] {
        assert!(other.notifications().await.is_empty(), "it is nobody else's account");
    }
}

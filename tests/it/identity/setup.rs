use super::sign_in;
use crate::support::app::TestApp;
use chrono::TimeDelta;
use leadwire::{
    base::secret::{ExposeSecret, SecretString},
    identity::{
        setup::{self, FirstAdmin, admin},
        users::NewUser,
    },
    kernel::page::PageArgs,
};
use serde_json::json;

fn first() -> FirstAdmin {
    FirstAdmin {
        email: "ada@acme.example".into(),
        name: String::new(),
        password: crate::support::actor::PASSWORD.into(),
        agency_name: "Acme".into(),
    }
}

#[tokio::test]
async fn the_link_makes_the_first_admin_once() {
    let t = TestApp::start().await;
    let link = setup::link(&t.app).await.unwrap().expect("nobody is here yet");
    assert!(setup::is_open(&t.app, &link).await.unwrap());
    let founded = setup::consume(&t.app, None, &link, first()).await.unwrap();
    assert!(founded.user.is_super_admin && founded.user.name == "ada" && founded.agency.slug == "acme");
    let (token, _) = sign_in(&t.stranger(), "ada@acme.example").await;
    let who =
        t.stranger().with_token(&token).ask("{ viewer { isSuperAdmin agency { name } } }", json!({})).await;
    assert_eq!(who["viewer"], json!({ "isSuperAdmin": true, "agency": { "name": "Acme" } }));
    let again = FirstAdmin { email: "eve@acme.example".into(), ..first() };
    assert_eq!(setup::consume(&t.app, None, &link, again).await.unwrap_err().code(), "UNAUTHENTICATED");
    assert!(!setup::is_open(&t.app, &link).await.unwrap());
    assert!(setup::link(&t.app).await.unwrap().is_none());
}

#[tokio::test]
async fn wrong_old_and_replaced_links_make_nobody() {
    let t = TestApp::start().await;
    let replaced = setup::link(&t.app).await.unwrap().unwrap();
    let link = setup::link(&t.app).await.unwrap().unwrap();
    let wrong: SecretString = format!("{}x", link.expose_secret()).into();
    for bad in [&replaced, &wrong] {
        assert_eq!(setup::consume(&t.app, None, bad, first()).await.unwrap_err().code(), "UNAUTHENTICATED");
    }
    let unnamed = FirstAdmin { agency_name: " ".into(), ..first() };
    assert_eq!(
        setup::consume(&t.app, None, &link, unnamed).await.unwrap_err().to_string(),
        "agencyName: 1 to 200 characters"
    );
    t.advance(TimeDelta::hours(24));
    assert_eq!(setup::consume(&t.app, None, &link, first()).await.unwrap_err().code(), "UNAUTHENTICATED");
    assert!(setup::link(&t.app).await.unwrap().is_some());
}

#[tokio::test]
async fn of_two_who_hold_the_link_one_comes_first() {
    let t = TestApp::start().await;
    let link = setup::link(&t.app).await.unwrap().unwrap();
    let other = FirstAdmin { email: "eve@acme.example".into(), ..first() };
    let (one, two) = tokio::join!(
        setup::consume(&t.app, None, &link, first()),
        setup::consume(&t.app, None, &link, other)
    );
    assert!(one.is_ok() != two.is_ok());
    let agencies = admin::agencies(&t.app, &PageArgs::default()).await.unwrap();
    assert_eq!(agencies.items.len(), 1);
}

#[tokio::test]
async fn the_operator_makes_agencies_people_and_tokens() {
    let t = TestApp::start().await;
    let new = |email: &str| NewUser {
        email: email.into(),
        name: "Bob".into(),
        password: crate::support::actor::PASSWORD.into(),
        is_super_admin: false,
    };
    let globex = admin::agency_create(&t.app, "Globex", None, new("bob@globex.example")).await.unwrap();
    let second =
        admin::agency_create(&t.app, "Hooli", Some("hooli".into()), new("bob@globex.example")).await.unwrap();
    assert_eq!(globex.user.id, second.user.id);
    let tokens = admin::sign_in(&t.app, "Bob@globex.example").await.unwrap();
    let bob = t.stranger().with_token(tokens.access.expose_secret()).in_agency("hooli");
    assert_eq!(bob.ask("{ agency { name } }", json!({})).await["agency"]["name"], "Hooli");
    admin::user_create(&t.app, new("rob@globex.example")).await.unwrap();
    assert_eq!(admin::user_create(&t.app, new("rob@globex.example")).await.unwrap_err().code(), "CONFLICT");
    assert!(setup::link(&t.app).await.unwrap().is_none());
}

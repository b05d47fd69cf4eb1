use crate::support::{
    actor::{Actor, code},
    app::TestApp,
    scripted::{Canned, Scripted},
};
use chrono::TimeDelta;
use jsonwebtoken::{Algorithm, EncodingKey, Header, jwk::Jwk};
use leadwire::{
    config::{Config, Issuer},
    identity::caller::still_valid,
};
use serde_json::{Value, json};

const ISSUER: &str = "https://id.example";
const WHO: &str = "{ viewer { user { email } sessionId agency { slug } } }";
/// 2026-11-02T09:00:00Z, when every test begins.
const NOW: i64 = 1_793_610_000;

fn key(seed: u8) -> EncodingKey {
    const HEAD: [u8; 16] = [0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
    EncodingKey::from_ed_der(&[&HEAD[..], &[seed; 32]].concat())
}

fn jwks(keys: &[(&str, u8)]) -> Canned {
    let public = |(kid, seed): &(&str, u8)| {
        let mut key = Jwk::from_encoding_key(&key(*seed), Algorithm::EdDSA).unwrap();
        key.common.key_id = Some((*kid).to_owned());
        json!(key)
    };
    let mut all: Vec<Value> = keys.iter().map(public).collect();
    all.push(json!({ "kty": "unheard of" }));
    Canned::json(200, &json!({ "keys": all }))
}

fn claims() -> Value {
    json!({ "iss": ISSUER, "aud": ["other", "leadwire-web"], "sub": "ada-1", "exp": NOW + 300, "nbf": NOW,
        "email": "Admin@acme.example", "email_verified": true })
}

fn token(kid: &str, seed: u8, claims: &Value) -> String {
    let header = Header { kid: Some(kid.to_owned()), ..Header::new(Algorithm::EdDSA) };
    jsonwebtoken::encode(&header, claims, &key(seed)).unwrap()
}

async fn start(script: Vec<Canned>) -> (TestApp, Scripted, Actor) {
    let server = Scripted::start(script).await;
    let mut config = Config::default();
    config.auth.issuers = vec![Issuer {
        issuer: ISSUER.into(),
        audience: "leadwire-web".into(),
        jwks_url: server.url().join("/keys").unwrap().into(),
        algorithms: vec!["EdDSA".into(), "RS256".into(), "HS256".into()],
    }];
    let t = TestApp::with(config).await;
    let ada = t.agency("acme").await;
    (t, server, ada)
}

#[tokio::test]
async fn an_issuers_token_is_the_account_with_its_verified_address() {
    let (t, server, ada) = start(vec![jwks(&[("k1", 1)])]).await;
    let signed_in = ada.with_token(&token("k1", 1, &claims()));
    for _ in 0..3 {
        let who = signed_in.ask(WHO, json!({})).await["viewer"].clone();
        assert_eq!(
            who,
            json!({ "user": { "email": "admin@acme.example" }, "sessionId": null, "agency": { "slug": "acme" } })
        );
    }
    assert_eq!(server.only().path, "/keys");
    let stream = signed_in.caller().await.unwrap();
    assert!(still_valid(&t.app, &stream).await.unwrap());
    t.advance(TimeDelta::minutes(5));
    assert_eq!(code(&signed_in.gql(WHO, json!({})).await), "UNAUTHENTICATED");
    assert!(!still_valid(&t.app, &stream).await.unwrap());
}

#[tokio::test]
async fn whoever_has_no_account_or_no_verified_address_stays_out() {
    let (t, _server, ada) = start(vec![jwks(&[("k1", 1)])]).await;
    let cases = [
        ("email", json!("stranger@acme.example")),
        ("email", Value::Null),
        ("email_verified", json!(false)),
        ("email_verified", Value::Null),
        ("email_verified", json!(1)),
    ];
    for (name, value) in cases {
        let mut claims = claims();
        claims[name] = value;
        let answer = ada.with_token(&token("k1", 1, &claims)).gql(WHO, json!({})).await;
        assert_eq!(code(&answer), "UNAUTHENTICATED", "{name}");
    }
    let known = leadwire::identity::users::colleagues(&t.app, &ada.scope().await, None, &[]).await.unwrap();
    assert!(known.is_empty());
}

#[tokio::test]
async fn what_is_not_for_us_or_not_now_is_refused() {
    let (_t, _server, ada) = start(vec![jwks(&[("k1", 1)])]).await;
    let cases = [
        ("iss", json!("https://evil.example")),
        ("iss", json!("leadwire")),
        ("aud", json!("other")),
        ("aud", Value::Null),
        ("exp", json!(NOW)),
        ("exp", Value::Null),
        ("exp", json!(i64::MAX)),
        ("nbf", json!(NOW + 61)),
    ];
    for (name, value) in cases {
        let mut claims = claims();
        claims[name] = value;
        let answer = ada.with_token(&token("k1", 1, &claims)).gql(WHO, json!({})).await;
        assert_eq!(code(&answer), "UNAUTHENTICATED", "{name} {}", claims[name]);
    }
}

#[tokio::test]
async fn nobody_but_the_issuer_can_sign() {
    let (_t, server, ada) = start(vec![jwks(&[("k1", 1)])]).await;
    let public = Jwk::from_encoding_key(&key(1), Algorithm::EdDSA).unwrap();
    let public = json!(public)["x"].as_str().unwrap().to_owned();
    let header = Header { kid: Some("k1".into()), ..Header::new(Algorithm::HS256) };
    let confused =
        jsonwebtoken::encode(&header, &claims(), &EncodingKey::from_secret(public.as_bytes())).unwrap();
    for bad in [token("k1", 2, &claims()), confused] {
        assert_eq!(code(&ada.with_token(&bad).gql(WHO, json!({})).await), "UNAUTHENTICATED");
    }
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_new_key_is_fetched_once_and_made_up_ones_do_not_flood_the_issuer() {
    let (t, server, ada) = start(vec![jwks(&[("k1", 1)]), jwks(&[("k2", 2)])]).await;
    ada.with_token(&token("k1", 1, &claims())).ask(WHO, json!({})).await;
    for n in 0..5 {
        let made_up = token(&format!("x{n}"), 2, &claims());
        assert_eq!(code(&ada.with_token(&made_up).gql(WHO, json!({})).await), "UNAUTHENTICATED");
    }
    assert_eq!(server.seen().len(), 1);
    t.advance(TimeDelta::minutes(1));
    ada.with_token(&token("k2", 2, &claims())).ask(WHO, json!({})).await;
    assert_eq!(server.seen().len(), 2);
    assert_eq!(
        code(&ada.with_token(&token("k1", 1, &claims())).gql(WHO, json!({})).await),
        "UNAUTHENTICATED"
    );
}

#[tokio::test]
async fn an_issuer_that_is_down_locks_nobody_out_for_a_day() {
    let (t, _server, ada) = start(vec![jwks(&[("k1", 1)]), Canned::text(500, "down")]).await;
    let mut lasting = claims();
    lasting["exp"] = json!(NOW + 999_999);
    let signed_in = ada.with_token(&token("k1", 1, &lasting));
    signed_in.ask(WHO, json!({})).await;
    t.advance(TimeDelta::hours(23));
    signed_in.ask(WHO, json!({})).await;
    t.advance(TimeDelta::hours(1));
    assert_eq!(code(&signed_in.gql(WHO, json!({})).await), "UNAVAILABLE");
}

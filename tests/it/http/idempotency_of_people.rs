//! Keys of people: who acts in no agency repeats safely too, and so does who is in another one by what they did.

use crate::support::{
    actor::{Actor, PASSWORD},
    app::TestApp,
    server::{Reply, TestServer},
};
use entity::{membership::Role, session};
use leadwire::{
    config::Config,
    identity::{setup::admin, users::NewUser},
    kernel::permission::Permission,
};
use reqwest::Method;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

const REGISTER: &str =
    "mutation($i: AgencyRegisterInput!) { agencyRegister(input: $i) { agency { id slug } } }";
const ACCEPT: &str = "mutation($i: InvitationAcceptInput!) { invitationAccept(input: $i) { agency { slug } tokens { accessToken } } }";
const RENAME: &str = "mutation($i: UserUpdateInput!) { userUpdate(input: $i) { name version } }";
const CHANGE: &str = "mutation($i: PasswordChangeInput!) { passwordChange(input: $i) { version } }";
const SIGN_IN: &str = "mutation($i: SessionCreateInput!) { sessionCreate(input: $i) { accessToken } }";
const CREATE: &str = "mutation($i: WorkspaceCreateInput!) { workspaceCreate(input: $i) { name } }";

/// Where anybody founds an agency.
pub async fn open() -> TestServer {
    let mut config = Config::default();
    config.auth.open_registration = true;
    TestServer::with(config).await
}

/// Somebody with an account who belongs to no agency, signed in.
pub async fn person(t: &TestApp, email: &str) -> Actor {
    let new =
        NewUser { email: email.into(), name: "Ada".into(), password: PASSWORD.into(), is_super_admin: false };
    admin::user_create(&t.app, new).await.expect("a good user");
    signed_in(t, email).await
}

async fn signed_in(t: &TestApp, email: &str) -> Actor {
    let made = t.stranger().ask(SIGN_IN, json!({ "i": { "email": email, "password": PASSWORD } })).await;
    t.stranger().with_token(made["sessionCreate"]["accessToken"].as_str().expect("a token"))
}

/// Sends a command under a key, as whoever this is: with their token or API key and the agency they chose.
pub async fn send(server: &TestServer, who: &Actor, key: &str, document: &str, input: Value) -> Reply {
    let mut request = server.request(Method::POST, "/graphql").header("idempotency-key", key);
    let (bearer, chosen) = (who.bearer().await, &who.credentials);
    let headers = [
        ("authorization", Some(bearer).filter(|bearer| !bearer.is_empty())),
        ("x-api-key", chosen.api_key.clone()),
        ("x-agency", chosen.agency.clone()),
    ];
    for (name, value) in headers {
        if let Some(value) = value {
            request = request.header(name, value);
        }
    }
    let request = request.header("accept", "application/graphql-response+json");
    Reply::of(request.json(&json!({ "query": document, "variables": { "i": input } }))).await
}

pub async fn found(server: &TestServer, who: &Actor, key: &str, name: &str) -> Reply {
    send(server, who, key, REGISTER, json!({ "name": name })).await
}

/// The agencies they belong to, by slug.
pub async fn agencies(who: &Actor) -> Vec<String> {
    let said = who.ask("{ viewer { memberships { agency { slug } } } }", json!({})).await;
    let all = said["viewer"]["memberships"].as_array().expect("a list").iter();
    let mut slugs: Vec<_> =
        all.map(|one| one["agency"]["slug"].as_str().expect("a slug").to_owned()).collect();
    slugs.sort();
    slugs
}

/// They were answered alike, and well.
fn same(first: &Reply, again: &Reply) {
    assert_eq!((first.status, first.code().as_str()), (200, ""), "{}", first.text);
    assert_eq!((again.status, &again.json()["data"]), (200, &first.json()["data"]), "{}", again.text);
}

#[tokio::test]
async fn who_founds_their_first_second_or_third_agency_twice_founds_one() {
    let server = open().await;
    let ada = person(&server.test, "ada@people.example").await;
    let mut founded = vec![];
    // In no agency before and in one after; in one and then in two, of which none is chosen; in two and then in three.
    for slug in ["acme", "globex", "initech"] {
        let first = found(&server, &ada, slug, slug).await;
        same(&first, &found(&server, &ada, slug, slug).await);
        assert_eq!(first.json()["data"]["agencyRegister"]["agency"]["slug"], slug);
        let other = found(&server, &ada, slug, "Umbrella").await;
        assert_eq!((other.status, other.code().as_str()), (422, "IDEMPOTENCY_MISMATCH"));
        founded.push(slug);
        assert_eq!(agencies(&ada).await, founded);
        // Wherever they say that they act by then.
        same(&first, &found(&server, &ada.in_agency("acme"), slug, slug).await);
    }
    assert_eq!(agencies(&ada).await, founded);
    // The key is still free in each of them.
    let made = send(&server, &ada.in_agency("globex"), "acme", CREATE, json!({ "name": "North" })).await;
    assert_eq!(made.json()["data"]["workspaceCreate"]["name"], "North", "{}", made.text);
}

#[tokio::test]
async fn ten_at_once_found_one_agency_and_get_one_answer() {
    let server = open().await;
    let ada = person(&server.test, "ada@people.example").await;
    let all = (0..10).map(|_| found(&server, &ada, "crowd", "Acme"));
    let replies = futures_util::future::join_all(all).await;
    for reply in &replies {
        same(&replies[0], reply);
    }
    assert_eq!(agencies(&ada).await, ["acme"]);
}

#[tokio::test]
async fn keys_of_different_people_never_meet() {
    let server = open().await;
    let ada = person(&server.test, "ada@people.example").await;
    let bob = person(&server.test, "bob@people.example").await;
    let (of_ada, of_bob) =
        (found(&server, &ada, "k", "Acme").await, found(&server, &bob, "k", "Globex").await);
    assert_eq!(of_bob.json()["data"]["agencyRegister"]["agency"]["slug"], "globex", "{}", of_bob.text);
    assert_ne!(of_ada.text, of_bob.text);
    assert_eq!((agencies(&ada).await, agencies(&bob).await), (vec!["acme".into()], vec!["globex".into()]));
}

#[tokio::test]
async fn who_joins_another_agency_twice_is_told_the_same() {
    let server = TestServer::start().await;
    let (ada, bob) = (server.test.agency("acme").await, server.test.agency("globex").await);
    let invited = json!({ "token": bob.invite(&ada.email, Role::Researcher).await });
    let first = send(&server, &ada, "k", ACCEPT, invited.clone()).await;
    let joined = json!({ "agency": { "slug": "globex" }, "tokens": null });
    assert_eq!(first.json()["data"]["invitationAccept"], joined, "{}", first.text);
    same(&first, &send(&server, &ada, "k", ACCEPT, invited).await);
    assert_eq!(agencies(&ada).await, ["acme", "globex"]);
}

#[tokio::test]
async fn who_has_chosen_no_agency_changes_their_profile_once() {
    let server = open().await;
    let ada = person(&server.test, "ada@people.example").await;
    let rename =
        async |key: &'static str, name: &str| send(&server, &ada, key, RENAME, json!({ "name": name })).await;
    let first = rename("k1", "Ada Lovelace").await;
    assert_eq!(rename("k2", "Ada King").await.json()["data"]["userUpdate"]["version"], 3);
    same(&first, &rename("k1", "Ada Lovelace").await);
    assert_eq!(rename("k1", "Another").await.code(), "IDEMPOTENCY_MISMATCH");
    let now = ada.ask("{ viewer { user { name version } } }", json!({})).await;
    assert_eq!(now["viewer"]["user"], json!({ "name": "Ada King", "version": 3 }), "nothing was done again");
    server.test.advance(chrono::TimeDelta::hours(24));
    let later = signed_in(&server.test, "ada@people.example").await;
    let forgotten = send(&server, &later, "k1", RENAME, json!({ "name": "Another" })).await;
    assert_eq!(forgotten.json()["data"]["userUpdate"]["version"], 4, "{}", forgotten.text);
}

#[tokio::test]
async fn what_also_concerns_an_agency_is_another_request_in_another_one() {
    let server = open().await;
    let ada = person(&server.test, "ada@people.example").await;
    for name in ["Acme", "Globex"] {
        found(&server, &ada, name, name).await;
    }
    let both = "mutation($i: AgencyRegisterInput!) { agencyRegister(input: $i) { agency { slug } }
        workspaceCreate(input: { name: \"North\" }) { id } }";
    let input = json!({ "name": "Initech" });
    let here = send(&server, &ada.in_agency("acme"), "k", both, input.clone()).await;
    let there = send(&server, &ada.in_agency("globex"), "k", both, input.clone()).await;
    assert_eq!((there.status, there.code().as_str()), (422, "IDEMPOTENCY_MISMATCH"), "{}", there.text);
    same(&here, &send(&server, &ada.in_agency("acme"), "k", both, input).await);
    assert_eq!(agencies(&ada).await, ["acme", "globex", "initech"]);
    for (agency, workspaces) in [("acme", 2), ("globex", 1)] {
        let all = ada.in_agency(agency).ask("{ workspaces { nodes { name } } }", json!({})).await;
        assert_eq!(all["workspaces"]["nodes"].as_array().unwrap().len(), workspaces, "{agency}");
    }
}

#[tokio::test]
async fn too_many_guesses_do_not_use_the_key_up() {
    let server = open().await;
    let ada = person(&server.test, "ada@people.example").await;
    let change = async |who: &Actor, key: &str, current: &str| {
        let input = json!({ "currentPassword": current, "newPassword": "another long sentence" });
        send(&server, who, key, CHANGE, input).await
    };
    for guess in 0..server.test.app.config().auth.attempts_per_account {
        assert_eq!(change(&ada, &format!("guess-{guess}"), "a guess").await.code(), "BAD_USER_INPUT");
    }
    assert_eq!(change(&ada, "k", PASSWORD).await.code(), "LIMIT_REACHED");
    server.test.advance(chrono::TimeDelta::minutes(16));
    let later = signed_in(&server.test, "ada@people.example").await;
    let changed = change(&later, "k", PASSWORD).await;
    assert_eq!(changed.json()["data"]["passwordChange"]["version"], 2, "{}", changed.text);
    same(&changed, &change(&later, "k", PASSWORD).await);
}

#[tokio::test]
async fn what_is_no_key_is_refused_to_everybody() {
    let server = open().await;
    let (ada, bob) = (server.test.agency("acme").await, person(&server.test, "bob@people.example").await);
    let stranger = server.test.stranger();
    let db = server.test.database.connect().await;
    let sessions = async || session::Entity::find().count(&db).await.unwrap();
    let before = sessions().await;
    let sign_in = json!({ "email": ada.email, "password": PASSWORD });
    let longest = "k".repeat(256);
    for bad in ["", "not a key", longest.as_str()] {
        for (who, document, input) in [
            (&stranger, SIGN_IN, &sign_in),
            (&bob, RENAME, &json!({ "name": "Robert" })),
            (&bob, REGISTER, &json!({ "name": "Globex" })),
        ] {
            let refused = send(&server, who, bad, document, input.clone()).await;
            assert_eq!((refused.status, refused.code().as_str()), (400, "BAD_USER_INPUT"), "{bad:?}");
            let field = &refused.error()["extensions"]["fields"][0]["path"];
            assert_eq!(field, "Idempotency-Key", "{}", refused.text);
        }
    }
    assert_eq!((sessions().await, agencies(&bob).await.len()), (before, 0), "nothing was done");
    let who = bob.ask("{ viewer { user { name } } }", json!({})).await;
    assert_eq!(who["viewer"]["user"]["name"], "Ada", "nor was this");
    // A good one is let through; but a stranger's is nobody's, and nobody gets another's tokens by it.
    let (one, two) = (
        send(&server, &stranger, "k", SIGN_IN, sign_in.clone()).await,
        send(&server, &stranger, "k", SIGN_IN, sign_in).await,
    );
    assert_eq!((one.status, two.status), (200, 200));
    assert_ne!(one.json()["data"], two.json()["data"]);
    assert_eq!(sessions().await, before + 2);
}

#[tokio::test]
async fn a_machine_founds_like_a_stranger_and_the_address_is_used_up() {
    let server = open().await;
    let machine = server.test.agency("acme").await.api_key(&[Permission::Read]).await;
    let founder = json!({ "email": "bob@people.example", "name": "Bob", "password": PASSWORD });
    let input = json!({ "name": "Globex", "founder": founder });
    let first = send(&server, &machine, "k", REGISTER, input.clone()).await;
    assert_eq!(first.json()["data"]["agencyRegister"]["agency"]["slug"], "globex", "{}", first.text);
    assert_eq!(send(&server, &machine, "k", REGISTER, input).await.code(), "CONFLICT");
    assert_eq!(agencies(&signed_in(&server.test, "bob@people.example").await).await, ["globex"]);
}

//! What becomes of people's keys when a process dies, and when their time is over.

use super::idempotency_of_people::{agencies, found, open, person, send};
use crate::support::{database::backend, server::TestServer};
use chrono::TimeDelta;
use entity::{ids::UserId, user_idempotency_key as book};
use leadwire::{
    identity::{
        agencies::{self as tenants, Admin, Founding},
        users::{self, UserChange},
    },
    kernel::{
        caller::Caller,
        error::Result,
        housekeeping,
        idempotency::{Book, Claim, Held, bury_the_dead, claim},
        patch::Patch,
    },
};
use sea_orm::{DatabaseConnection, DbBackend, EntityTrait, sea_query::Expr};
use serde_json::json;

/// Somebody in no agency, and three keys of theirs: one without effect, one with an agency's, one with one of no agency.
struct Story {
    server: TestServer,
    caller: Caller,
    user: UserId,
    without: Held,
}

impl Story {
    async fn so_far() -> Self {
        let server = open().await;
        let ada = person(&server.test, "ada@people.example").await;
        let caller = ada.caller().await.unwrap();
        let user = caller.user().unwrap();
        let without = mine(&server, user, "without").await;
        let story = Self { server, caller, user, without };
        mine(&story.server, user, "founded").await.run(story.founds("Acme")).await.unwrap();
        mine(&story.server, user, "renamed").await.run(story.renames("Ada L.")).await.unwrap();
        story
    }

    async fn founds(&self, name: &str) -> Result<()> {
        let founding = Founding { name: name.into(), slug: None, admin: Admin::Existing(self.user) };
        tenants::found(&self.server.test.app, founding, None).await.map(drop)
    }

    async fn renames(&self, name: &str) -> Result<()> {
        let change = UserChange { name: Patch::Set(name.into()), ..UserChange::default() };
        users::update(&self.server.test.app, &self.caller, change).await.map(drop)
    }

    async fn claims(&self, key: &str) -> Claim {
        claim(&self.server.test.app, Book::Person(self.user), key, "r").await.unwrap()
    }
}

async fn mine(server: &TestServer, user: UserId, key: &str) -> Held {
    match claim(&server.test.app, Book::Person(user), key, "r").await.unwrap() {
        Claim::Mine(held) => held,
        other => panic!("not ours: {other:?}"),
    }
}

async fn rows(db: &DatabaseConnection) -> Vec<book::Model> {
    book::Entity::find().all(db).await.unwrap()
}

#[tokio::test]
async fn after_a_crash_it_is_known_whether_there_was_an_effect() {
    let story = Story::so_far().await;
    for key in ["without", "founded", "renamed"] {
        assert!(matches!(story.claims(key).await, Claim::Running), "{key}: nobody is dead yet");
    }
    story.server.test.advance(TimeDelta::seconds(61));
    assert!(matches!(story.claims("without").await, Claim::Mine(_)));
    assert!(matches!(story.claims("founded").await, Claim::Lost));
    assert!(matches!(story.claims("renamed").await, Claim::Lost));
    let late = [
        story.without.run(story.founds("Late")).await,
        story.without.run(story.renames("Somebody late")).await,
    ];
    for late in late {
        assert_eq!(late.unwrap_err().code(), "CONFLICT", "who was taken for dead must not commit");
    }
    let db = story.server.test.database.connect().await;
    let all = entity::agency::Entity::find().all(&db).await.unwrap();
    assert_eq!(all.iter().map(|row| row.slug.as_str()).collect::<Vec<_>>(), ["acme"]);
    let ada = entity::user::Entity::find_by_id(story.user).one(&db).await.unwrap().unwrap();
    assert_eq!(ada.name, "Ada L.");
}

#[tokio::test]
async fn a_process_that_is_alone_knows_it_when_it_starts() {
    let story = Story::so_far().await;
    bury_the_dead(&story.server.test.app).await.unwrap();
    // On PostgreSQL there may be others, and whoever claimed may be one of them.
    let is_alone = backend() == DbBackend::Sqlite;
    assert_eq!(matches!(story.claims("without").await, Claim::Mine(_)), is_alone);
    assert_eq!(matches!(story.claims("founded").await, Claim::Lost), is_alone);
    assert_eq!(matches!(story.claims("renamed").await, Claim::Lost), is_alone);
}

#[tokio::test]
async fn where_the_answer_was_lost_no_second_agency_is_founded() {
    let server = open().await;
    let ada = person(&server.test, "ada@people.example").await;
    assert_eq!(found(&server, &ada, "k", "Acme").await.status, 200);
    let db = server.test.database.connect().await;
    // As it stands there when the process dies after the effect.
    let lost = book::Entity::update_many()
        .col_expr(book::Column::Response, Expr::value(json!({ "carriedOut": true })))
        .exec(&db);
    assert_eq!(lost.await.unwrap().rows_affected, 1);
    server.test.advance(TimeDelta::seconds(61));
    let again = found(&server, &ada, "k", "Acme").await;
    assert_eq!((again.status, again.code().as_str()), (409, "CONFLICT"), "{}", again.text);
    assert!(again.error()["extensions"]["retryAfter"].is_null(), "to wait is of no use: {}", again.text);
    assert_eq!(agencies(&ada).await, ["acme"]);
}

#[tokio::test]
async fn answers_are_kept_sealed_for_a_day_and_then_thrown_away() {
    let server = open().await;
    let ada = person(&server.test, "ada@people.example").await;
    let rename = "mutation($i: UserUpdateInput!) { userUpdate(input: $i) { name } }";
    let name = json!({ "name": "A name nobody should read" });
    assert_eq!(send(&server, &ada, "k", rename, name).await.status, 200);
    let db = server.test.database.connect().await;
    let kept = rows(&db).await.remove(0).response.expect("an answer");
    assert!(kept["sealed"].is_string() && !kept.to_string().contains("nobody"), "{kept}");
    server.test.advance(TimeDelta::hours(23));
    housekeeping::run(&server.test.app).await.unwrap();
    assert_eq!(rows(&db).await.len(), 1, "its time is not over");
    server.test.advance(TimeDelta::hours(2));
    housekeeping::run(&server.test.app).await.unwrap();
    assert!(rows(&db).await.is_empty());
}

#[tokio::test]
async fn keys_go_with_the_person() {
    let story = Story::so_far().await;
    let db = story.server.test.database.connect().await;
    let bob = person(&story.server.test, "bob@people.example").await.caller().await.unwrap().user().unwrap();
    mine(&story.server, bob, "k").await;
    entity::user::Entity::delete_by_id(bob).exec(&db).await.unwrap();
    let left: Vec<_> = rows(&db).await.into_iter().map(|row| row.user_id).collect();
    assert_eq!(left, [story.user; 3]);
}

//! Another agency's things do not exist: every operation that takes an id, called with another agency's ids by every role,
//! answers exactly as it does to an id that nothing has, and changes nothing.

use crate::support::{
    actor::{Actor, code},
    app::TestApp,
    walk::{self, Kind, Operation},
    world::{self, World},
};
use entity::{event, membership::Role};
use leadwire::schema;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::Value;

/// Places whose name does not say what may stand there; each with the reason why that is right.
const UNTYPED: &[(&str, &str)] = &[
    ("node", "any kind of object: walked below for every kind"),
    ("nodes", "any kind of object: walked below for every kind"),
];

#[tokio::test]
async fn a_foreign_id_is_answered_exactly_like_a_random_one() {
    let t = TestApp::start().await;
    let (mine, theirs) = (t.agency("acme").await, t.agency("other").await);
    let (own, foreign) = (world::build(&t, &mine).await, world::build(&t, &theirs).await);
    let roles: Vec<(&str, Actor)> = vec![
        ("ADMIN", mine.clone()),
        ("RESEARCHER", mine.colleague(Role::Researcher).await),
        ("CLIENT", mine.client().await),
        ("KEY", mine.api_key(leadwire::kernel::permission::Permission::ALL).await),
    ];
    let before = log_length(&t, &theirs).await;
    let (mut asked, mut wrong) = (0, Vec::new());
    for operation in walk::operations(&schema::sdl()) {
        for (place, kind) in &operation.ids {
            let Some(kind) = kind else {
                let is_known = UNTYPED.iter().any(|(name, _)| *name == operation.name);
                assert!(
                    is_known,
                    "{}({place}:) takes an id of a kind its name does not tell",
                    operation.name
                );
                continue;
            };
            let Some(id) = foreign.get(*kind) else { continue };
            for (role, who) in &roles {
                asked += 1;
                let said = ask(who, &operation, &own, place, id).await;
                let to_nothing = ask(who, &operation, &own, place, &kind.random()).await;
                if said != to_nothing
                    || code(&said).is_empty() && operation.verb == "mutation" && touched(&said)
                {
                    wrong.push(format!("{role}: {}({place}:)\n  {said}\n  {to_nothing}", operation.name));
                }
            }
        }
    }
    assert!(asked >= 200, "asked {asked} times only");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(log_length(&t, &theirs).await, before, "something happened in the other agency");
}

/// Asks with my own ids everywhere but at one place.
async fn ask(who: &Actor, operation: &Operation, own: &World, place: &str, id: &str) -> Value {
    let fill = |path: &str, kind: Option<Kind>| match kind {
        _ if path == place => Value::from(id),
        Some(kind) if operation.requires(path) => own.get(kind).map_or(Value::Null, |id| id.as_str().into()),
        _ => Value::Null,
    };
    let answer = who.follow(&operation.document(), operation.variables(fill)).await;
    serde_json::from_str(&answer.to_string().replace(id, "ID")).expect("still JSON")
}

/// A result object may list what was not found; it must not say that anything was done.
fn touched(answer: &Value) -> bool {
    let text = answer.to_string();
    !text.contains("__typename") || text.contains("\"updated\":1")
}

async fn log_length(t: &TestApp, actor: &Actor) -> u64 {
    let db = t.database.connect().await;
    let events = event::Entity::find().filter(event::Column::AgencyId.eq(actor.agency));
    events.count(&db).await.expect("counted")
}

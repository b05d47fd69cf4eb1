//! Another agency's things do not exist: every operation that takes an id, called with another agency's ids by every role,
//! answers exactly as it does to an id that nothing has, and changes nothing, here or there.

use crate::support::{
    actor::{Actor, code},
    app::TestApp,
    dump,
    walk::{self, Kind, Operation},
    world::{self, World},
};
use async_graphql::futures_util::future::join_all;
use entity::membership::Role;
use leadwire::{kernel::permission::Permission, schema};
use serde_json::{Value, json};

/// Mutations that answer for each item of a list: what is not there is said of the item.
const ITEMISED: &[&str] = &[
    "campaignAddLeads(input.leadIds:)",
    "campaignRemoveLeads(input.leadIds:)",
    "leadListAddLeads(input.leadIds:)",
    "leadListRemoveLeads(input.leadIds:)",
    "leadsBulkUpdate(input.ids:)",
    "prospectsSave(input.ids:)",
];

/// What must be said beside an id for it to be looked at.
const BESIDE: &[(&str, &str, &str)] = &[
    ("emailVerify(input.workspaceId:)", "email", "naledi@kestrelfreight.example"),
    ("leadEnrich(input.workspaceId:)", "email", "naledi@kestrelfreight.example"),
];

/// Kinds that `node` does not fetch: neither has a root of its own.
const NO_NODE: [&str; 2] = ["notification", "session"];

#[tokio::test]
async fn a_foreign_id_is_answered_exactly_like_a_random_one() {
    let t = TestApp::start().await;
    let (mine, theirs) = (t.agency("acme").await, t.agency("other").await);
    let own = Box::pin(world::build(&t, &mine)).await;
    let foreign = Box::pin(world::build(&t, &theirs)).await;
    let everybody = [
        ("ADMIN", mine.clone()),
        ("RESEARCHER", mine.colleague(Role::Researcher).await),
        ("CLIENT", mine.client().await),
        ("KEY", mine.api_key(Permission::ALL).await),
        ("OPERATOR", t.super_admin().await.in_agency("acme")),
    ];
    for (_, who) in &everybody {
        who.ask("{ viewer { __typename } }", json!({})).await;
    }
    let db = t.database.connect().await;
    let before = dump::everything(&db).await;
    let (mut asked, mut wrong) = (0, Vec::new());
    for operation in walk::operations(&schema::sdl()) {
        for (path, kinds) in &operation.ids {
            assert!(
                !kinds.is_empty(),
                "{}({path}:) takes an id of a kind that its name does not tell",
                operation.name
            );
            for kind in kinds {
                let call = Call { operation: &operation, own: &own, path, kind: *kind };
                let each = everybody.iter().map(|(role, who)| call.judged(role, who, foreign.get(*kind)));
                asked += everybody.len();
                wrong.extend(join_all(each).await.into_iter().filter_map(Result::err));
            }
        }
        let changed = dump::difference(&before, &dump::everything(&db).await);
        assert!(changed.is_empty(), "{} changed something:\n{}", operation.name, changed.join("\n"));
    }
    assert!(asked >= 1_000, "asked {asked} times only");
    assert!(wrong.is_empty(), "{} of {asked}:\n{}", wrong.len(), wrong.join("\n"));
}

/// One place where an id may stand, of one operation.
struct Call<'a> {
    operation: &'a Operation,
    own: &'a World,
    path: &'a str,
    kind: Kind,
}

impl Call<'_> {
    /// What is wrong with the answers to this caller.
    async fn judged(&self, role: &str, who: &Actor, foreign: &str) -> Result<(), String> {
        let random = self.kind.random();
        let (said, to_nothing) = (self.ask(who, foreign).await, self.ask(who, &random).await);
        let place = self.place();
        if said != to_nothing {
            return Err(format!("{role}: {place} tells a foreign id\n  {said}\n  {to_nothing}"));
        }
        let right = self.answers(role, &place);
        if !right.contains(&code(&said)) {
            return Err(format!("{role}: {place} should answer {right:?}: {said}"));
        }
        // Its own id is another matter: otherwise nothing was shown.
        if right == ["NOT_FOUND"] && self.operation.verb != "mutation" {
            let found = self.ask(who, self.own.get(self.kind)).await;
            if !code(&found).is_empty() {
                return Err(format!("{role}: {place} does not find its own: {found}"));
            }
        }
        Ok(())
    }

    fn place(&self) -> String {
        format!("{}({}:)", self.operation.name, self.path)
    }

    /// The codes that are right here: the id was looked for, and not found.
    fn answers(&self, role: &str, place: &str) -> &'static [&'static str] {
        let is_filter = self.operation.verb != "mutation" && !self.operation.requires(self.path);
        match role {
            _ if NO_NODE.contains(&self.kind.name) && place.starts_with("node") => &["BAD_USER_INPUT"],
            "RESEARCHER" | "CLIENT" => &["NOT_FOUND", "FORBIDDEN", ""],
            _ if ITEMISED.contains(&place) || place.starts_with("nodes(") || place.contains("(filter.") => {
                &[""]
            }
            // `sessions(memberId:)` says that there is no such member, `tags(workspaceId:)` is empty.
            _ if is_filter => &["NOT_FOUND", ""],
            _ => &["NOT_FOUND"],
        }
    }

    /// Asks with my own ids everywhere but there.
    async fn ask(&self, who: &Actor, id: &str) -> Value {
        let fill = |path: &str, kind: Option<Kind>| match kind {
            _ if path == self.path => Value::from(id),
            Some(kind) if self.operation.requires(path) => self.own.get(kind).into(),
            _ => Value::Null,
        };
        let mut variables = self.operation.variables(fill);
        for (_, name, value) in BESIDE.iter().filter(|(place, ..)| *place == self.place()) {
            variables["input"][*name] = Value::from(*value);
        }
        let answer = Box::pin(who.follow(&self.operation.document_in_full(), variables)).await;
        serde_json::from_str(&answer.to_string().replace(id, "ID")).expect("still JSON")
    }
}

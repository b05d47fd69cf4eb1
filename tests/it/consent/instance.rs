//! Whom the operator of the installation takes out: in every agency, at every door.

use crate::{
    crm::support::run,
    imports::support::{count, imported},
    support::{
        actor::{Actor, code},
        app::TestApp,
    },
};
use entity::suppression::{self, SuppressionKind as K, SuppressionSource as S};
use leadwire::{
    consent::{
        self, Party, Within,
        instance::{self, Added, NewEntry, Which},
    },
    kernel::{error::Error, page::PageArgs},
};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

fn entry(kind: K, value: &str, source: S) -> NewEntry {
    NewEntry { kind, value: value.into(), source, reason: Some("A court said so".into()) }
}

async fn enter(t: &TestApp, new: NewEntry) -> (suppression::Model, Added) {
    instance::add(&t.app, new).await.unwrap()
}

async fn is_out(of: &Actor, party: Value) -> bool {
    let query = "query($i: SuppressionCheckInput!) { suppressionCheck(input: $i) { isSuppressed } }";
    of.ask(query, json!({ "i": party })).await["suppressionCheck"]["isSuppressed"].as_bool().unwrap()
}

/// What the agency's audit log says of these entries: action, what was and is, why.
async fn record(of: &Actor) -> Vec<Value> {
    let query = "{ auditLog(first: 20, filter: { actions: [\"SUPPRESSION_ADDED\", \"SUPPRESSION_REMOVED\"] }) { nodes {
        action actorType before after reason } } }";
    of.ask(query, json!({})).await["auditLog"]["nodes"].as_array().unwrap().clone()
}

#[tokio::test]
async fn rule_12_an_entry_of_the_instance_holds_in_every_agency_until_it_is_taken_away() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    for (kind, value) in [
        (K::Email, "Amara@One.example"),
        (K::Domain, "https://www.two.example/"),
        (K::Phone, "+27 21 555 0100"),
        (K::Linkedin, "https://www.linkedin.com/in/amara-quist"),
    ] {
        let (row, added) = enter(&t, entry(kind, value, S::Manual)).await;
        assert_eq!((row.agency_id, added), (None, Added::New), "{kind:?}");
    }
    let all = [
        json!({ "email": "amara@one.example" }),
        json!({ "email": "anybody@mail.two.example" }),
        json!({ "phone": "+27-21-555-0100" }),
        json!({ "linkedinUrl": "https://za.linkedin.com/in/Amara-Quist/" }),
    ];
    for (of, party) in [&ada, &eve].into_iter().flat_map(|of| all.iter().map(move |party| (of, party))) {
        assert!(is_out(of, party.clone()).await, "{party}");
    }
    let listed = instance::list(&t.app, &PageArgs::default()).await.unwrap();
    assert_eq!(listed.items.len(), 4);
    assert_eq!(ada.ask("{ suppressions { totalCount } }", json!({})).await["suppressions"]["totalCount"], 0);

    let which = Which::Of(K::Email, " amara@ONE.example ".into());
    instance::remove(&t.app, which.clone(), Some("Entered by mistake".into())).await.unwrap();
    assert!(!is_out(&eve, all[0].clone()).await);
    assert!(matches!(instance::remove(&t.app, which, None).await, Err(Error::NotFound("suppression"))));
    for of in [&ada, &eve] {
        let said = record(of).await;
        assert_eq!(said.len(), 5, "{said:#?}");
        let first = json!({ "action": "SUPPRESSION_REMOVED", "actorType": "SYSTEM", "reason": "Entered by mistake",
            "before": { "scope": "INSTANCE", "kind": "EMAIL", "source": "MANUAL" },
            "after": { "scope": null, "kind": null, "source": null } });
        assert_eq!(said[0], first);
        assert_eq!(said[1]["reason"], "A court said so");
    }
}

#[tokio::test]
async fn rule_12_an_entry_of_the_instance_is_raised_never_weakened_and_their_own_word_stays() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let add = async |source| enter(&t, entry(K::Email, "a@x.example", source)).await;
    let (first, _) = add(S::Manual).await;
    assert_eq!(add(S::Import).await, (first.clone(), Added::Known));
    let (raised, added) = add(S::Complaint).await;
    assert_eq!((raised.id, raised.source, added), (first.id, S::Complaint, Added::Raised));
    assert_eq!(add(S::Legal).await.1, Added::Known);
    assert_eq!(suppression::Entity::find().count(&t.database.connect().await).await.unwrap(), 1);
    assert_eq!(record(&ada).await.len(), 2, "what changed nothing is not on record");

    let refused = instance::remove(&t.app, Which::Id(first.id), None).await;
    assert!(matches!(refused, Err(Error::Conflict { .. })), "{refused:?}");
    let id = json!({ "id": leadwire::graphql::Id(first.id).text() });
    assert_eq!(code(&run(&ada, "suppressionRemove", id, "id").await), "NOT_FOUND", "it is not an agency's");
    for (kind, value) in [(K::Email, "nobody"), (K::Domain, "x"), (K::Phone, "12"), (K::Linkedin, "x")] {
        let refused = instance::add(&t.app, entry(kind, value, S::Manual)).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{kind:?}: {refused:?}");
    }
    assert!(is_out(&ada, json!({ "email": "a@x.example" })).await);
}

/// Under row-level security too: the agency's own statements look at rows that are no agency's.
#[tokio::test]
async fn rule_12_an_import_leaves_out_whom_the_instance_does() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    enter(&t, entry(K::Email, "p3@good.example", S::Legal)).await;
    enter(&t, entry(K::Domain, "bad.example", S::Legal)).await;
    let row = |n: usize| match n % 10 {
        0 => format!("p{n}@mail.bad.example\n"),
        _ => format!("p{n}@good.example\n"),
    };
    let rows: String = (0..40).map(row).collect();
    let applied = imported(&t, &ada, format!("Email\n{rows}").as_bytes(), json!({})).await;
    for of in ["plan", "counts"] {
        let counts = ["created", "suppressed"].map(|name| count(&applied, of, name));
        assert_eq!(counts, [35, 5], "{of}: {applied:#}");
    }
    // So many that it is asked first whether there is any entry at all.
    let scope = ada.scope().await;
    let party = |n: usize| Party { email: Some(format!("p{n}@good.example")), ..Party::default() };
    let parties: Vec<Party> = (0..40).map(party).collect();
    let hits =
        consent::check(&t.app, &scope, Within::default(), &parties, &scope.read(&t.app)).await.unwrap();
    let out: Vec<usize> = (0..40).filter(|n| !hits[*n].is_empty()).collect();
    assert_eq!(out, [3]);
}

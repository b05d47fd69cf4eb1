//! The door for machines: rule 16 for companies.

use crate::support::{actor::code, app::TestApp};
use leadwire::{
    crm::{
        companies::{self, CompanyPatch, UpsertCompany},
        leads::{
            LeadPatch,
            upsert::{Insight, Source, UpsertLead, upsert},
        },
    },
    kernel::{patch::Patch, tx::Tx},
};
use serde_json::json;

fn set(text: &str) -> Patch<String> {
    Patch::Set(text.to_owned())
}

#[tokio::test]
async fn companies_are_known_by_domain_then_by_name() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let scope = ada.scope().await;
    let mut tx = Tx::begin(&t.app, &scope).await.unwrap();
    let new = |name: &str, domain: Option<&str>, industry: &str| UpsertCompany {
        workspace: ada.workspace,
        source: Source::Machine,
        values: CompanyPatch {
            name: set(name),
            domain: domain.map_or(Patch::Keep, set),
            industry: set(industry),
            country: set("nowhere"),
            technologies: Patch::Set(vec![industry.into()]),
            ..CompanyPatch::default()
        },
    };
    let (globex, outcome) = companies::upsert(&mut tx, new("Globex", None, "Energy")).await.unwrap();
    assert_eq!((outcome, globex.country.as_deref()), (companies::Outcome::Created, None));
    let (same, outcome) =
        companies::upsert(&mut tx, new("GLOBEX", Some("globex.com"), "Other")).await.unwrap();
    assert_eq!((same.id, outcome), (globex.id, companies::Outcome::Updated));
    assert_eq!((same.domain.as_deref(), same.industry.as_deref()), (Some("globex.com"), Some("Energy")));
    assert_eq!(
        (same.name.as_str(), same.technologies.0),
        ("Globex", vec!["Energy".to_owned(), "Other".to_owned()])
    );
    let (by_domain, outcome) =
        companies::upsert(&mut tx, new("Globex Inc", Some("www.globex.com"), "Energy")).await.unwrap();
    assert_eq!((by_domain.id, outcome), (globex.id, companies::Outcome::Unchanged));
    let (namesake, outcome) =
        companies::upsert(&mut tx, new("Globex", Some("globex.de"), "Food")).await.unwrap();
    assert_eq!(outcome, companies::Outcome::Created);
    assert_ne!(namesake.id, globex.id);
    tx.commit().await.unwrap();
    let foreign = LeadPatch { full_name: set("J D"), company: Patch::Set(globex.id), ..LeadPatch::default() };
    let eve = t.agency("evil").await;
    let mut tx = Tx::begin(&t.app, &eve.scope().await).await.unwrap();
    let refused = upsert(
        &mut tx,
        UpsertLead {
            workspace: eve.workspace,
            source: Source::Machine,
            values: foreign,
            insight: Insight::default(),
        },
    )
    .await;
    assert_eq!(refused.unwrap_err().code(), "NOT_FOUND");
    drop(tx);
    assert_eq!(code(&eve.gql("{ leads { nodes { id } } }", json!({})).await), "");
}

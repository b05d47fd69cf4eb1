//! Who is suppressed, or asked a provider not to process their data, never becomes a prospect with that address.

use super::support::{DESCRIPTION, Lab};
use crate::support::actor::code;
use entity::{
    data_source::DataSourceKind as Kind,
    job::JobStatus,
    suppression::{self, SuppressionKind, SuppressionSource},
};
use leadwire::{
    consent::{
        self, NewSuppression,
        instance::{self, NewEntry},
    },
    kernel::page::OrderBy,
    prospecting::requests::NewLeadRequest,
    sandbox::SandboxSettings,
};
use serde_json::{Value, json};

fn suppress(kind: SuppressionKind, value: &str) -> NewSuppression {
    NewSuppression {
        kind,
        value: value.to_owned(),
        source: SuppressionSource::Manual,
        reason: None,
        workspace: None,
        campaign: None,
    }
}

#[tokio::test]
async fn a_suppressed_person_or_company_is_left_out_and_counted_without_a_name() {
    let lab = Lab::start().await;
    let first = lab.ask(DESCRIPTION).await;
    lab.finish(&first).await;
    let people = lab.results(&first).await;
    let by_email = people.iter().find(|person| person.email.is_some()).unwrap();
    let by_domain = people.iter().rfind(|person| person.company_domain.is_some()).unwrap();
    let address = by_email.email.clone().unwrap();
    let domain = by_domain.company_domain.clone().unwrap();
    for new in [suppress(SuppressionKind::Email, &address), suppress(SuppressionKind::Domain, &domain)] {
        consent::add_by_hand(&lab.app, &lab.scope, new).await.unwrap();
    }
    let second = lab.ask(DESCRIPTION).await;
    let job = lab.finish(&second).await;
    let after = lab.results(&second).await;
    assert!(after.iter().all(|person| person.email.as_ref() != Some(&address)));
    assert!(after.iter().all(|person| person.company_domain.as_ref() != Some(&domain)));
    assert!(job.rejected_reasons.0["suppressed"] >= 2, "{:?}", job.rejected_reasons);
    let told = format!("{:?}", lab.log(&second).await);
    assert!(!told.contains(&address) && !told.contains(&by_email.full_name));
}

/// Whom the operator of the installation enters is left out as those whom the agency enters are: when people are looked for, saved
/// and found out more about.
#[tokio::test]
async fn whom_the_installation_suppresses_is_no_prospect_of_anybody() {
    let lab = Lab::start().await;
    let first = lab.ask(DESCRIPTION).await;
    lab.finish(&first).await;
    let people = lab.results(&first).await;
    let person = people.iter().find(|person| person.email.is_some()).unwrap();
    let address = person.email.clone().unwrap();
    let (kind, source) = (SuppressionKind::Email, SuppressionSource::Legal);
    let new = NewEntry { kind, value: address.clone(), source, reason: None };
    instance::add(&lab.app, new).await.unwrap();

    let enrich = "mutation($i: LeadEnrichInput!) { leadEnrich(input: $i) { id } }";
    let answer = lab.admin.gql(enrich, json!({ "i": { "email": address } })).await;
    assert_eq!(code(&answer), "CONFLICT", "{answer}");
    let save = "mutation($i: ProspectSaveInput!) { prospectSave(input: $i) { __typename } }";
    let id = leadwire::graphql::Id(person.id).text();
    let answer = lab.admin.gql(save, json!({ "i": { "id": id } })).await;
    assert_eq!(code(&answer), "CONFLICT", "{answer}");
    let second = lab.ask(DESCRIPTION).await;
    let job = lab.finish(&second).await;
    assert!(lab.results(&second).await.iter().all(|person| person.email.as_ref() != Some(&address)));
    assert!(job.rejected_reasons.0["suppressed"] >= 1, "{:?}", job.rejected_reasons);
}

/// The sandbox answers 451 for some: they are dropped, suppressed for good, and nobody else is asked about them.
#[tokio::test]
async fn who_forbids_processing_is_dropped_and_suppressed() {
    let lab = Lab::with(SandboxSettings::default(), &[Kind::HttpApi, Kind::Zoominfo, Kind::Hunter]).await;
    let many = NewLeadRequest { max_results: 100, ..NewLeadRequest::of("Managers at companies in the US") };
    let request = lab.create(many.clone()).await;
    let job = lab.finish(&request).await;
    assert_eq!(job.status, JobStatus::Completed, "{job:#?}");
    let refused = job.rejected_reasons.0.get("asked not to be processed").copied().unwrap_or(0);
    assert!(refused > 0, "nobody among so many asked not to be processed: {:?}", job.rejected_reasons);
    let newest = OrderBy { column: suppression::Column::CreatedAt, is_descending: true };
    let listed = consent::list(&lab.app, &lab.scope, &Default::default(), newest, &Default::default()).await;
    let listed = listed.unwrap();
    assert!(!listed.items.is_empty());
    assert!(listed.items.iter().all(|(_, row)| row.source == SuppressionSource::Legal));
    let found = lab.calls().await["requests"].clone();

    let again = lab.create(many).await;
    let job = lab.finish(&again).await;
    let left_out =
        ["asked not to be processed", "suppressed"].map(|why| job.rejected_reasons.0.get(why).copied());
    assert!(left_out.into_iter().flatten().sum::<u32>() >= refused, "{:?}", job.rejected_reasons);
    let asked = |requests: &Value| {
        let all = requests.as_array().unwrap().iter();
        all.filter(|row| row["path"] == "/v2/email-finder")
            .map(|row| row["count"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(asked(&found), asked(&lab.calls().await["requests"]), "nobody's address was looked for again");
}

//! Who is suppressed, or asked a provider not to process their data, never becomes a prospect with that address.

use super::support::{DESCRIPTION, Lab};
use entity::{
    data_source::DataSourceKind as Kind,
    suppression::{SuppressionKind, SuppressionSource},
};
use leadwire::{
    consent::{self, NewSuppression},
    sandbox::SandboxSettings,
};

fn suppress(kind: SuppressionKind, value: &str) -> NewSuppression {
    NewSuppression {
        kind,
        value: value.to_owned(),
        source: SuppressionSource::Manual,
        reason: None,
        workspace: None,
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

/// The sandbox answers 451 for some: they are dropped, suppressed for good, and nobody else is asked about them.
#[tokio::test]
async fn who_forbids_processing_is_dropped_and_suppressed() {
    let mut refused = 0;
    for seed in 1..=4 {
        let settings = SandboxSettings { seed, ..SandboxSettings::default() };
        let lab = Lab::with(settings, &[Kind::HttpApi, Kind::Linkedin, Kind::Hunter]).await;
        let request = lab.ask(DESCRIPTION).await;
        let job = lab.finish(&request).await;
        let dropped = job.rejected_reasons.0.get("asked not to be processed").copied().unwrap_or(0);
        let listed =
            consent::list(&lab.app, &lab.scope, &Default::default(), &Default::default()).await.unwrap();
        if dropped > 0 {
            refused += dropped;
            assert!(listed.items.iter().all(|(_, row)| row.source == SuppressionSource::Legal));
        }
    }
    assert!(refused > 0, "somebody in four agencies' worth of people asked not to be processed");
}

//! Rule 27 and rule 22, seen from outside: one person once, every value on record, nobody charged twice.

use super::support::{ALL, DESCRIPTION, Lab};
use leadwire::{prospecting::prospects, sandbox::SandboxSettings};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

#[tokio::test]
async fn rule_27_one_person_many_sources_is_one_prospect_with_every_candidate_kept() {
    let lab = Lab::with(SandboxSettings::default(), ALL).await;
    let request = lab.ask(DESCRIPTION).await;
    lab.finish(&request).await;
    let people = lab.results(&request).await;
    let profiles: Vec<_> = people.iter().filter_map(|person| person.linkedin_key.clone()).collect();
    assert_eq!(profiles.iter().collect::<BTreeSet<_>>().len(), profiles.len(), "nobody twice");
    let asked: Vec<_> = people.iter().map(|person| (person.id, person.lead_id)).collect();
    let provenance = prospects::provenance_of(&lab.app, &lab.scope, &asked).await.unwrap();
    let mut with_several = 0;
    for person in &people {
        let rows = &provenance[&person.id];
        let providers: BTreeSet<_> = rows.iter().map(|row| row.provider.as_str()).collect();
        with_several += usize::from(providers.len() > 1);
        let mut chosen: BTreeMap<&str, usize> = BTreeMap::new();
        for row in rows.iter().filter(|row| row.is_chosen && row.field != "company_technology") {
            *chosen.entry(row.field.as_str()).or_default() += 1;
        }
        assert!(chosen.values().all(|count| *count == 1), "{chosen:?}");
        let is_validated = rows.iter().any(|row| row.field == "email" && row.validator.is_some());
        if is_validated && person.email.is_some() {
            let kept = rows.iter().find(|row| row.field == "email" && row.is_chosen).unwrap();
            assert!(kept.validator.is_some(), "validated beats confident: {rows:#?}");
        }
    }
    assert!(with_several >= 5, "{with_several} people by several sources");
}

#[tokio::test]
async fn rule_22_nobody_is_charged_twice_for_one_fact_and_every_cost_is_told() {
    let lab = Lab::with(SandboxSettings::default(), ALL).await;
    let request = lab.ask(DESCRIPTION).await;
    let job = lab.finish(&request).await;
    let calls = lab.calls().await;
    assert_eq!(calls["most_per_fact"], json!(1), "{calls:#}");
    assert!(job.cost_micros > 0);
    let spent = lab.credits(&request).await;
    assert_eq!(spent, job.cost_micros, "the book and the job agree");
}

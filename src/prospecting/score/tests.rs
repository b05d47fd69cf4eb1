//! Rule 28.

use super::{Author, Engagement, ModelParts, PartName, RankKey, Score, Subject, match_reasons, rank, score};
use crate::base::clock::Timestamp;
use crate::connectors::facts::Seniority;
use crate::prospecting::profile::{Channel, Filters, Profile, parse_by_rules};
use chrono::{DateTime, TimeDelta};
use proptest::prelude::any;
use proptest::{option::of, prop_assert, prop_assert_eq, proptest};

const NOW: Timestamp = DateTime::UNIX_EPOCH;

fn profile() -> Profile {
    parse_by_rules(
        "Logistics companies in Germany and the Netherlands with 200-2000 employees; heads of operations or supply chain directors",
        &Filters::default(),
    )
}

fn jane() -> Subject {
    Subject {
        title: Some("Head of Operations".to_owned()),
        seniority: Some(Seniority::Head),
        departments: vec!["operations".to_owned()],
        industry: Some("Air Freight & Logistics".to_owned()),
        employees: Some(500),
        country: Some("DE".to_owned()),
        city: Some("Hamburg".to_owned()),
        channels: vec![Channel::Email, Channel::Linkedin],
        is_email_validated: true,
        has_phone: true,
        fetched_at: Some(NOW - TimeDelta::days(3)),
        ..Subject::default()
    }
}

fn value(score: &Score, name: PartName) -> u8 {
    score.parts.iter().find(|part| part.part == name).unwrap().value
}

fn total(subject: &Subject) -> u8 {
    score(&profile(), subject, None, NOW).total
}

#[test]
fn rule_28_a_score_explains_itself() {
    let score = score(&profile(), &jane(), None, NOW);
    assert_eq!(score.parts.iter().map(|part| part.part).collect::<Vec<_>>(), PartName::ALL);
    assert_eq!(PartName::ALL.iter().map(|part| u32::from(part.weight())).sum::<u32>(), 100);
    assert!(score.parts.iter().all(|part| !part.evidence.is_empty() && part.by == Author::Rules));
    let weights: u32 = score.parts.iter().map(|part| u32::from(part.weight)).sum();
    let sum: u32 = score.parts.iter().map(|part| u32::from(part.weight) * u32::from(part.value)).sum();
    assert_eq!(u32::from(score.total), (sum + weights / 2) / weights);
    assert_eq!((weights, score.total), (96, 99), "never contacted: engagement does not count");
    let reasons = match_reasons(&score);
    assert_eq!(reasons[0], "\"Head of Operations\" fits \"head of operations\".");
    assert!(reasons.len() == 5 && reasons.contains(&"In Hamburg, Germany, as asked for.".to_owned()));
}

#[test]
fn rule_28_the_better_fit_scores_more() {
    let best = total(&jane());
    let other = |change: fn(&mut Subject)| {
        let mut subject = jane();
        change(&mut subject);
        total(&subject)
    };
    let worse = [
        other(|s| s.title = Some("Head of Marketing".to_owned())),
        other(|s| s.seniority = Some(Seniority::Entry)),
        other(|s| s.employees = Some(20)),
        other(|s| s.industry = Some("Regional Banks".to_owned())),
        other(|s| s.country = Some("JP".to_owned())),
        other(|s| s.channels.clear()),
        other(|s| s.fetched_at = Some(NOW - TimeDelta::days(500))),
        other(|s| s.engagement = Some(Engagement { contacted: 3, ..Engagement::default() })),
    ];
    assert!(worse.iter().all(|total| *total < best), "{best}: {worse:?}");
    let unknown = other(|s| s.industry = None);
    assert!(
        unknown < best && unknown > other(|s| s.industry = Some("Regional Banks".to_owned())),
        "unknown lies between hit and miss"
    );
}

#[test]
fn parts_have_their_steps() {
    let part = |change: fn(&mut Subject), name| {
        let mut subject = jane();
        change(&mut subject);
        value(&score(&profile(), &subject, None, NOW), name)
    };
    assert_eq!(part(|s| s.employees = Some(100), PartName::CompanySize), 50);
    assert_eq!(part(|s| s.employees = Some(8_000), PartName::CompanySize), 25);
    assert_eq!(part(|s| s.industry = Some("Passenger Airlines".to_owned()), PartName::Industry), 60);
    assert_eq!(part(|s| s.seniority = Some(Seniority::Vp), PartName::Seniority), 80);
    assert_eq!(part(|s| s.seniority = Some(Seniority::Manager), PartName::Seniority), 75);
    assert_eq!(
        part(
            |s| s.engagement =
                Some(Engagement { replied: 1, last_replied_at: Some(NOW), ..Engagement::default() }),
            PartName::Engagement
        ),
        100
    );
    assert_eq!(part(|s| s.title = Some("Director, Global Supply Chain".to_owned()), PartName::RoleFit), 100);
}

#[test]
fn what_nobody_asked_for_does_not_count() {
    let score = score(&Profile::default(), &jane(), None, NOW);
    let weighing: Vec<PartName> = score.parts.iter().filter(|p| p.weight > 0).map(|p| p.part).collect();
    assert_eq!(weighing, [PartName::Reach, PartName::Freshness]);
    assert!(score.parts.iter().all(|p| p.weight > 0 || p.evidence.ends_with('.')));
}

#[test]
fn rule_28_a_model_sets_two_parts_and_no_more() {
    let model = ModelParts {
        role_fit: Some((4_000_000_000, "  runs\nthe \u{7}floor ".to_owned())),
        industry: Some((0, String::new())),
    };
    let score = score(&profile(), &jane(), Some(&model), NOW);
    let by_model: Vec<_> =
        score.parts.iter().filter(|p| p.by == Author::Model).map(|p| (p.part, p.value)).collect();
    assert_eq!(by_model, [(PartName::RoleFit, 100), (PartName::Industry, 0)]);
    assert_eq!(score.parts[0].evidence, "runs the floor");
    assert!(score.parts[3].evidence.contains("Logistics"), "an empty reason leaves ours");
    let nothing_asked = super::score(&Profile::default(), &jane(), Some(&model), NOW);
    assert!(nothing_asked.parts.iter().all(|p| p.by == Author::Rules));
}

#[test]
fn the_order_is_the_same_whoever_came_first() {
    let person = |name: &str, employees| (name.to_owned(), Subject { employees: Some(employees), ..jane() });
    let people = vec![person("Zoë", 500), person("Anna", 500), person("Bert", 10), person("anna", 500)];
    let order = |people: Vec<(String, Subject)>| {
        let key = |(name, subject): &(String, Subject)| {
            RankKey::new(&score(&profile(), subject, None, NOW), subject, name, name)
        };
        rank(people, key).into_iter().map(|(name, _)| name).collect::<Vec<_>>()
    };
    assert_eq!(order(people.clone()), ["Anna", "anna", "Zoë", "Bert"]);
    assert_eq!(order(people.into_iter().rev().collect()), ["Anna", "anna", "Zoë", "Bert"]);
}

proptest! {
    #[test]
    fn any_subject_has_a_score_and_always_the_same(
        title in of("\\PC{0,30}"), employees in of(any::<u64>()), revenue in of(any::<u64>()), industry in of("\\PC{0,20}"),
        country in of("[A-Z]{2}"), days in of(-10_000..10_000_i64), contacted in any::<u16>(), text in "\\PC{0,80}",
    ) {
        let subject = Subject {
            title, employees, revenue, industry, country,
            fetched_at: days.map(|days| NOW + TimeDelta::days(days)),
            engagement: Some(Engagement { contacted: contacted.into(), ..Engagement::default() }),
            ..Subject::default()
        };
        for profile in [profile(), parse_by_rules(&text, &Filters::default())] {
            let first = score(&profile, &subject, None, NOW);
            prop_assert!(first.total <= 100 && first.parts.iter().all(|part| part.value <= 100));
            prop_assert_eq!(&first, &score(&profile, &subject, None, NOW));
            prop_assert!(match_reasons(&first).len() <= 5);
        }
    }
}

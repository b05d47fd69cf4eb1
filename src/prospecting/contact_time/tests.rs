//! Whose clock, which days, which hours.

use super::{ContactTime, Day, NoZone, Whereabouts, best_contact_time, time_zone};
use crate::connectors::facts::Seniority;

fn place<'a>(country: &'a str, city: Option<&'a str>) -> Whereabouts<'a> {
    Whereabouts { time_zone: None, country: Some(country), city }
}

#[test]
fn the_zone_comes_from_what_is_known_best() {
    let given = Whereabouts { time_zone: Some("europe/london"), country: Some("DE"), city: None };
    assert_eq!(time_zone(&given).as_deref(), Ok("Europe/London"));
    assert_eq!(time_zone(&place("DE", Some("Nowhere"))).as_deref(), Ok("Europe/Berlin"));
    assert_eq!(time_zone(&place("US", Some("San Francisco"))).as_deref(), Ok("America/Los_Angeles"));
    assert_eq!(time_zone(&place("US", Some("Saint Cloud, Minnesota"))).as_deref(), Ok("America/Chicago"));
    assert_eq!(time_zone(&place("US", Some("Wilmington, Massachusetts"))).as_deref(), Ok("America/New_York"));
    assert_eq!(time_zone(&place("AU", Some("Perth"))).as_deref(), Ok("Australia/Perth"));
    let city = Whereabouts { city: Some("Cape Town"), ..Whereabouts::default() };
    assert_eq!(time_zone(&city).as_deref(), Ok("Africa/Johannesburg"));
}

#[test]
fn what_is_not_known_is_not_guessed() {
    assert_eq!(time_zone(&place("US", None)), Err(NoZone::SeveralZones("United States")));
    assert_eq!(time_zone(&place("US", Some("Smalltown"))), Err(NoZone::SeveralZones("United States")));
    assert_eq!(time_zone(&Whereabouts::default()), Err(NoZone::NothingKnown));
    let nowhere = Whereabouts { time_zone: Some("Mars/Base"), country: None, city: Some("Atlantis") };
    assert_eq!(time_zone(&nowhere), Err(NoZone::UnknownPlace));
    assert!(
        best_contact_time(&Whereabouts::default(), None, &[]).unwrap_err().to_string().contains("is known")
    );
}

#[test]
fn days_follow_the_working_week() {
    let days = |country| best_contact_time(&place(country, None), None, &[]).unwrap().days;
    assert_eq!(days("DE"), [Day::Tue, Day::Wed, Day::Thu]);
    assert_eq!(days("SA"), [Day::Mon, Day::Tue, Day::Wed], "Friday and Saturday are their weekend");
    assert_eq!(days("AE"), [Day::Tue, Day::Wed, Day::Thu], "since 2022");
}

#[test]
fn hours_follow_rank_then_department() {
    let time = |rank, department: &str| {
        let time = best_contact_time(&place("ZA", None), rank, &[department.to_owned()]).unwrap();
        (time.from, time.to)
    };
    let hours = |from: &str, to: &str| (from.to_owned(), to.to_owned());
    assert_eq!(time(Some(Seniority::CSuite), "supply chain"), hours("07:30", "09:30"));
    assert_eq!(time(Some(Seniority::Director), "supply chain"), hours("07:00", "09:00"));
    assert_eq!(time(Some(Seniority::Director), "finance"), hours("08:30", "10:30"));
    assert_eq!(time(None, "finance"), hours("10:00", "12:00"));
}

#[test]
fn it_is_stored_as_the_demo_prints_it() {
    let time = best_contact_time(&place("ZA", None), None, &[]).unwrap();
    let stored = serde_json::to_value(&time).unwrap();
    assert_eq!(
        stored,
        serde_json::json!({ "days": ["TUE", "WED", "THU"], "from": "10:00", "to": "12:00", "timeZone": "Africa/Johannesburg" })
    );
    assert_eq!(serde_json::from_value::<ContactTime>(stored).unwrap(), time);
}

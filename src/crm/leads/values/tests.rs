//! What a change does to a lead's values.

use super::{LeadPatch, apply, search_text};
use crate::{
    crm::leads::row::blank::BLANK,
    kernel::{error::Error, patch::Patch},
};
use entity::{
    contact::EmailStatus,
    json::{BestContactTime, DayOfWeek},
    lead,
};
use proptest::prelude::*;
use serde_json::json;

fn set(text: &str) -> Patch<String> {
    Patch::Set(text.to_owned())
}

fn after(row: &lead::Model, patch: LeadPatch) -> lead::Model {
    let mut row = row.clone();
    apply(&mut row, patch).unwrap();
    row
}

fn refused(patch: LeadPatch) -> Vec<String> {
    let named = LeadPatch { last_name: set("Doe"), ..patch };
    let Err(Error::Invalid(problems)) = apply(&mut BLANK.clone(), named) else { panic!("refused") };
    problems.into_iter().map(|problem| problem.path).collect()
}

#[test]
fn names_agree() {
    let jane = after(&BLANK, LeadPatch { full_name: set("Jane van der Berg"), ..LeadPatch::default() });
    assert_eq!((jane.first_name.as_deref(), jane.last_name.as_deref()), (Some("Jane"), Some("van der Berg")));
    assert_eq!(jane.sort_name, "van der berg jane");
    let joan = after(&jane, LeadPatch { first_name: set("Joan"), ..LeadPatch::default() });
    assert_eq!(joan.full_name, "Joan van der Berg");
    let dr = after(
        &joan,
        LeadPatch { full_name: set("Dr Joan Berg"), last_name: set("Berg"), ..LeadPatch::default() },
    );
    assert_eq!((dr.full_name.as_str(), dr.first_name.as_deref()), ("Dr Joan Berg", Some("Joan")));
    let unnamed = after(&dr, LeadPatch { full_name: Patch::Clear, ..LeadPatch::default() });
    assert_eq!(unnamed.full_name, "Joan Berg");
}

#[test]
fn a_lead_without_a_name_is_called_by_what_identifies_it() {
    let lead = after(&BLANK, LeadPatch { email: set("<Jane@Acme.COM>"), ..LeadPatch::default() });
    assert_eq!((lead.full_name.as_str(), lead.email.as_deref()), ("jane@acme.com", Some("jane@acme.com")));
    let moved = after(&lead, LeadPatch { email: set("jane@new.com"), ..LeadPatch::default() });
    assert_eq!(moved.full_name, "jane@new.com");
    let named = after(&moved, LeadPatch { last_name: set("Doe"), ..LeadPatch::default() });
    assert_eq!(named.full_name, "Doe");
    let Err(Error::Invalid(problems)) = apply(&mut BLANK.clone(), LeadPatch::default()) else { panic!() };
    assert_eq!(problems[0].path, "fullName");
}

#[test]
fn every_bad_field_is_named_at_once() {
    let bad = LeadPatch {
        email: set("nobody"),
        phone: set("12"),
        linkedin_url: set("https://example.com/in/jane"),
        country: set("Germany"),
        time_zone: set("+02:00"),
        title: set(&"x".repeat(301)),
        city: set("a\0b"),
        x: set("two words"),
        tags: Patch::Set(vec!["ok".into(), " ".into()]),
        custom_fields: Patch::Set(json!([1])),
        ..LeadPatch::default()
    };
    let expected = [
        "title",
        "city",
        "country",
        "timeZone",
        "email",
        "phone",
        "linkedinUrl",
        "x",
        "tags.1",
        "customFields",
    ];
    assert_eq!(refused(bad), expected);
}

#[test]
fn contact_times_are_times() {
    let time = |from: &str, to: &str, days: Vec<DayOfWeek>, zone: &str| LeadPatch {
        best_contact_time: Patch::Set(BestContactTime {
            days,
            from: from.into(),
            to: to.into(),
            time_zone: zone.into(),
        }),
        ..LeadPatch::default()
    };
    let bad = time("9:00", "24:01", vec![], "Mars/Base");
    let named = [
        "bestContactTime.days",
        "bestContactTime.from",
        "bestContactTime.to",
        "bestContactTime.to",
        "bestContactTime.timeZone",
    ];
    assert_eq!(refused(bad), named);
    let good = LeadPatch {
        last_name: set("Doe"),
        ..time(
            "09:00",
            "24:00",
            vec![DayOfWeek::Friday, DayOfWeek::Monday, DayOfWeek::Friday],
            "africa/johannesburg",
        )
    };
    let kept = after(&BLANK, good).best_contact_time.unwrap();
    assert_eq!(
        (kept.days, kept.time_zone.as_str()),
        (vec![DayOfWeek::Monday, DayOfWeek::Friday], "Africa/Johannesburg")
    );
}

#[test]
fn another_address_is_not_verified() {
    let mut lead = after(&BLANK, LeadPatch { email: set("jane@acme.com"), ..LeadPatch::default() });
    lead.email_status = EmailStatus::Valid;
    let same = after(&lead, LeadPatch { email: set("Jane@acme.com"), ..LeadPatch::default() });
    assert_eq!(same.email_status, EmailStatus::Valid);
    let other =
        after(&lead, LeadPatch { email: set("j@acme.com"), last_name: set("Doe"), ..LeadPatch::default() });
    assert_eq!(other.email_status, EmailStatus::Unknown);
}

#[test]
fn tags_have_one_spelling_and_stand_once() {
    let tags = vec!["  VIP ".into(), "vip".into(), "Cape   Town".into()];
    let lead =
        after(&BLANK, LeadPatch { last_name: set("Doe"), tags: Patch::Set(tags), ..LeadPatch::default() });
    assert_eq!(lead.tags.0, ["vip", "cape town"]);
    let many = (0..51).map(|n| format!("t{n}")).collect();
    assert_eq!(refused(LeadPatch { tags: Patch::Set(many), ..LeadPatch::default() }), ["tags"]);
}

#[test]
fn of_countless_tags_the_refusal_names_a_few() {
    let of = |tags| refused(LeadPatch { tags: Patch::Set(tags), ..LeadPatch::default() });
    let malformed = of(vec!["\"".to_owned(); 100_000]);
    assert_eq!((malformed.len(), malformed[0].as_str(), malformed[19].as_str()), (20, "tags.0", "tags.19"));
    // Compared with each other they would take minutes.
    assert_eq!(of((0..1_000_000).map(|n| format!("t{n}")).collect()), ["tags"]);
    let mixed = (0..100).map(|n| if n % 2 == 0 { format!("t{n}") } else { String::new() }).collect();
    let named = of(mixed);
    assert_eq!((named.len(), named[0].as_str(), named[19].as_str()), (20, "tags.1", "tags.39"));
    let same = LeadPatch {
        last_name: set("Doe"),
        tags: Patch::Set(vec!["vip".into(); 1_000]),
        ..LeadPatch::default()
    };
    assert_eq!(after(&BLANK, same).tags.0, ["vip"]);
}

#[test]
fn custom_fields_merge_key_by_key_and_stay_small() {
    let custom =
        |value| LeadPatch { last_name: set("Doe"), custom_fields: Patch::Set(value), ..LeadPatch::default() };
    let lead = after(&BLANK, custom(json!({"a": 1, "b": {"c": [1, 2]}})));
    let lead = after(&lead, custom(json!({"a": null, "d": "x"})));
    assert_eq!(lead.custom_fields, json!({"b": {"c": [1, 2]}, "d": "x"}));
    assert_eq!(refused(custom(json!({"a": "x".repeat(17_000)}))), ["customFields"]);
    assert_eq!(refused(custom(json!({"a": "\0"}))), ["customFields"]);
    assert_eq!(refused(custom(json!({"a": [[[[[1]]]]]}))), ["customFields"]);
    assert_eq!(refused(custom(json!({"": 1}))), ["customFields"]);
}

#[test]
fn search_looks_in_one_folded_text() {
    let patch =
        LeadPatch { full_name: set("Zoë Müller"), email: set("Zoe@Acme.com"), ..LeadPatch::default() };
    assert_eq!(search_text(&after(&BLANK, patch), Some("Ácme")), "zoe muller zoe@acme.com\nacme");
}

proptest! {
    #[test]
    fn nothing_given_changes_nothing(name in "[A-Za-zäöü]{1,20}( [A-Za-z]{1,20}){0,2}") {
        let lead = after(&BLANK, LeadPatch { full_name: set(&name), ..LeadPatch::default() });
        prop_assert_eq!(&after(&lead, LeadPatch::default()), &lead);
    }

    #[test]
    fn any_text_is_taken_or_refused(text in any::<String>()) {
        let mut row = BLANK.clone();
        let patch = LeadPatch {
            last_name: set("Doe"),
            email: set(&text), phone: set(&text), linkedin_url: set(&text), title: set(&text),
            country: set(&text), time_zone: set(&text), x: set(&text), tags: Patch::Set(vec![text]),
            ..LeadPatch::default()
        };
        if apply(&mut row, patch).is_ok() {
            prop_assert!(!row.title.unwrap_or_default().contains('\0'));
        }
    }
}

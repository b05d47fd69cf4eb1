//! What holds for any text: it is read without panic, bounded, the same way every time, and filters stand.

use super::parse_by_rules;
use crate::prospecting::profile::{Filters, Origin, to_query};
use proptest::collection::vec;
use proptest::sample::select;
use proptest::{prop_assert, prop_assert_eq, proptest};

const PIECES: [&str; 34] = [
    "we sell",
    "heads of",
    "and",
    "or",
    ",",
    "in",
    "Germany",
    "Cape Town",
    "not",
    "excluding",
    "50",
    "-",
    "200",
    "employees",
    "revenue",
    "over",
    "$5M",
    "up to",
    "sales",
    "director",
    "SaaS",
    "banks",
    ".",
    "need",
    "on LinkedIn",
    "\"",
    "R20",
    "chief",
    "officer",
    "US",
    "é",
    "1.000,5k",
    "of",
    "Nice",
];

proptest! {
    #[test]
    fn any_text_can_be_read(text in "\\PC{0,200}") {
        let profile = parse_by_rules(&text, &Filters::default());
        prop_assert_eq!(&profile, &parse_by_rules(&text, &Filters::default()));
        let _ = to_query(&profile);
    }

    #[test]
    fn any_mixture_of_meaningful_pieces_can_be_read(pieces in vec(select(&PIECES[..]), 0..40), glue in select(vec!["", " ", "\n"])) {
        let profile = parse_by_rules(&pieces.join(glue), &Filters::default());
        prop_assert!(profile.roles.value.len() <= 25 && profile.needs.value.iter().all(|n| n.chars().count() <= 80));
        let (min, max) = (profile.employees.value.min, profile.employees.value.max);
        prop_assert!(min.zip(max).is_none_or(|(min, max)| min <= max));
        prop_assert!(profile.countries.value.iter().all(|code| !profile.exclusions.value.countries.contains(code)));
        let stored = serde_json::to_value(&profile).unwrap();
        prop_assert_eq!(serde_json::from_value::<crate::prospecting::profile::Profile>(stored).unwrap(), profile);
    }

    #[test]
    fn no_text_moves_a_filter(pieces in vec(select(&PIECES[..]), 0..30)) {
        let filters = Filters { countries: vec!["JP".to_owned()], roles: vec!["cfo".to_owned()], ..Filters::default() };
        let profile = parse_by_rules(&pieces.join(" "), &filters);
        prop_assert_eq!((profile.countries.value, profile.countries.from), (vec!["JP".to_owned()], Origin::Filter));
        prop_assert_eq!((profile.roles.value, profile.roles.from), (vec!["cfo".to_owned()], Origin::Filter));
    }
}

//! Who of a page is kept, and why the others are not. Pure.

use crate::{
    base::clock::Timestamp,
    connectors::facts::{Found, Person, PersonField},
    prospecting::{
        merge::{Merged, Sourced, merge_with_records},
        profile::Profile,
        score::{Score, Subject, score},
    },
};
use std::collections::BTreeMap;

/// Somebody worth keeping, with what the source said.
pub(super) struct Kept {
    pub merged: Merged,
    pub records: Vec<Sourced>,
    pub score: Score,
}

/// A page, judged.
#[derive(Default)]
pub(super) struct Judged {
    pub kept: Vec<Kept>,
    /// Who asked the source not to process their data.
    pub forbidden: Vec<Merged>,
    pub rejected: BTreeMap<String, u32>,
}

impl Judged {
    pub fn reject(&mut self, reason: impl Into<String>, count: u32) {
        if count > 0 {
            *self.rejected.entry(reason.into()).or_default() += count;
        }
    }
}

/// `source`: the data source's id. Nobody who scores less than `least` is kept.
pub(super) fn judge(
    found: Found<Person>,
    source: &str,
    (profile, least): (&Profile, u8),
    now: Timestamp,
) -> Judged {
    let sourced = |person| Sourced { source: source.to_owned(), fetched_at: now, person };
    let records: Vec<Sourced> = found.items.into_iter().map(sourced).collect();
    let people = merge_with_records(&records);
    let mut judged = Judged::default();
    let again = records.len().saturating_sub(people.len());
    judged.reject("duplicate", u32::try_from(again).unwrap_or(u32::MAX));
    for (merged, records) in people {
        let score = score(profile, &Subject::from(&merged), None, now);
        match refusal(&merged, &score, least) {
            None => judged.kept.push(Kept { merged, records, score }),
            Some(reason) => {
                judged.reject(reason, 1);
                if merged.is_forbidden {
                    judged.forbidden.push(merged);
                }
            }
        }
    }
    judged
}

fn refusal(merged: &Merged, score: &Score, least: u8) -> Option<String> {
    let has = |field| merged.get(field).is_some();
    let is_named = has(PersonField::FullName) || has(PersonField::FirstName) || has(PersonField::LastName);
    let ways = [PersonField::Email, PersonField::LinkedinUrl, PersonField::Phone, PersonField::Whatsapp];
    if merged.is_forbidden {
        return Some("asked not to be processed".to_owned());
    }
    if !is_named {
        return Some("too little is known".to_owned());
    }
    if !ways.into_iter().any(has) {
        return Some("no way to contact them".to_owned());
    }
    (score.total < least).then(|| format!("scores below {least}"))
}

#[cfg(test)]
mod tests {
    use super::judge;
    use crate::{
        connectors::facts::{Found, Person, PersonField},
        prospecting::profile::Profile,
    };
    use chrono::DateTime;

    fn person(name: Option<&str>, email: Option<&str>) -> Person {
        let mut person = Person::default();
        person.know(PersonField::FullName, name, 90);
        person.know(PersonField::Email, email, 90);
        person
    }

    #[test]
    fn each_who_is_left_out_has_a_reason() {
        let items = vec![
            person(Some("Amara Quist"), Some("amara@acme.example")),
            person(Some("Amara Quist"), Some("amara@acme.example")),
            person(Some("Jonas Weir"), None),
            person(None, Some("info@acme.example")),
            Person { is_forbidden: true, ..person(Some("Noor Haddad"), Some("noor@acme.example")) },
        ];
        let found = Found { items, ..Found::default() };
        let judged = judge(found, "s", (&Profile::default(), 0), DateTime::UNIX_EPOCH);
        assert_eq!(judged.kept.len(), 1);
        assert_eq!(judged.forbidden.len(), 1);
        let reasons: Vec<_> =
            judged.rejected.iter().map(|(reason, count)| (reason.as_str(), *count)).collect();
        let expected = [
            ("asked not to be processed", 1),
            ("duplicate", 1),
            ("no way to contact them", 1),
            ("too little is known", 1),
        ];
        assert_eq!(reasons, expected);
    }
}

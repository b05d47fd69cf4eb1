//! The last judgement on everybody who was looked into. Pure.

use super::candidates::{full_name, identity};
use crate::{
    base::clock::Timestamp,
    connectors::facts::{CompanyField, PersonField},
    crm::keys,
    prospecting::{
        contact_time::{Whereabouts, best_contact_time, likely_zone, time_zone},
        dossier::Dossier,
        merge::Merged,
        offerings::{Offering, suggest},
        profile::Profile,
        prospects::{self, Judged},
        score::{self, RankKey, Subject, match_reasons, tags},
    },
};
use entity::{ids::ProspectId, json::Offerings, prospect};
use std::collections::BTreeMap;

/// Everybody in order, and the rows of people who turned out to be somebody else among them.
pub(super) struct Ranked {
    pub kept: Vec<Judged>,
    pub duplicates: Vec<ProspectId>,
}

struct Person {
    row: prospect::Model,
    dossier: Dossier,
    merged: Merged,
}

/// Joins who is one person after all, judges, and sorts.
pub(super) fn rank(
    rows: Vec<prospect::Model>,
    profile: &Profile,
    offerings: &Offerings,
    now: Timestamp,
) -> Ranked {
    let people = rows.into_iter().map(|row| {
        let dossier = prospects::dossier(&row);
        let merged = dossier.merged();
        Person { row, dossier, merged }
    });
    let (people, duplicates) = joined(people.collect());
    let offered: Vec<Offering> = offerings.0.iter().map(offering).collect();
    let judged: Vec<(RankKey, Judged)> =
        people.into_iter().map(|person| judge(person, profile, &offered, now)).collect();
    let kept = score::rank(judged, |(key, _)| key.clone());
    Ranked { kept: kept.into_iter().map(|(_, judged)| judged).collect(), duplicates }
}

/// Enrichment may show that two are one: they share a profile, an address, or name and company.
fn joined(people: Vec<Person>) -> (Vec<Person>, Vec<ProspectId>) {
    let mut kept: Vec<Person> = vec![];
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut duplicates = vec![];
    for person in people {
        let keys = keys_of(&person.merged);
        let twin = keys.iter().find_map(|key| known.get(key).copied());
        let twin = twin.filter(|at| kept.get(*at).is_some_and(|other| is_same(other, &person)));
        let at = match twin {
            Some(at) => {
                duplicates.push(person.row.id);
                let other = &mut kept[at];
                other.dossier.absorb(person.dossier);
                other.merged = other.dossier.merged();
                at
            }
            None => {
                kept.push(person);
                kept.len() - 1
            }
        };
        keys.into_iter().for_each(|key| {
            known.entry(key).or_insert(at);
        });
    }
    (kept, duplicates)
}

/// One profile at most; and what somebody has decided on already stays.
fn is_same(one: &Person, other: &Person) -> bool {
    let linkedin = |person: &Person| person.merged.get(PersonField::LinkedinUrl).map(str::to_owned);
    let is_decided = other.row.lead_id.is_some() || other.row.dismissed_at.is_some();
    !is_decided && linkedin(one).zip(linkedin(other)).is_none_or(|(a, b)| a == b)
}

fn keys_of(merged: &Merged) -> Vec<String> {
    let name = full_name(merged).as_deref().and_then(keys::name_key);
    let named =
        name.zip(merged.company.get(CompanyField::Domain)).map(|(name, domain)| format!("{name} @ {domain}"));
    let own = [PersonField::LinkedinUrl, PersonField::Email];
    own.into_iter().filter_map(|field| merged.get(field).map(str::to_owned)).chain(named).collect()
}

fn judge(
    Person { row, mut dossier, merged }: Person,
    profile: &Profile,
    offered: &[Offering],
    now: Timestamp,
) -> (RankKey, Judged) {
    let subject = Subject::from(&merged);
    let score = score::score(profile, &subject, None, now);
    let (zone, guess) = whereabouts(&merged, &subject, profile);
    let place = Whereabouts { time_zone: zone.as_deref(), country: subject.country.as_deref(), city: None };
    let time = best_contact_time(&place, subject.seniority, &subject.departments);
    dossier.contact_time_note = guess.or_else(|| time.as_ref().err().map(ToString::to_string));
    let services = suggest(offered, &subject, profile);
    dossier.no_service.clone_from(&services.reason);
    let name = full_name(&merged).unwrap_or_else(|| row.full_name.clone());
    let key = RankKey::new(&score, &subject, &name, &identity(&merged));
    let judged = Judged {
        time_zone: zone,
        reasons: match_reasons(&score),
        tags: tags::tags(&subject),
        contact_time: time.ok(),
        services: services.services,
        score,
        row,
        dossier,
        merged,
    };
    (key, judged)
}

/// Their zone; where nobody knows their place, the company's, else the most likely one, and a note that says so.
fn whereabouts(merged: &Merged, subject: &Subject, profile: &Profile) -> (Option<String>, Option<String>) {
    let stated = merged.get(PersonField::TimeZone);
    let country = subject.country.as_deref();
    let own = time_zone(&Whereabouts { time_zone: stated, country, city: subject.city.as_deref() });
    let why = match own {
        Ok(zone) => return (Some(zone), None),
        Err(why) => why,
    };
    let seat = merged.company.get(CompanyField::Country).or(country);
    let is_near = country.is_none() || seat == country;
    let seat = Whereabouts { time_zone: None, country: seat, city: merged.company.get(CompanyField::City) };
    if let (true, Ok(zone)) = (is_near, time_zone(&seat)) {
        return (Some(zone), Some(format!("{why}; this is the time at the company's seat")));
    }
    let wanted = profile.countries.value.first().map(String::as_str);
    let likely = country.or(wanted).and_then(likely_zone);
    let note = likely.map(|_| format!("{why}; this is the time most people of the country keep"));
    (likely.map(str::to_owned), note)
}

fn offering(stored: &entity::json::Offering) -> Offering {
    Offering {
        name: stored.name.clone(),
        description: stored.description.clone(),
        pains: stored.pains.clone(),
        keywords: stored.keywords.clone(),
    }
}

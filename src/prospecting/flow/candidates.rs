//! From what the searches found to the people worth enriching. Pure.

use crate::{
    base::clock::Timestamp,
    connectors::facts::{CompanyField, PersonField},
    crm::keys,
    prospecting::{
        dossier::Dossier,
        merge::{Merged, Sourced, merge_with_records},
        profile::{Profile, exclusion},
        score::{RankKey, Subject, rank, score},
    },
};
use std::collections::{BTreeMap, BTreeSet};

/// Below this nobody would call it a match.
const LEAST_SCORE: u8 = 25;

/// Somebody worth enriching.
pub(super) struct Candidate {
    pub dossier: Dossier,
    pub merged: Merged,
    pub score: u8,
    key: RankKey,
}

/// What became of everybody who was found.
#[derive(Default)]
pub(super) struct Gathered {
    /// The best first.
    pub candidates: Vec<Candidate>,
    pub people: usize,
    /// Who asked a source not to process their data.
    pub forbidden: Vec<Merged>,
    /// Why others are not among them, counted.
    pub rejected: BTreeMap<String, u32>,
}

impl Gathered {
    pub fn reject(&mut self, reason: &str) {
        *self.rejected.entry(reason.to_owned()).or_default() += 1;
    }
}

/// Merges, leaves out, and puts the likeliest first.
pub(super) fn gather(
    records: Vec<Sourced>,
    providers: &BTreeMap<String, String>,
    profile: &Profile,
    now: Timestamp,
) -> Gathered {
    let mut gathered = Gathered::default();
    for (merged, records) in merge_with_records(&once(records)) {
        gathered.people += 1;
        match refusal(&merged, profile) {
            Some(reason) => {
                gathered.reject(reason);
                if merged.is_forbidden {
                    gathered.forbidden.push(merged);
                }
            }
            None => {
                let dossier = Dossier {
                    records,
                    providers: providers.clone(),
                    flags: merged.flags.iter().map(|flag| flag.kind).collect(),
                    ..Dossier::default()
                };
                let candidate = candidate(dossier, merged, profile, now);
                match candidate.score {
                    LEAST_SCORE.. => gathered.candidates.push(candidate),
                    _ => gathered.reject("does not fit the description"),
                }
            }
        }
    }
    let candidates = std::mem::take(&mut gathered.candidates);
    gathered.candidates = rank(candidates, |candidate| candidate.key.clone());
    gathered
}

fn candidate(dossier: Dossier, merged: Merged, profile: &Profile, now: Timestamp) -> Candidate {
    let subject = Subject::from(&merged);
    let score = score(profile, &subject, None, now);
    let name = full_name(&merged).unwrap_or_default();
    let key = RankKey::new(&score, &subject, &name, &identity(&merged));
    Candidate { dossier, merged, score: score.total, key }
}

fn refusal(merged: &Merged, profile: &Profile) -> Option<&'static str> {
    let is_somebody = full_name(merged).is_some() || !merged.external_ids.is_empty();
    let is_placed =
        merged.get(PersonField::Title).is_some() || merged.company.get(CompanyField::Name).is_some();
    if merged.is_forbidden {
        return Some("asked not to be processed");
    }
    if !is_somebody || !is_placed {
        return Some("too little is known");
    }
    exclusion(profile, &merged.person()).map(|_| "excluded by the description")
}

/// Each person of a source once: lists shift while they are paged through.
fn once(records: Vec<Sourced>) -> Vec<Sourced> {
    let mut seen = BTreeSet::new();
    let is_new = |record: &Sourced| match &record.person.external_id {
        Some(id) => seen.insert((record.source.clone(), id.clone())),
        None => true,
    };
    records.into_iter().filter(is_new).collect()
}

/// As people write it, as far as known.
pub(super) fn full_name(merged: &Merged) -> Option<String> {
    let given = merged.get(PersonField::FirstName);
    let parts = || Some(format!("{} {}", given?, merged.get(PersonField::LastName)?));
    merged.get(PersonField::FullName).map(str::to_owned).or_else(parts).or_else(|| given.map(str::to_owned))
}

/// Tells two people apart and stays the same when they are found again.
pub(super) fn identity(merged: &Merged) -> String {
    let linkedin = merged.get(PersonField::LinkedinUrl).and_then(|url| keys::linkedin_id(url).ok());
    let domain = merged.company.get(CompanyField::Domain);
    let named = || Some(format!("{}@{}", keys::name_key(&full_name(merged)?)?, domain?));
    let external = || {
        let (source, ids) = merged.external_ids.iter().next()?;
        Some(format!("id:{source}:{}", ids.first()?))
    };
    linkedin
        .map(|id| format!("in:{id}"))
        .or_else(|| merged.get(PersonField::Email).map(|address| format!("at:{address}")))
        .or_else(named)
        .or_else(external)
        .unwrap_or_else(|| format!("name:{}", full_name(merged).unwrap_or_default()))
}

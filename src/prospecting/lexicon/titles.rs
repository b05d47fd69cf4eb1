//! How high a title stands.

use super::departments::position;
use super::stem::stems;
use crate::connectors::facts::Seniority;
use serde::Deserialize;
use serde::de::{IntoDeserializer, value::Error};
use std::sync::LazyLock;

/// What makes somebody somebody's assistant, whatever the boss is called.
const ASSISTANTS: [&str; 5] =
    ["executive assistant", "assistant to", "personal assistant", "secretary", "office of the"];

/// Words of each rank; the first that a title has decides, so the higher stand first ("founder and CEO").
const RANKS: [(Seniority, &[&str]); 11] = [
    (Seniority::Founder, &["founder", "cofounder", "founding partner"]),
    (
        Seniority::Owner,
        &["owner", "proprietor", "business owner", "self employed", "freelancer", "entrepreneur"],
    ),
    (Seniority::Vp, &["vp", "svp", "evp", "avp", "vice president"]),
    (
        Seniority::CSuite,
        &[
            "ceo",
            "cfo",
            "cto",
            "coo",
            "cmo",
            "cro",
            "cio",
            "ciso",
            "chro",
            "cpo",
            "cdo",
            "cco",
            "cso",
            "clo",
            "cxo",
            "chief",
            "president",
            "managing director",
            "c level",
            "c suite",
            "chairman",
            "geschaftsfuhrer",
            "executive director",
        ],
    ),
    (
        Seniority::Partner,
        &["managing partner", "senior partner", "equity partner", "partner at", "general partner"],
    ),
    (Seniority::Head, &["head"]),
    (Seniority::Director, &["director", "general manager"]),
    (
        Seniority::Manager,
        &["manager", "supervisor", "team lead", "team leader", "foreman", "superintendent", "controller"],
    ),
    (Seniority::Intern, &["intern", "internship", "trainee", "apprentice", "working student", "werkstudent"]),
    (Seniority::Entry, &["junior", "jr", "assistant", "associate", "coordinator", "graduate", "entry level"]),
    (Seniority::Senior, &["senior", "sr", "principal", "staff", "lead", "expert"]),
];

/// "Product owner" and the like: the word is there, the rank is not.
const FALSE_RANKS: [&str; 6] =
    ["product owner", "process owner", "lead generation", "headhunter", "chief of staff", "partner manager"];

static STEMMED: LazyLock<Vec<(Seniority, Vec<Vec<String>>)>> = LazyLock::new(|| {
    RANKS.iter().map(|(rank, words)| (*rank, words.iter().map(|phrase| stems(phrase)).collect())).collect()
});

/// The rank a job title speaks of, `None` when it names none ("Accountant").
#[must_use]
pub fn seniority(title: &str) -> Option<Seniority> {
    let mut words = stems(title);
    if ASSISTANTS.iter().any(|phrase| position(&words, &stems(phrase)).is_some()) {
        return Some(Seniority::Entry);
    }
    for phrase in FALSE_RANKS.iter().map(|phrase| stems(phrase)) {
        if let Some(at) = position(&words, &phrase) {
            words.drain(at..at + phrase.len());
        }
    }
    if words == ["partner"] {
        return Some(Seniority::Partner);
    }
    let has = |phrases: &[Vec<String>]| phrases.iter().any(|phrase| position(&words, phrase).is_some());
    STEMMED.iter().find(|(_, phrases)| has(phrases)).map(|(rank, _)| *rank)
}

/// A rank by the name providers use for it ("c_suite").
#[must_use]
pub fn seniority_named(name: &str) -> Option<Seniority> {
    let name = name.trim().to_ascii_lowercase();
    Seniority::deserialize(IntoDeserializer::<Error>::into_deserializer(name.as_str())).ok()
}

/// A rank as people say it.
#[must_use]
pub const fn seniority_words(rank: Seniority) -> &'static str {
    match rank {
        Seniority::Intern => "intern",
        Seniority::Entry => "entry level",
        Seniority::Senior => "senior specialist",
        Seniority::Manager => "manager",
        Seniority::Head => "head of department",
        Seniority::Director => "director",
        Seniority::Vp => "vice president",
        Seniority::CSuite => "C-level",
        Seniority::Partner => "partner",
        Seniority::Founder => "founder",
        Seniority::Owner => "owner",
    }
}

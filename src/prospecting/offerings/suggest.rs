//! Offerings against a person.

use super::needs::NEEDS;
use crate::prospecting::lexicon::{closeness, industry, stem, stems};
use crate::prospecting::profile::Profile;
use crate::prospecting::score::Subject;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// Something the workspace offers; as stored in `workspace.offerings`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Offering {
    pub name: String,
    pub description: String,
    /// Pains it solves.
    pub pains: Vec<String>,
    pub keywords: Vec<String>,
}

/// An offering that fits, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuggestedService {
    pub name: String,
    /// 0 to 100.
    pub strength: u8,
    /// Sentences a person can check.
    pub evidence: Vec<String>,
}

/// What to suggest, or why nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestions {
    /// The strongest first, at most three.
    pub services: Vec<SuggestedService>,
    /// Set when there is nothing to suggest.
    pub reason: Option<String>,
}

/// Below this an offering is not suggested: one weak hint is no reason to talk to somebody.
const LEAST: u8 = 30;
/// Words that fit everything.
const EMPTY: [&str; 26] = [
    "about", "across", "and", "better", "business", "client", "company", "customer", "every", "fast", "from",
    "help", "into", "more", "need", "product", "service", "solution", "system", "team", "that", "their",
    "with", "work", "your", "lack",
];

/// The offerings that fit this person.
#[must_use]
pub fn suggest(offerings: &[Offering], subject: &Subject, profile: &Profile) -> Suggestions {
    if offerings.is_empty() {
        let reason = "The workspace has no offerings stored, so there is nothing to suggest.";
        return Suggestions { services: Vec::new(), reason: Some(reason.to_owned()) };
    }
    let mut services: Vec<SuggestedService> =
        offerings.iter().filter_map(|offering| weigh(offering, subject, profile)).collect();
    services.sort_by_key(|service| Reverse(service.strength));
    services.truncate(3);
    let reason = services.is_empty().then(|| {
        format!(
            "None of the {} stored offerings meets what is known of this person's role, company and needs.",
            offerings.len()
        )
    });
    Suggestions { services, reason }
}

fn weigh(offering: &Offering, subject: &Subject, profile: &Profile) -> Option<SuggestedService> {
    let own = Words::of(offering);
    let hints = [
        role(&own, subject).map(|e| (30, e)),
        line(offering, &own, subject).map(|e| (30, e)),
        technology(&own, subject).map(|e| (20, e)),
        described(&own, subject).map(|e| (15, e)),
        need(&own, profile).map(|e| (25, e)),
    ];
    let hints: Vec<(u8, String)> = hints.into_iter().flatten().collect();
    let strength = hints.iter().map(|(weight, _)| *weight).sum::<u8>().min(100);
    let evidence = hints.into_iter().map(|(_, sentence)| sentence).collect();
    (strength >= LEAST).then(|| SuggestedService { name: offering.name.clone(), strength, evidence })
}

/// The words of an offering that mean something, as stems.
struct Words(BTreeSet<String>);

impl Words {
    fn of(offering: &Offering) -> Self {
        let texts =
            offering.pains.iter().chain(&offering.keywords).chain([&offering.name, &offering.description]);
        Self(texts.flat_map(|text| meaningful(text)).collect())
    }

    /// The first word of `text` that the offering has too, as written there.
    fn shared<'a>(&self, text: &'a str) -> Option<&'a str> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.into_iter().find(|word| meaningful(word).iter().any(|stem| self.0.contains(stem)))
    }
}

fn meaningful(text: &str) -> Vec<String> {
    let is_empty = |word: &String| word.chars().count() < 3 || EMPTY.iter().any(|empty| stem(empty) == *word);
    stems(text).into_iter().filter(|word| !is_empty(word)).collect()
}

/// What the person's department cares about, or their title says.
fn role(own: &Words, subject: &Subject) -> Option<String> {
    let title = subject.title.as_deref().unwrap_or("This role");
    let by_department = subject.departments.iter().find_map(|name| {
        let (_, words) = NEEDS.iter().find(|(department, _)| department == name)?;
        own.shared(words).map(|word| format!("{title}: {name} usually cares about {word}."))
    });
    by_department
        .or_else(|| own.shared(subject.title.as_deref()?).map(|word| format!("The title says \"{word}\".")))
}

/// The company's industry is named by the offering's keywords.
fn line(offering: &Offering, own: &Words, subject: &Subject) -> Option<String> {
    let actual = subject.industry.as_deref()?;
    let named = offering.keywords.iter().find(|keyword| closeness(&industry(keyword), actual) >= 80);
    let word = named.map(String::as_str).or_else(|| own.shared(actual))?;
    Some(format!("The company is in \"{actual}\", which the offering names (\"{word}\")."))
}

fn technology(own: &Words, subject: &Subject) -> Option<String> {
    let used = subject.technologies.iter().find(|name| own.shared(name).is_some())?;
    Some(format!("The company uses {used}."))
}

fn described(own: &Words, subject: &Subject) -> Option<String> {
    let word = own.shared(subject.company_description.as_deref()?)?;
    Some(format!("The company describes itself with \"{word}\"."))
}

fn need(own: &Words, profile: &Profile) -> Option<String> {
    let need = profile.needs.value.iter().find(|need| own.shared(need).is_some())?;
    Some(format!("The request is about \"{need}\"."))
}

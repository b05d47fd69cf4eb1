//! Role, rank, reach, freshness, engagement.

use super::parts::Judged;
use super::subject::Subject;
use crate::base::clock::Timestamp;
use crate::connectors::facts::Seniority;
use crate::prospecting::lexicon::{departments, seniority_words, stems};
use crate::prospecting::profile::{Channel, Profile};

/// What is not known is neither a hit nor a miss, and nearer to a miss.
pub(super) const UNKNOWN: u8 = 30;

/// The title against the roles asked for: 100 the same words, 80 the same department and rank, 60 the same department, by
/// shared words in between; without roles, the departments asked for.
pub(super) fn role_fit(profile: &Profile, subject: &Subject) -> Judged {
    let (roles, wanted) = (&profile.roles.value, &profile.departments.value);
    if roles.is_empty() && wanted.is_empty() {
        return None;
    }
    let Some(title) = &subject.title else { return Some((UNKNOWN, "The title is unknown.".to_owned())) };
    let own: Vec<String> = stems(title);
    let best = roles.iter().map(|role| (fit(role, &own, subject), role)).max_by_key(|(value, _)| *value);
    let same = wanted.iter().find(|name| subject.departments.contains(name));
    match (best, same) {
        (Some((value, role)), _) if value >= 60 => Some((value, format!("\"{title}\" fits \"{role}\"."))),
        (best, Some(name)) => {
            let value = best.map_or(90, |(value, _)| value.max(60));
            Some((value, format!("\"{title}\" works in {name}.")))
        }
        (Some((value, role)), None) => Some((value, format!("\"{title}\" is not \"{role}\"."))),
        (None, None) => Some((10, format!("\"{title}\" works in none of: {}.", wanted.join(", ")))),
    }
}

fn fit(role: &str, title: &[String], subject: &Subject) -> u8 {
    let words = stems(role);
    let said = words_that_count(&words);
    let own = words_that_count(title);
    if said.iter().all(|word| own.contains(word)) && !said.is_empty() {
        return if said.len() == own.len() { 100 } else { 95 };
    }
    let rank = crate::prospecting::lexicon::seniority(role);
    let in_department =
        departments(role).into_iter().any(|name| subject.departments.iter().any(|own| own == name));
    let is_ranked = rank.is_some() && rank == subject.seniority;
    match (in_department, is_ranked) {
        (true, true) => 80,
        (true, false) => 60,
        (false, true) => 30,
        (false, false) => 10,
    }
}

fn words_that_count(words: &[String]) -> Vec<&String> {
    words
        .iter()
        .filter(|word| {
            !matches!(word.as_str(), "of" | "the" | "and" | "for" | "at" | "global" | "senior" | "group")
        })
        .collect()
}

/// The rank against those asked for; a step up or down the ladder costs 25, a higher rank less than a lower one.
pub(super) fn seniority(profile: &Profile, subject: &Subject) -> Judged {
    let wanted = &profile.seniorities.value;
    if wanted.is_empty() {
        return None;
    }
    let Some(rank) = subject.seniority else { return Some((UNKNOWN, "The rank is unknown.".to_owned())) };
    let name = seniority_words(rank);
    if wanted.contains(&rank) {
        return Some((100, format!("Rank: {name}, as asked for.")));
    }
    let distance = |other: &Seniority| {
        let (own, other) = (ladder(rank), ladder(*other));
        if own >= other { (own - other) * 20 } else { (other - own) * 25 }
    };
    let least = wanted.iter().map(distance).min().unwrap_or(100);
    let names: Vec<&str> = wanted.iter().map(|rank| seniority_words(*rank)).collect();
    Some((100_u8.saturating_sub(least).min(80), format!("Rank: {name}; asked for: {}.", names.join(", "))))
}

/// Founders and owners stand beside the C-level: they decide alike.
const fn ladder(rank: Seniority) -> u8 {
    match rank {
        Seniority::Intern => 0,
        Seniority::Entry => 1,
        Seniority::Senior => 2,
        Seniority::Manager => 3,
        Seniority::Head | Seniority::Director => 4,
        Seniority::Vp => 5,
        Seniority::CSuite | Seniority::Partner | Seniority::Founder | Seniority::Owner => 6,
    }
}

/// How they can be reached: a checked address 50, an unchecked one 30, LinkedIn 30, each other way 10, a phone 10; a channel
/// asked for that is there lifts to at least 80, one that is missing holds at 60.
pub(super) fn reach(profile: &Profile, subject: &Subject) -> Judged {
    let has = |channel| subject.channels.contains(&channel);
    let email = match (has(Channel::Email), subject.is_email_validated) {
        (true, true) => 50,
        (true, false) => 30,
        _ => 0,
    };
    let linkedin = if has(Channel::Linkedin) { 30 } else { 0 };
    let others =
        subject.channels.iter().filter(|c| !matches!(c, Channel::Email | Channel::Linkedin)).count().min(4);
    let phone = if subject.has_phone { 10 } else { 0 };
    let value = (email + linkedin + phone + u8::try_from(others).unwrap_or(0) * 10).min(100);
    let wanted = &profile.channels.value;
    let value = match wanted.iter().any(|channel| has(*channel)) {
        _ if wanted.is_empty() => value,
        true => value.max(80),
        false => value.min(60),
    };
    let mut ways: Vec<&str> = subject.channels.iter().map(|channel| channel.name()).collect();
    ways.extend(subject.has_phone.then_some("phone"));
    let checked = if subject.is_email_validated { " (address checked)" } else { "" };
    let evidence = if ways.is_empty() {
        "No way to reach them is known.".to_owned()
    } else {
        format!("Reachable by {}{checked}.", ways.join(", "))
    };
    Some((value, evidence))
}

/// 100 for facts of the last 30 days, falling to 0 at two years.
pub(super) fn freshness(subject: &Subject, now: Timestamp) -> Judged {
    let days = (now - subject.fetched_at?).num_days().clamp(0, 730);
    let value = if days <= 30 { 100 } else { 100 - (days - 30) * 100 / 700 };
    let when = match days {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        days => format!("{days} days ago"),
    };
    Some((u8::try_from(value).unwrap_or(0), format!("Facts fetched {when}.")))
}

/// A reply in the last 90 days 100, an older one 80; clicks 60, opens 40, silence 20.
pub(super) fn engagement(subject: &Subject, now: Timestamp) -> Judged {
    let history = subject.engagement.filter(|e| e.contacted + e.opened + e.clicked + e.replied > 0)?;
    let is_recent = history.last_replied_at.is_some_and(|at| (now - at).num_days() <= 90);
    Some(match history {
        e if e.replied > 0 && is_recent => (100, "Replied in the last 90 days.".to_owned()),
        e if e.replied > 0 => (80, "Replied before.".to_owned()),
        e if e.clicked > 0 => (60, "Clicked a link.".to_owned()),
        e if e.opened > 0 => (40, "Opened a message.".to_owned()),
        e => (
            20,
            format!(
                "No answer to {} so far.",
                if e.contacted == 1 { "one message".to_owned() } else { format!("{} messages", e.contacted) }
            ),
        ),
    })
}

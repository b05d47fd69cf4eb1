//! Single fields that have a rule of their own.

use crate::{
    crm::keys,
    kernel::check::{Problems, line},
};
use entity::json::BestContactTime;

/// Most tags on one lead.
pub const TAGS: usize = 50;
const TAG_LENGTH: usize = 50;
/// Malformed tags that are named one by one; who sends as many learns nothing from the rest.
const NAMED: usize = 20;

/// Tags in one spelling (lower case, single spaces), each once, in the order given; `path` names what is wrong. What is
/// refused already is not looked at to its end: there may be a million of them.
pub fn tags(given: Vec<String>, path: &str, problems: &mut Problems) -> Vec<String> {
    let (mut all, mut refused): (Vec<String>, usize) = (vec![], 0);
    for (at, tag) in given.into_iter().enumerate() {
        match problems.keep(&format!("{path}.{at}"), label(&spelt_tag(&tag))) {
            Some(tag) if !all.contains(&tag) => all.push(tag),
            Some(_) => {}
            None => refused += 1,
        }
        if all.len() > TAGS || refused >= NAMED {
            break;
        }
    }
    if all.len() > TAGS {
        problems.add(path, format!("at most {TAGS} tags"));
    }
    all
}

/// A tag in its one spelling, right or not.
pub fn spelt_tag(tag: &str) -> String {
    tag.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Filters look for a tag between its quotes, so it has none of its own.
fn label(text: &str) -> Result<String, String> {
    if text.contains(['"', '\\']) {
        Err("no quotation marks or backslashes".into())
    } else {
        line(text, TAG_LENGTH)
    }
}

/// A name on a channel: without the @ in front.
pub fn handle(text: &str) -> Result<String, String> {
    let handle = line(text.trim().trim_start_matches('@'), 100)?;
    if handle.contains(char::is_whitespace) { Err("a handle without spaces".into()) } else { Ok(handle) }
}

/// The address as written; its normal form where it was wrapped in something.
pub fn email(text: &str) -> Result<(String, String), keys::KeyError> {
    let key = keys::email(text)?;
    let written = text.trim();
    let is_bare = written.to_lowercase() == key;
    Ok((if is_bare { written.to_owned() } else { key.clone() }, key))
}

pub fn best_contact_time(mut given: BestContactTime, problems: &mut Problems) -> Option<BestContactTime> {
    given.days.sort_unstable();
    given.days.dedup();
    if given.days.is_empty() {
        problems.add("bestContactTime.days", "at least one day");
    }
    for (path, time) in [("bestContactTime.from", &given.from), ("bestContactTime.to", &given.to)] {
        if !is_wall_clock(time) {
            problems.add(path, "a time of day such as 09:30");
        }
    }
    if given.from >= given.to {
        problems.add("bestContactTime.to", "a time of day after `from`");
    }
    let zone = problems.keep("bestContactTime.timeZone", keys::time_zone(&given.time_zone))?;
    Some(BestContactTime { time_zone: zone, ..given })
}

/// `HH:MM`, 00:00 to 24:00.
fn is_wall_clock(text: &str) -> bool {
    let Some((hours, minutes)) = text.split_once(':') else { return false };
    let number = |text: &str| text.parse::<u32>().ok().filter(|_| text.len() == 2);
    match (number(hours), number(minutes)) {
        (Some(24), Some(0)) => true,
        (Some(hours), Some(minutes)) => hours < 24 && minutes < 60,
        _ => false,
    }
}

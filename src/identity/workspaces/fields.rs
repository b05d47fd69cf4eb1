//! What a workspace may hold. Pure.

use crate::{
    base::text::{self, KeyError},
    kernel::check::{Problems, line, prose},
};
use entity::json::{Offering, Offerings};

/// Longest name, sender's name or brand, in characters.
pub const NAME: usize = 200;
/// Most offerings, and most pains and keywords of one.
const MOST: usize = 50;
/// Longest description of an offering, in characters.
const DESCRIPTION: usize = 2_000;

pub fn name(text: &str) -> Result<String, String> {
    line(text, NAME)
}

pub fn email(text: &str) -> Result<String, KeyError> {
    text::email(text)
}

pub fn time_zone(text: &str) -> Result<String, KeyError> {
    text::time_zone(text)
}

/// Checks each offering; refusals name it by its place.
pub fn offerings(all: Vec<Offering>, problems: &mut Problems) -> Offerings {
    if all.len() > MOST {
        problems.add("offerings", format!("at most {MOST} offerings"));
        return Offerings::default();
    }
    let each =
        all.into_iter().enumerate().map(|(at, one)| offering(one, &format!("offerings.{at}"), problems));
    Offerings(each.collect())
}

fn offering(one: Offering, path: &str, problems: &mut Problems) -> Offering {
    let Offering { name, description, pains, keywords } = one;
    let description = match description.trim() {
        "" => String::new(),
        text => problems.keep(&format!("{path}.description"), prose(text, DESCRIPTION)).unwrap_or_default(),
    };
    Offering {
        name: problems.keep(&format!("{path}.name"), line(&name, NAME)).unwrap_or_default(),
        description,
        pains: lines(&pains, &format!("{path}.pains"), problems),
        keywords: lines(&keywords, &format!("{path}.keywords"), problems),
    }
}

fn lines(all: &[String], path: &str, problems: &mut Problems) -> Vec<String> {
    if all.len() > MOST {
        problems.add(path, format!("at most {MOST} of them"));
        return vec![];
    }
    let each = all.iter().enumerate();
    each.filter_map(|(at, text)| problems.keep(&format!("{path}.{at}"), line(text, NAME))).collect()
}

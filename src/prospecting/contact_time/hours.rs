//! Days and hours.

use super::zone::{NoZone, Whereabouts, time_zone};
use crate::connectors::facts::Seniority;
use crate::crm::keys;
use serde::{Deserialize, Serialize};

/// A day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Day {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

/// A window on somebody's own clock; stored as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ContactTime {
    /// In the order of their working week.
    pub days: Vec<Day>,
    /// "HH:MM", 24 hours.
    pub from: String,
    pub to: String,
    /// IANA name.
    pub time_zone: String,
}

/// Working weeks that are not Monday to Friday. Most Arab states rest on Friday and Saturday; the Emirates moved to Saturday and
/// Sunday in 2022; Brunei rests on Friday and Sunday, Iran on Thursday and Friday, Nepal on Saturday alone.
const WEEKS: [(&str, &[Day]); 4] = [
    (
        "AF BD BH DZ EG IL IQ JO KW LY MV OM PS QA SA SD SY YE",
        &[Day::Sun, Day::Mon, Day::Tue, Day::Wed, Day::Thu],
    ),
    ("BN", &[Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Sat]),
    ("IR", &[Day::Sat, Day::Sun, Day::Mon, Day::Tue, Day::Wed]),
    ("NP", &[Day::Sun, Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri]),
];
const USUAL: [Day; 5] = [Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri];

/// Departments whose day is not the office's.
const HOURS_OF: [(&str, &str, &str); 8] = [
    ("supply chain", "07:00", "09:00"),
    ("manufacturing", "07:00", "09:00"),
    ("facilities", "07:00", "09:00"),
    ("medical", "12:00", "14:00"),
    ("education", "15:00", "17:00"),
    ("sales", "08:00", "09:30"),
    ("engineering", "10:00", "12:00"),
    ("design", "10:00", "12:00"),
];

/// The best window for somebody of that rank and those departments, in the middle of their working week.
///
/// # Errors
/// When their time zone cannot be told.
pub fn best_contact_time(
    place: &Whereabouts<'_>,
    rank: Option<Seniority>,
    departments: &[String],
) -> Result<ContactTime, NoZone> {
    let time_zone = time_zone(place)?;
    let (from, to) = hours(rank, departments);
    let week = week(place.country.and_then(keys::country_by_name));
    let days = week.get(1..week.len() - 1).unwrap_or(week).to_vec();
    Ok(ContactTime { days, from: from.to_owned(), to: to.to_owned(), time_zone })
}

/// The working days of a country, in order; Monday to Friday where nothing else is known.
fn week(country: Option<&str>) -> &'static [Day] {
    let other = country.and_then(|code| WEEKS.iter().find(|(codes, _)| codes.split(' ').any(|c| c == code)));
    other.map_or(&USUAL, |(_, days)| days)
}

/// Who decides reads early; below that, the department's habits; else late morning.
fn hours(rank: Option<Seniority>, departments: &[String]) -> (&'static str, &'static str) {
    use Seniority::{CSuite, Director, Founder, Head, Owner, Partner, Vp};
    match rank {
        Some(CSuite | Founder | Owner | Partner) => return ("07:30", "09:30"),
        Some(Vp) => return ("08:00", "10:00"),
        _ => {}
    }
    let own = HOURS_OF.iter().find(|(name, ..)| departments.iter().any(|own| own == name));
    match (own, rank) {
        (Some((_, from, to)), _) => (from, to),
        (None, Some(Director | Head)) => ("08:30", "10:30"),
        (None, _) => ("10:00", "12:00"),
    }
}

//! The description as a profile: by rules always, better by a model where there is one.

use super::case::Case;
use crate::{
    kernel::{error::Result, tx::Tx},
    prospecting::{
        profile::{Profile, parse_by_rules},
        requests,
    },
};

/// A profile, and what has to be written about how it came to be.
pub(super) struct Read {
    pub profile: Profile,
}

impl Read {
    /// It was read before.
    pub fn again(profile: Profile) -> Self {
        Self { profile }
    }

    #[expect(clippy::unused_async, reason = "the model's books are written here")]
    pub async fn write(self, _tx: &mut Tx, _case: &Case<'_>) -> Result<()> {
        Ok(())
    }
}

/// `None`: somebody else is asking the model the same right now.
#[expect(clippy::unused_async, reason = "a model may be asked")]
pub(super) async fn read(case: &Case<'_>) -> Result<Option<Read>> {
    let request = &case.request;
    let profile = parse_by_rules(&request.description, &requests::filters(&request.filters));
    Ok(Some(Read { profile }))
}

/// The profile in one line, for the job's log.
pub(super) fn in_words(profile: &Profile) -> String {
    let list = |entries: &[String]| entries.iter().take(4).cloned().collect::<Vec<_>>().join(", ");
    let mut parts = vec![];
    let roles = list(&profile.roles.value);
    parts.push(if roles.is_empty() { "people".to_owned() } else { roles });
    let industries: Vec<String> = profile.industries.value.iter().map(|i| i.said.clone()).collect();
    if !industries.is_empty() {
        parts.push(format!("in {}", list(&industries)));
    }
    let places: Vec<String> = profile.cities.value.iter().chain(&profile.countries.value).cloned().collect();
    if !places.is_empty() {
        parts.push(format!("located in {}", list(&places)));
    }
    let employees = &profile.employees.value;
    match (employees.min, employees.max) {
        (Some(min), Some(max)) => parts.push(format!("at companies of {min} to {max} people")),
        (Some(min), None) => parts.push(format!("at companies of {min} people and more")),
        (None, Some(max)) => parts.push(format!("at companies of at most {max} people")),
        (None, None) => {}
    }
    parts.join(" ")
}

//! Time zones by their IANA names.

use super::error::{Key, KeyError};
use chrono_tz::{TZ_VARIANTS, Tz};

const WRONG: KeyError =
    KeyError::new(Key::TimeZone, "A time zone is an IANA name such as Europe/Berlin or America/New_York.");

/// The zone's name as IANA spells it; case does not matter. Offsets ("+02:00", "EST") are refused: they know no summer time.
///
/// # Errors
/// When there is no such zone.
pub fn time_zone(text: &str) -> Result<String, KeyError> {
    let text = text.trim();
    let exact = text.parse::<Tz>().ok();
    let found =
        exact.or_else(|| TZ_VARIANTS.iter().copied().find(|zone| zone.name().eq_ignore_ascii_case(text)));
    let zone = found.ok_or(WRONG)?;
    let is_place = zone.name().contains('/') && !zone.name().starts_with("Etc/");
    if is_place || zone == Tz::UTC || zone == Tz::Etc__UTC { Ok(zone.name().to_owned()) } else { Err(WRONG) }
}

//! Phone numbers in one spelling: E.164 (rule 16.3).

use crate::base::text::{Key, KeyError};
use phonenumber::{Mode, country::Id};

const WRONG: KeyError = KeyError::new(Key::Phone, "A phone number has its country code: +27 21 555 0100.");
const NO_COUNTRY: KeyError =
    KeyError::new(Key::Phone, "Write the country code (+27 21 555 0100), or give the person's country.");
const NOT_IN_PLAN: KeyError = KeyError::new(
    Key::Phone,
    "No such number exists in that country: check the length and the country code.",
);

/// The number as E.164 ("+27215550100"). `default_country` (ISO alpha-2) is for numbers written without a country code.
/// An extension is left out, because E.164 has none.
///
/// # Errors
/// When no such number can exist (libphonenumber's plans), or the country is missing.
pub fn phone(text: &str, default_country: Option<&str>) -> Result<String, KeyError> {
    let number = dialled(text)?;
    let country: Option<Id> = default_country.and_then(|code| code.trim().to_ascii_uppercase().parse().ok());
    if !number.starts_with('+') && country.is_none() {
        return Err(NO_COUNTRY);
    }
    // A number that names its country is of no other: told one, the library takes that one's national prefix off it
    // (rustonomicon/phonenumber #30: "+33142764978" in the US).
    let country = country.filter(|_| !number.starts_with('+'));
    let parsed = phonenumber::parse(country, &number).map_err(|_| WRONG)?;
    if !phonenumber::is_valid(&parsed) {
        return Err(NOT_IN_PLAN);
    }
    Ok(parsed.format().mode(Mode::E164).to_string())
}

/// Digits with a leading "+" where there is one: no separators, no extension, no "(0)", and "00" as "+".
fn dialled(text: &str) -> Result<String, KeyError> {
    let text = text.trim();
    if text.len() > 64 {
        return Err(WRONG);
    }
    let lower = text.to_ascii_lowercase();
    let lower = lower.strip_prefix("tel:").unwrap_or(&lower);
    let number =
        ["ext", ";", "x", "#", ","].iter().fold(lower, |rest, mark| rest.split(mark).next().unwrap_or(rest));
    let is_written_as_a_number =
        number.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "+()-./‐‑–".contains(c));
    if !is_written_as_a_number {
        return Err(WRONG);
    }
    let has_code =
        number.trim_start_matches([' ', '(']).starts_with('+') || number.trim_start().starts_with("00");
    let number = if has_code { number.replace("(0)", "") } else { number.to_owned() };
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let national =
        if number.trim_start().starts_with("00") { digits.get(2..).unwrap_or_default() } else { &digits };
    if !(4..=15).contains(&national.len()) {
        return Err(WRONG);
    }
    Ok(if has_code { format!("+{national}") } else { national.to_owned() })
}

//! An agency's short name: what stands in `X-Agency`.

use crate::{
    base::text,
    identity::platform,
    kernel::error::{Error, Result},
};
use sea_orm::ConnectionTrait;
use uuid::Uuid;

const RULE: &str = "2 to 63 lower-case letters, digits and hyphens, with a letter or digit at both ends";

/// The slug asked for, checked.
pub fn check(path: &str, slug: &str) -> Result<String> {
    let is_plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let has_ends = slug.bytes().next().is_some_and(is_plain) && slug.bytes().last().is_some_and(is_plain);
    let is_right =
        (2..=63).contains(&slug.len()) && has_ends && slug.bytes().all(|b| is_plain(b) || b == b'-');
    // Where a slug is taken, so is an id: one must not pass for the other.
    if is_right && Uuid::try_parse(slug).is_err() {
        Ok(slug.to_owned())
    } else {
        Err(Error::invalid(path, RULE))
    }
}

/// The asked-for slug if it is free, else CONFLICT; without one, the first free one made from the name.
pub async fn free(asked: Option<&str>, name: &str, c: &impl ConnectionTrait) -> Result<String> {
    if let Some(asked) = asked {
        let slug = check("slug", asked)?;
        return match platform::agency_by_slug(&slug, c).await? {
            None => Ok(slug),
            Some(_) => Err(Error::conflict("Another agency has this slug.")),
        };
    }
    let base = of_name(name);
    for n in 1..1_000 {
        let slug = if n == 1 { base.clone() } else { format!("{base}-{n}") };
        if platform::agency_by_slug(&slug, c).await?.is_none() {
            return Ok(slug);
        }
    }
    Err(Error::invalid("slug", "a short name of its own: too many agencies share this name"))
}

fn of_name(name: &str) -> String {
    let ascii: String = text::slug(name).chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let short: String = ascii.trim_matches('-').chars().take(50).collect();
    let short = short.trim_matches('-');
    if check("slug", short).is_ok() { short.to_owned() } else { "agency".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{check, of_name};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_name_gives_a_slug_that_passes(name in ".{0,80}") {
            prop_assert!(check("slug", &of_name(&name)).is_ok());
        }
    }

    #[test]
    fn what_could_pass_for_an_id_is_no_slug() {
        for slug in ["a", "-ab", "ab-", "Ab", "a_b", "0192d0a0-7b1c-7000-8000-000000000000", "ä"] {
            assert!(check("slug", slug).is_err(), "{slug}");
        }
        assert_eq!(of_name("Müller & Söhne"), "muller-sohne");
    }
}

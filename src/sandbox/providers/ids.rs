//! Ids that look like a provider's and say, to us, whom they mean.

use crate::sandbox::world::{draw::Draw, text::slug};

/// A UUID that carries a number; the same in every world.
#[must_use]
pub fn uuid(kind: &str, number: u64) -> String {
    let number = number & 0xFFFF_FFFF_FFFF;
    let bits = Draw::seeded(0).tag(kind).at(number).bits();
    let (high, middle) = (bits >> 32, bits & 0xFFF);
    format!("{high:08x}-{:04x}-4{middle:03x}-8000-{number:012x}", (bits >> 16) & 0xFFFF)
}

/// Reads the number of a [`uuid`] of this kind.
#[must_use]
pub fn read_uuid(kind: &str, text: &str) -> Option<u64> {
    let number = u64::from_str_radix(text.rsplit('-').next()?, 16).ok()?;
    (uuid(kind, number) == text.to_lowercase()).then_some(number)
}

/// A UUID for something that has only a name.
#[must_use]
pub fn named_uuid(kind: &str, name: &str) -> String {
    uuid(kind, Draw::seeded(0).tag(&slug(name, "-")).bits())
}

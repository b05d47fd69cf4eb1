//! Money as clients see it: whole and broken units of a currency. Stored in millionths.

/// Millionths as units; exact to the cent up to nine thousand million.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "amounts are shown, not added up")]
pub fn units(micros: i64) -> f64 {
    micros as f64 / 1_000_000.0
}

/// Units as millionths; what is no number, or beyond all money, becomes the largest amount and is refused as such.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "the cast saturates")]
pub fn micros(units: f64) -> i64 {
    if units.is_nan() { i64::MAX } else { (units * 1_000_000.0).round() as i64 }
}

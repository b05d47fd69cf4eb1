//! When to write to somebody: days and hours on their own clock.
//!
//! Rules of thumb, not measurements: surveys of senders (they differ, and the effect is small) agree on the middle of the working
//! week and on mornings; who decides reads before the day's meetings, who runs a shift before or after it. Pure.

mod hours;
mod zone;

#[cfg(test)]
mod tests;

pub use hours::{ContactTime, Day, best_contact_time};
pub use zone::{NoZone, Whereabouts, likely_zone, time_zone};

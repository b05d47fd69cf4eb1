//! How many long connections each caller holds.

use super::budget::Payer;
use std::{
    collections::{HashMap, hash_map::Entry},
    sync::{Arc, Mutex, PoisonError},
};

/// Open connections by who holds them.
#[derive(Clone, Debug, Default)]
pub struct Seats(Arc<Mutex<HashMap<Payer, usize>>>);

/// A place; given back when dropped.
#[derive(Debug)]
pub struct Seat {
    seats: Seats,
    payer: Payer,
}

impl Seats {
    /// A place among `most`, if there is one.
    #[must_use]
    pub fn take(&self, payer: Payer, most: usize) -> Option<Seat> {
        let mut seats = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = seats.get(&payer).copied().unwrap_or_default();
        if taken >= most {
            return None;
        }
        seats.insert(payer, taken + 1);
        Some(Seat { seats: self.clone(), payer })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut seats = self.seats.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Entry::Occupied(mut taken) = seats.entry(self.payer) {
            *taken.get_mut() -= 1;
            if *taken.get() == 0 {
                taken.remove();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_free_again_when_it_is_left() {
        let seats = Seats::default();
        let payer = Payer::Nobody;
        let first = seats.take(payer, 2);
        let second = seats.take(payer, 2);
        assert!(first.is_some() && second.is_some() && seats.take(payer, 2).is_none());
        drop(first);
        assert!(seats.take(payer, 2).is_some());
        drop(second);
        assert!(seats.0.lock().unwrap().is_empty());
    }
}

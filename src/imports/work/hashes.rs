//! Hashes of keys that a plan has met: of the turns before in one sorted list, which takes eight bytes each; of this turn in a
//! set, which takes up to three times that but is small. Pure.

use std::collections::HashSet;

/// Sixteen megabytes. What a plan does with a longer file: docs/imports.md.
pub const MOST: usize = 2_000_000;

/// What was met.
#[derive(Debug, Default)]
pub struct Hashes {
    before: Vec<u64>,
    fresh: HashSet<u64>,
}

impl Hashes {
    /// What a turn before met, as [`Hashes::into_fresh`] gave it; before any question is asked [`Hashes::sort`].
    pub fn add(&mut self, bytes: &[u8]) {
        if self.before.capacity() == 0 {
            // Once, for all there can be: a list that grows is in memory twice while it moves. What is not filled takes none.
            self.before.reserve_exact(MOST);
        }
        let room = MOST.saturating_sub(self.before.len());
        let hashes = bytes.chunks_exact(8).take(room);
        self.before.extend(hashes.map(|hash| hash.iter().fold(0, |all, byte| all << 8 | u64::from(*byte))));
    }

    /// All that turns before met is there.
    pub fn sort(&mut self) {
        self.before.sort_unstable();
    }

    #[must_use]
    pub fn has(&self, hash: u64) -> bool {
        self.fresh.contains(&hash) || self.before.binary_search(&hash).is_ok()
    }

    #[must_use]
    pub fn is_full(&self) -> bool {
        self.before.len() + self.fresh.len() >= MOST
    }

    /// `false`: it is not known from now on either, because there is no room.
    pub fn enter(&mut self, hash: u64) -> bool {
        if self.has(hash) {
            return true;
        }
        !self.is_full() && self.fresh.insert(hash)
    }

    /// What this turn met, eight bytes each.
    #[must_use]
    pub fn into_fresh(self) -> Vec<u8> {
        let Self { before, fresh } = self;
        drop(before);
        fresh.into_iter().flat_map(u64::to_be_bytes).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Hashes, MOST};

    /// What a turn kept that met these.
    fn kept(hashes: impl Iterator<Item = u64>) -> Vec<u8> {
        hashes.flat_map(u64::to_be_bytes).collect()
    }

    #[test]
    fn what_turns_before_met_is_known_and_not_kept_again() {
        let mut first = Hashes::default();
        for hash in [u64::MAX, 7, 0, 7] {
            assert!(first.enter(hash));
        }
        let mut then = Hashes::default();
        let kept_of_first = first.into_fresh();
        assert_eq!(kept_of_first.len(), 3 * 8);
        then.add(&kept_of_first);
        then.add(&kept([3].into_iter()));
        then.sort();
        assert!([u64::MAX, 7, 0, 3].into_iter().all(|hash| then.has(hash)) && !then.has(1));
        assert!(then.enter(7) && then.enter(1));
        assert!(then.has(1));
        assert_eq!(then.into_fresh(), kept([1].into_iter()));
    }

    #[test]
    fn as_many_as_there_can_be_take_eight_bytes_each() {
        let mut all = Hashes::default();
        let (turns, of_one) = (20, MOST as u64 / 20);
        for turn in 0..turns {
            assert!(!all.is_full());
            all.add(&kept((turn * of_one..(turn + 1) * of_one).map(|n| n * 2)));
            assert_eq!(all.before.capacity(), MOST, "it never grows");
        }
        all.sort();
        assert!(all.is_full() && all.has(0) && all.has(2 * (MOST as u64 - 1)) && !all.has(1));
        assert!(all.enter(2), "it is known");
        assert!(!all.enter(1) && !all.has(1), "there is no room for more");
        all.add(&kept(0..9));
        assert_eq!((all.before.len(), all.before.capacity()), (MOST, MOST));
        assert!(all.into_fresh().is_empty());
    }
}

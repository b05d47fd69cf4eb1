//! Chance that can be repeated.

use leadwire::base::random::Random;

#[derive(Clone)]
pub struct Dice(Random);

impl Dice {
    /// The seed of this run and this story.
    pub fn of(story: u64) -> Self {
        let seed = std::env::var("FUZZ_SEED").ok().map(|seed| seed.parse().expect("a number"));
        Self(Random::seeded(seed.unwrap_or(20_261_121_u64).wrapping_add(story)))
    }

    pub fn chance(&self, share: f64) -> bool {
        self.0.unit() < share
    }

    /// 0 to `end`, without `end`.
    pub fn below(&self, end: usize) -> usize {
        (self.0.unit() * end as f64) as usize
    }

    pub fn pick<'a, T>(&self, some: &'a [T]) -> &'a T {
        &some[self.below(some.len())]
    }
}

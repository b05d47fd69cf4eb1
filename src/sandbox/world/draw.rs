//! Numbers that look random and are not: a pure function of a seed and a path. Not for secrets.

/// A place in the tree of draws; the same seed and path give the same numbers on every machine.
#[derive(Clone, Copy, Debug)]
pub struct Draw(u64);

impl Draw {
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self(scramble(seed ^ 0x5EED_1EAD))
    }

    /// One step down the tree, named by a number.
    #[must_use]
    pub fn at(self, number: u64) -> Self {
        Self(scramble(self.0 ^ scramble(number.wrapping_add(0x9E37_79B9))))
    }

    /// One step down the tree, named by a word (FNV-1a).
    #[must_use]
    pub fn tag(self, word: &str) -> Self {
        let hash = word.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
        });
        self.at(hash)
    }

    /// The 64 bits of this place.
    #[must_use]
    pub fn bits(self) -> u64 {
        self.0
    }

    /// A number in `0..bound`; 0 when `bound` is 0.
    #[must_use]
    pub fn below(self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.0 % bound).unwrap_or(0)
    }

    /// A number in `[0, 1)`.
    #[must_use]
    pub fn unit(self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "53 bits fit an f64 exactly")]
        let unit = (self.0 >> 11) as f64 / (1_u64 << 53) as f64;
        unit
    }

    /// True in `share` of all places (0 never, 1 always).
    #[must_use]
    pub fn chance(self, share: f64) -> bool {
        self.unit() < share
    }
}

/// The finaliser of splitmix64.
fn scramble(value: u64) -> u64 {
    let value = value.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

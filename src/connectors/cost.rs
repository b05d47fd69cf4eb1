//! What calls cost: the list price beforehand, the price of one answer afterwards.

/// A price in money and in the provider's own unit. Money is an estimate from list prices: plans differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Price {
    /// Millionths of a US dollar.
    pub cost_micros: i64,
    /// Thousandths of the provider's credit (Apollo bills fractions).
    pub credits_milli: i64,
}

impl Price {
    /// Nothing.
    pub const FREE: Self = Self { cost_micros: 0, credits_milli: 0 };

    /// So many thousandths of a credit, at `credit_micros` millionths of a dollar for a whole one.
    #[must_use]
    pub fn credits(credits_milli: i64, credit_micros: i64) -> Self {
        Self { cost_micros: credits_milli.saturating_mul(credit_micros) / 1000, credits_milli }
    }

    #[must_use]
    pub fn is_free(self) -> bool {
        self == Self::FREE
    }
}

/// An answer and what it cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Costed<T> {
    pub value: T,
    pub price: Price,
}

impl<T> Costed<T> {
    #[must_use]
    pub fn new(value: T, price: Price) -> Self {
        Self { value, price }
    }

    #[must_use]
    pub fn free(value: T) -> Self {
        Self { value, price: Price::FREE }
    }
}

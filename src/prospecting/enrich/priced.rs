//! What work would cost, source by source, before it is ordered.

use super::ask::provider;
use crate::{
    connections::ActiveSource,
    connectors::cost::Price,
    prospecting::waterfall::{Capability, Estimate},
};

/// What a source would be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A page of people.
    Search,
    /// To read a description.
    Read,
    /// A fact about somebody.
    Fact(Capability),
}

/// One source's part of the price.
#[derive(Clone, Debug)]
pub struct Part {
    /// What people call it.
    pub source: String,
    /// `APOLLO`.
    pub provider: &'static str,
    pub what: What,
    pub calls_max: u64,
    pub cost_max_micros: u64,
    pub cost_expected_micros: u64,
}

impl Part {
    /// So many calls of one price: probably, and at most.
    #[must_use]
    pub fn of(source: &ActiveSource, what: What, price: Price, (probably, most): (u64, u64)) -> Self {
        let each = u64::try_from(price.cost_micros).unwrap_or(0);
        Self {
            source: source.name.clone(),
            provider: provider(source.kind),
            what,
            calls_max: most,
            cost_max_micros: each.saturating_mul(most),
            cost_expected_micros: each.saturating_mul(probably),
        }
    }
}

/// The parts of a waterfall's estimate, in the order they would be asked.
#[must_use]
pub fn parts(estimate: &Estimate, sources: &[ActiveSource]) -> Vec<Part> {
    let parts = estimate.by_source.iter().filter_map(|part| {
        let source = sources.iter().find(|s| s.id.is_some_and(|id| id.to_string() == part.source))?;
        Some(Part {
            source: source.name.clone(),
            provider: provider(source.kind),
            what: What::Fact(part.capability),
            calls_max: part.calls_max,
            cost_max_micros: part.cost_max_micros,
            cost_expected_micros: part.cost_expected_micros,
        })
    });
    parts.collect()
}

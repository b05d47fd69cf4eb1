//! The whole suite, one binary. A file per operation or promise; `support` is what they stand on.
#![expect(clippy::disallowed_methods, reason = "tests look at rows from outside, with no scope")]

#[cfg(test)]
mod cli;
#[cfg(test)]
mod connections;
#[cfg(test)]
mod connectors;
#[cfg(test)]
mod consent;
#[cfg(test)]
mod contract;
#[cfg(test)]
mod crm;
#[cfg(test)]
mod hooks;
#[cfg(test)]
mod http;
#[cfg(test)]
mod identity;
#[cfg(test)]
mod imports;
#[cfg(test)]
mod insight;
#[cfg(test)]
mod jobs;
#[cfg(test)]
mod journeys;
#[cfg(test)]
mod kernel;
#[cfg(test)]
mod prospecting;
#[cfg(test)]
mod sandbox;
#[cfg(test)]
mod support;
#[cfg(test)]
mod transfer;

//! The sandbox, asked over real HTTP: does each provider's API behave as the provider's does?

mod apollo;
mod clearbit;
mod faults;
mod hunter;
mod ledger;
mod support;
mod world;

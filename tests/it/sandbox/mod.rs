//! The sandbox, asked over real HTTP: does each provider's API behave as the provider's does?

mod apollo;
mod clearbit;
mod connectors;
mod crunchbase;
mod directory;
mod faults;
mod hunter;
mod ledger;
mod openai;
mod support;
mod unipile;
mod world;
mod zoominfo;

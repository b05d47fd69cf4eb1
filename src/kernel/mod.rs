//! The ground every domain stands on: transactions, the event log, background tasks, scopes. Knows no domain, no GraphQL.

pub mod app;
pub mod caller;
pub mod change;
pub mod check;
pub mod db;
pub mod error;
pub mod events;
pub mod filter;
pub mod keys;
pub mod live;
pub mod node;
pub mod page;
pub mod pages;
pub mod patch;
pub mod permission;
pub mod platform;
pub mod position;
pub mod provider;
pub mod queue;
pub mod scope;
pub mod search;
pub mod seal;
pub mod state;
pub mod telemetry;
pub mod tx;
pub mod wiring;
mod work;

//! A local server that speaks the providers' own HTTP APIs, for the demo, the tests and work without a network.
//! It is outside of the program as far as the program can tell: real connectors call it over real HTTP.
//!
//! Each provider lives under its own prefix (`/apollo`, `/hunter`, …). Any key works, except that keys that begin with
//! `bad` are refused (401), with `noplan` are not allowed (403), and with `broke` have no credits left.
//! `/_sandbox/knobs` turns latency, errors, limits and bad data; `/_sandbox/calls` tells who paid for what.

mod control;
mod faults;
mod gate;
mod hosts;
mod ledger;
mod providers;
mod server;
pub mod settings;
mod wire;
pub mod world;

pub use server::{RunningSandbox, Sandbox, SandboxError, router};
pub use settings::{Override, Provider, SandboxSettings};

//! Leadwire: find people worth talking to, reach them, and work the replies.
//!
//! The modules, bottom to top; each may import those above it in this list, never those below.

pub mod base;
pub mod config;
pub mod connectors;
pub mod kernel;
pub mod graphql;
pub mod identity;
pub mod jobs;
pub mod connections;
pub mod crm;
pub mod consent;
pub mod prospecting;
pub mod imports;
pub mod transfer;
pub mod hooks;
pub mod insight;
pub mod reactions;
pub mod schema;
pub mod http;
pub mod sandbox;
pub mod cli;

/// Here and not in `main.rs`, so that benchmarks and tests run on what people run.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

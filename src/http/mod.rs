//! The doors: GraphQL over HTTP, WebSocket and server-sent events on one port, the playground, health and metrics.
//! Finds out who asks and what may run; what it means is the domains' business.

mod answer;
mod ask;
mod doors;
mod files;
mod live;
mod ops;
mod pages;
mod protocols;
mod router;
mod run;
mod serve;

pub use router::{Front, router};
pub use serve::serve;

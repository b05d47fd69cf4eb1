//! The one HTTP client of all connectors: limits, time-outs, caps, redaction, retries, metrics.
//!
//! The only place that names `reqwest`. It knows no provider.

mod account;
mod address;
mod answer;
mod breaker;
mod call;
mod client;
mod gate;
mod judge;
mod local_gate;
mod resolver;
mod retry_after;
mod send;
mod settings;
mod traces;

pub use account::{Account, RateLimit};
pub use address::is_public;
pub use answer::Answer;
pub use breaker::{Breaker, BreakerSettings, BreakerState};
pub use call::{Call, Reach, Repeat};
pub use client::HttpClient;
pub use gate::{Gate, OpenGate, Outcome};
pub use judge::{Judge, standard, strict};
pub use local_gate::LocalGate;
pub use settings::HttpSettings;
pub use traces::TraceExporter;

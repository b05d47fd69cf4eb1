//! Chat completion with structured output: OpenAI and servers that speak alike (Ollama, vLLM, llama.cpp).
//!
//! What a model says is never trusted: cut out, parsed, checked against the schema here, repaired once, else refused.

mod ask;
mod check;
mod client;
mod complete;
mod extract;
mod judge;
mod read;
mod settings;
#[cfg(test)]
mod tests;
mod wire;

use super::{bench::Bench, shape::FieldFault, source::Source};
pub use check::keeps_to;
use client::Model;
pub(super) use settings::read;
use std::sync::Arc;

/// Completion.
pub(super) fn plug(bench: &Bench<'_>, source: &mut Source) -> Result<(), Vec<FieldFault>> {
    let settings = settings::read_for(bench.config, bench.credentials, bench.base.is_some())?;
    let model = Arc::new(Model::new(bench, settings));
    source.complete = Some(model.clone());
    source.probe = Some(model);
    Ok(())
}

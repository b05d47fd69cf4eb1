//! Chat completions as OpenAI and compatible servers answer them, by rules instead of a model: the same question
//! always gets the same answer, and it fits the schema. The model's name asks for a habit, see [`chat`].

mod answers;
mod chat;
mod guess;
mod manners;
mod reading;
mod strict;

pub use manners::Openai;

use axum::{
    Router,
    routing::{get, post},
};

/// Under `/v1`.
pub fn routes() -> Router {
    Router::new().route("/v1/models", get(chat::models)).route("/v1/chat/completions", post(chat::complete))
}

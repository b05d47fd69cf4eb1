//! What servers answer. `usage` may be absent, `content` null, and fields of any type may appear beside them.

use crate::connectors::loose::{Maybe, Rows, Text, Whole};
use serde::Deserialize;

/// `choices` must be there.
#[derive(Deserialize)]
pub(super) struct Completion {
    #[serde(default)]
    pub model: Text,
    pub choices: Rows<Choice>,
    #[serde(default)]
    pub usage: Maybe<Usage>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Choice {
    pub message: Maybe<Message>,
    pub finish_reason: Text,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Message {
    pub content: Text,
    pub refusal: Text,
}

#[derive(Clone, Copy, Deserialize, Default)]
#[serde(default)]
pub(super) struct Usage {
    pub prompt_tokens: Whole,
    pub completion_tokens: Whole,
}

/// `data` must be there.
#[derive(Deserialize)]
pub(super) struct Models {
    pub data: Rows<Offered>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Offered {
    pub id: Text,
}

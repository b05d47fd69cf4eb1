//! A question and at most one repair.

use super::{
    ask::{self, Repair},
    client::Model,
    read::{self, Reading},
    wire::{self, Usage},
};
use crate::connectors::{
    cost::{Costed, Price},
    error::ConnectorError,
    ports::{Answered, Complete, Completion, CompletionRequest},
};
use async_trait::async_trait;

#[async_trait]
impl Complete for Model {
    async fn complete(&self, request: &CompletionRequest) -> Answered<Completion> {
        let first: wire::Completion = self.ask(&ask::body(&self.settings, request, None)).await?.parse()?;
        let usage = [first.usage.0.unwrap_or_default(), Usage::default()];
        let (answer, problem) = match read::read(&first, &request.schema)? {
            Reading::Good(value) => return Ok(self.done(value, first.model.0, usage, false)),
            Reading::Bad { answer, problem } => (answer, problem),
        };
        tracing::debug!("the model's answer needs a repair");
        let repair = Repair { answer: &answer, problem: &problem };
        let second: wire::Completion =
            self.ask(&ask::body(&self.settings, request, Some(&repair))).await?.parse()?;
        let usage = [usage[0], second.usage.0.unwrap_or_default()];
        match read::read(&second, &request.schema)? {
            Reading::Good(value) => Ok(self.done(value, second.model.0, usage, true)),
            Reading::Bad { .. } => Err(ConnectorError::malformed(
                "the model does not keep to the schema, not even when asked again",
            )),
        }
    }

    fn complete_price(&self, prompt_tokens: u32, max_tokens: u32) -> Price {
        let of = |tokens: u32, micros: i64| i64::from(tokens).saturating_mul(micros) / 1_000_000;
        let cost =
            of(prompt_tokens, self.settings.input_micros) + of(max_tokens, self.settings.output_micros);
        Price { cost_micros: cost, credits_milli: 0 }
    }
}

impl Model {
    fn done(
        &self,
        value: serde_json::Value,
        model: Option<String>,
        usage: [Usage; 2],
        is_repaired: bool,
    ) -> Costed<Completion> {
        let sum = |of: fn(&Usage) -> Option<u64>| {
            let tokens: u64 = usage.iter().filter_map(of).map(|tokens| tokens.min(1 << 30)).sum();
            u32::try_from(tokens).unwrap_or(u32::MAX)
        };
        let prompt_tokens = sum(|usage| usage.prompt_tokens.0);
        let completion_tokens = sum(|usage| usage.completion_tokens.0);
        let model =
            model.map_or_else(|| self.settings.model.clone(), |name| name.chars().take(100).collect());
        let price = self.complete_price(prompt_tokens, completion_tokens);
        Costed::new(Completion { value, model, prompt_tokens, completion_tokens, is_repaired }, price)
    }
}

//! What goes wrong and when: drawn from the seed and a counter per provider, never from the clock.

use super::{settings::SandboxSettings, world::draw::Draw};
use axum::body::Bytes;
use serde_json::{Value, json};

/// One way for a call to go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// 500.
    Failed,
    /// 503.
    Unavailable,
    /// 429 that says when to come back, where the provider ever says so.
    LimitedUntil,
    /// 429 that does not.
    Limited,
    /// A status of success around an error.
    ErrorAs200,
    /// The answer ends in the middle of the JSON.
    Truncated,
    /// Nothing for a long while.
    Slow,
}

/// What will happen to one request.
#[derive(Clone, Copy, Debug)]
pub struct Fate {
    /// Waited before and again after the work, together the latency.
    pub half_latency_ms: u64,
    pub fault: Option<Fault>,
    /// The fault strikes after the work was done and charged.
    pub is_charged: bool,
}

impl Fate {
    /// The fate of the `number`th request to a provider.
    #[must_use]
    pub fn of(knobs: &SandboxSettings, provider: &str, number: u64) -> Self {
        let draw = Draw::seeded(knobs.seed).tag("fate").tag(provider).at(number);
        let span = usize::try_from(knobs.latency_max_ms - knobs.latency_min_ms).unwrap_or(0);
        let jitter = draw.tag("latency").below(span + 1);
        let is_charged = draw.tag("charged").chance(knobs.charged_error_share);
        Self {
            half_latency_ms: (knobs.latency_min_ms + u64::try_from(jitter).unwrap_or(0)) / 2,
            fault: draw.tag("error").chance(knobs.error_rate).then(|| pick(draw.tag("kind"), is_charged)),
            is_charged,
        }
    }
}

fn pick(draw: Draw, is_charged: bool) -> Fault {
    use Fault::{ErrorAs200, Failed, Limited, LimitedUntil, Slow, Truncated, Unavailable};
    // A refusal for too many calls is never charged for.
    let early = [Failed, Unavailable, LimitedUntil, Limited, ErrorAs200, Truncated, Slow, Unavailable];
    let late = [Failed, Unavailable, Truncated, Slow];
    if is_charged { late[draw.below(late.len())] } else { early[draw.below(early.len())] }
}

/// The first part of an answer.
#[must_use]
pub fn cut(body: &Bytes) -> Bytes {
    body.slice(..body.len() * 2 / 3)
}

/// Makes one row odd, as real answers are now and then: parsers have to keep the rest of the page.
pub fn spoil(row: &mut Value, draw: Draw) {
    let Some(fields) = row.as_object_mut() else { return };
    let keys: Vec<String> = fields.keys().cloned().collect();
    let Some(key) = keys.get(draw.tag("field").below(keys.len())) else { return };
    let Some(value) = fields.get_mut(key) else { return };
    let harm = draw.tag("harm").below(5);
    let new = match (&*value, harm) {
        (_, 0) => Value::Null,
        (Value::String(_), 1) => json!(""),
        (Value::String(text), 2) => json!(format!("  {text}\u{200b}\n")),
        (Value::String(_), 3) => json!("something_nobody_documented"),
        (Value::Number(number), 1 | 2) => json!(number.to_string()),
        (Value::Number(_), 3) => json!(-1),
        (Value::Bool(is_set), 1..=3) => json!(if *is_set { "Yes" } else { "No" }),
        (Value::Array(_), 1..=3) => json!([null]),
        _ => {
            fields.remove(key);
            return;
        }
    };
    *value = new;
}

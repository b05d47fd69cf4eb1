//! A job's own log: numbered from 1 without gaps, bounded, free of personal values and secrets.

use super::step::{locked, save};
use crate::kernel::{error::Result, provider::CutOff, tx::Tx};
use entity::{
    ids::{JobId, JobLogId, ProviderCallId},
    job::{self, ActiveModel},
    job_log::{self, LogLevel},
    json::{JobError, JobErrors},
};
use sea_orm::{ActiveModelTrait, Set};
use serde_json::{Value, json};

/// Lines of one job; then one that says so, and no more.
const LINES: i64 = 10_000;
/// The last of them are not for DEBUG: how a long job went wrong, or ended, must be in its log.
const KEPT: i64 = 500;
const MESSAGE_CHARS: usize = 500;
const DETAILS_BYTES: usize = 4_096;
/// Errors kept on the job itself.
const ERRORS: usize = 20;

/// Adds a line. Late in a transaction: the job's row stays locked to its end, so that numbers have no gaps.
pub async fn log(
    tx: &mut Tx,
    id: JobId,
    level: LogLevel,
    message: &str,
    details: Option<Value>,
) -> Result<()> {
    let job = locked(tx, id).await?;
    let seq = job.last_log_seq + 1;
    let (most, full) = match level {
        LogLevel::Debug => (LINES - KEPT, "The log is nearly full; what follows is told in outline."),
        _ => (LINES, "The log is full; what follows is left out."),
    };
    if seq > most {
        return Ok(());
    }
    let (message, details) =
        if seq == most { (full.to_owned(), None) } else { (clean(message), details.map(bounded)) };
    save(tx, &job, counted(tx, &job, seq, level, &message)).await?;
    let line = job_log::ActiveModel {
        id: Set(JobLogId::new()),
        agency_id: Set(job.agency_id),
        job_id: Set(id),
        seq: Set(seq),
        level: Set(level),
        message: Set(message),
        details: Set(details),
        at: Set(tx.now()),
    };
    line.insert(&*tx).await?;
    tx.ring();
    Ok(())
}

fn counted(tx: &Tx, job: &job::Model, seq: i64, level: LogLevel, message: &str) -> ActiveModel {
    let mut change = ActiveModel { last_log_seq: Set(seq), ..Default::default() };
    if level == LogLevel::Error {
        let JobErrors(mut errors) = job.errors.clone();
        errors.push(JobError { at: tx.now(), message: message.to_owned() });
        let surplus = errors.len().saturating_sub(ERRORS);
        errors.drain(..surplus);
        change.errors = Set(JobErrors(errors));
        change.error_count = Set(job.error_count.saturating_add(1));
    }
    change
}

/// A paid call that nobody knows the outcome of, because we were cut off.
pub async fn log_cut_off(tx: &mut Tx, id: JobId, call: &CutOff) -> Result<()> {
    let CutOff { provider, operation, .. } = call;
    let message = format!(
        "We were cut off during {operation} at {provider}: whether it was carried out is unknown. It counts as paid and is not repeated before {}.",
        call.until.format("%Y-%m-%d %H:%M UTC")
    );
    let details = details(call.call, provider, operation, call.cost_micros);
    log(tx, id, LogLevel::Warning, &message, Some(details)).await
}

/// Closes a call that was found cut off and names it, unless somebody did.
pub async fn cut_off(tx: &mut Tx, id: JobId, call: &CutOff) -> Result<()> {
    if call.close(tx).await? { log_cut_off(tx, id, call).await } else { Ok(()) }
}

/// A paid call whose answer never came, or made no sense; `why` as the connector names it.
pub async fn log_unknown(
    tx: &mut Tx,
    id: JobId,
    call: ProviderCallId,
    (provider, operation, why): (&str, &str, &str),
    cost_micros: i64,
) -> Result<()> {
    let message = format!(
        "The outcome of {operation} at {provider} is unknown ({why}). It counts as paid and is not repeated for a day."
    );
    let details = details(call, provider, operation, cost_micros);
    log(tx, id, LogLevel::Warning, &message, Some(details)).await
}

fn details(call: ProviderCallId, provider: &str, operation: &str, cost_micros: i64) -> Value {
    json!({ "outcome": "UNKNOWN", "call": call, "provider": provider, "operation": operation, "costMicros": cost_micros })
}

/// One line of bounded length; what looks like an address is taken out, whoever put it in.
fn clean(text: &str) -> String {
    let words = text.split_whitespace().map(|word| if word.contains('@') { "[address]" } else { word });
    let text = words.collect::<Vec<_>>().join(" ");
    text.chars().take(MESSAGE_CHARS).collect()
}

fn bounded(details: Value) -> Value {
    let details = cleaned(details);
    if details.to_string().len() > DETAILS_BYTES {
        return json!({ "omitted": "too long" });
    }
    details
}

fn cleaned(value: Value) -> Value {
    match value {
        Value::String(text) if text.contains('@') => Value::String(clean(&text)),
        Value::Array(all) => all.into_iter().map(cleaned).collect(),
        Value::Object(all) => all.into_iter().map(|(name, value)| (name, cleaned(value))).collect(),
        plain => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::{bounded, clean};
    use serde_json::json;

    #[test]
    fn addresses_do_not_get_into_a_log() {
        assert_eq!(clean("wrote to\n amara@example.com today"), "wrote to [address] today");
        assert_eq!(bounded(json!({"a": ["x@example.com"]})), json!({"a": ["[address]"]}));
        assert_eq!(bounded(json!("y".repeat(5_000))), json!({"omitted": "too long"}));
        assert_eq!(clean(&"é".repeat(600)).chars().count(), 500);
    }
}

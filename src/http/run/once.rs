//! A mutation with an idempotency key: carried out once, answered alike each time.

use super::{Admitted, again, book, execute::finish};
use crate::{
    graphql::{
        guard::{Code, Refusal},
        upload::Uploads,
    },
    http::{
        answer::{Answer, code_of, settle},
        doors::Doors,
    },
    kernel::{
        caller::Caller,
        error::{Error, Result},
        idempotency::{Book, Claim, Held, LONGEST, claim, is_key},
    },
};
use async_graphql::{ServerError, Value, parser::types::OperationType};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::time::Duration;

/// How often a second request looks whether the first is done.
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// And how often at most; then it is told to come back.
const LOOKS: u32 = 60;

/// An answer as it is kept.
#[derive(Deserialize)]
struct Kept {
    #[serde(default)]
    errors: Vec<ServerError>,
    data: Option<Value>,
}

/// Claims the key, or answers in the first request's stead.
pub async fn answer(doors: &Doors, caller: Caller, admitted: &Admitted, key: &str) -> Answer {
    let request_id = caller.origin.request_id.clone();
    let answered = async {
        // Whoever sends it: who believes to be safe and is not would rather know.
        if !is_key(key) {
            let refusal =
                Refusal::input("Idempotency-Key", format!("1 to {LONGEST} visible ASCII characters"));
            return Ok(refused(refusal, admitted, &request_id));
        }
        let Some(book) = book::of(&caller, admitted)? else {
            return Ok(plainly(doors, caller, admitted).await);
        };
        let digest = digest(admitted, &book::place(book, &caller, admitted));
        match wait(doors, book, key, &digest).await? {
            Claim::Mine(held) => Ok(carry_out(doors, caller, admitted, held).await),
            Claim::Stored(kept) => {
                again::note(doors.app(), &caller, admitted, &kept).await?;
                as_kept(kept, admitted, &request_id)
            }
            other => Ok(refused(refusal(&other), admitted, &request_id)),
        }
    };
    let answer: Result<Answer> = answered.await;
    answer.unwrap_or_else(|error| failed(error, admitted, &request_id))
}

pub(super) fn failed(error: Error, admitted: &Admitted, request_id: &str) -> Answer {
    let mut errors = vec![crate::graphql::to_server_error(error, async_graphql::Pos::default())];
    settle(&mut errors, None, request_id);
    Answer { spent: Some(admitted.spent), ..Answer::refused(errors, request_id) }
}

/// Without a key: just run it.
pub async fn plainly(doors: &Doors, caller: Caller, admitted: &Admitted) -> Answer {
    let request_id = caller.origin.request_id.clone();
    let caller = if admitted.kind == OperationType::Query { caller.on_a_line() } else { caller };
    finish(doors.schema().execute(admitted.request(caller)).await, admitted, &request_id)
}

async fn wait(doors: &Doors, book: Book, key: &str, digest: &str) -> Result<Claim> {
    for _ in 1..LOOKS {
        match claim(doors.app(), book, key, digest).await? {
            Claim::Running => tokio::time::sleep(LOOK_EVERY).await,
            other => return Ok(other),
        }
    }
    claim(doors.app(), book, key, digest).await
}

/// Everything that makes it another request.
fn digest(admitted: &Admitted, place: &str) -> String {
    let parts = [
        place,
        admitted.parsed.text.as_str(),
        admitted.operation_name.as_deref().unwrap_or_default(),
        &admitted.variables.to_string(),
        &admitted.uploads.as_ref().map(Uploads::digests).unwrap_or_default(),
    ];
    let all = parts.iter().fold(Sha256::new(), |digest, part| digest.chain_update(part).chain_update([0]));
    hex::encode(all.finalize())
}

async fn carry_out(doors: &Doors, caller: Caller, admitted: &Admitted, held: Held) -> Answer {
    let answer = held.run(plainly(doors, caller, admitted)).await;
    // Not carried out, and worth another try: the key is as good as new.
    let is_passing = answer.errors.iter().any(|error| {
        matches!(code_of(error), "UNAVAILABLE" | "INTERNAL" | "LIMIT_REACHED" | "UNAUTHENTICATED")
    });
    let kept = async {
        if is_passing && held.give_back(doors.app()).await? {
            return Ok(());
        }
        held.keep(doors.app(), &serde_json::to_value(&answer)?).await
    };
    let kept: Result<()> = kept.await;
    if let Err(error) = kept {
        tracing::error!(%error, "an answer could not be kept for its repetition");
    }
    answer
}

fn as_kept(kept: serde_json::Value, admitted: &Admitted, request_id: &str) -> Result<Answer> {
    let Kept { errors, data } = serde_json::from_value(kept)?;
    Ok(Answer { errors, data, spent: Some(admitted.spent), request_id: request_id.to_owned() })
}

fn refusal(claim: &Claim) -> Refusal {
    match claim {
        Claim::Mismatch => {
            Refusal::new(Code::IdempotencyMismatch, "This idempotency key was used for another request.")
        }
        Claim::Lost => {
            let message = "The first request with this key was carried out, but its answer was lost.";
            Refusal::new(Code::Conflict, message).hint("Fetch the object to see what became of it.")
        }
        _ => {
            let message = "The first request with this key is still being carried out.";
            Refusal::new(Code::Conflict, message).retry_after(1)
        }
    }
}

fn refused(refusal: Refusal, admitted: &Admitted, request_id: &str) -> Answer {
    let mut errors = vec![refusal.into()];
    settle(&mut errors, None, request_id);
    Answer { spent: Some(admitted.spent), ..Answer::refused(errors, request_id) }
}

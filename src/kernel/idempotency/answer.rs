//! Answers as they are kept: sealed, because they may hold secrets and personal values.

use crate::kernel::{
    app::App,
    error::{Error, Result},
};
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use serde_json::{Value, json};
use uuid::Uuid;

/// Table and row of an answer: sealed for another, it cannot be opened.
pub(super) type Place = (&'static str, Uuid);

/// What is written there.
pub(super) fn seal(app: &App, place: Place, answer: &Value) -> Result<Value> {
    let sealed = app.sealer().seal(&serde_json::to_vec(answer)?, &bound_to(place))?;
    Ok(json!({ "sealed": STANDARD_NO_PAD.encode(sealed) }))
}

/// What is written where there was an effect, and no answer yet, or none any more.
pub(super) fn carried_out() -> Value {
    json!({ "carriedOut": true })
}

/// Is it an answer, and not only the knowledge that there was an effect?
pub(super) fn is_sealed(stored: &Value) -> bool {
    stored.get("sealed").is_some()
}

/// The answer that stands there.
pub(super) fn open(app: &App, place: Place, stored: &Value) -> Result<Value> {
    let malformed = || Error::bug("a stored answer is malformed");
    let sealed = stored["sealed"].as_str().ok_or_else(malformed)?;
    let sealed = STANDARD_NO_PAD.decode(sealed).map_err(|_| malformed())?;
    Ok(serde_json::from_slice(&app.sealer().open(&sealed, &bound_to(place))?)?)
}

fn bound_to((table, id): Place) -> String {
    format!("{table}.response:{id}")
}

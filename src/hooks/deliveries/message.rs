//! What is sent: one JSON text per delivery, written once. The words are those of `Event` in the schema.

use crate::{
    graphql::subject::shown,
    kernel::{
        error::Result,
        events::{FieldChange, LoggedEvent},
        live::cursor,
    },
};
use chrono::{DateTime, SecondsFormat, Utc};
use entity::{
    actor::ActorType,
    event_kind::{EventKind, SubjectKind},
    ids::{AgencyId, TypedId},
};
use serde::Serialize;
use serde_json::{Value, json};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Message<'a> {
    r#type: EventKind,
    timestamp: String,
    /// Give it to `events(after:)` to go on from here.
    cursor: String,
    /// Of the event before it that concerned this endpoint: one that the receiver does not have is a gap.
    previous_cursor: Option<String>,
    data: Happened<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Happened<'a> {
    seq: i64,
    subject_type: SubjectKind,
    subject_id: String,
    also_touches: Vec<String>,
    actor_type: ActorType,
    request_id: Option<&'a str>,
    workspace_id: Option<String>,
    campaign_id: Option<String>,
    changes: &'a [FieldChange],
    payload: &'a Value,
}

/// The message of an event. `previous`: the number of the event before it that concerned the endpoint.
pub(super) fn of_event(event: &LoggedEvent, previous: Option<i64>) -> Result<String> {
    let message = Message {
        r#type: event.kind,
        timestamp: instant(event.at),
        cursor: cursor::encode(event.agency, event.seq),
        previous_cursor: previous.map(|seq| cursor::encode(event.agency, seq)),
        data: Happened {
            seq: event.seq,
            subject_type: event.subject.kind,
            subject_id: shown(event.subject),
            also_touches: event.about.also.iter().copied().map(shown).collect(),
            actor_type: event.actor.0,
            request_id: event.request_id.as_deref(),
            workspace_id: event.about.workspace.map(TypedId::shown),
            campaign_id: event.about.campaign.map(TypedId::shown),
            changes: &event.changes,
            payload: &event.fact,
        },
    };
    Ok(serde_json::to_string(&message)?)
}

/// The message of a test: no event, so no place in the log.
pub(super) fn of_test(agency: AgencyId, at: DateTime<Utc>) -> String {
    let data = json!({ "agencyId": agency.shown(), "message": "This is a test: nothing happened." });
    json!({ "type": "TEST", "timestamp": instant(at), "cursor": null, "previousCursor": null, "data": data })
        .to_string()
}

/// The message that asks an endpoint whether it wants to be told: whoever does gives the challenge back.
pub(super) fn of_challenge(challenge: &str, at: DateTime<Utc>) -> String {
    let data = json!({ "challenge": challenge });
    json!({ "type": "VERIFY", "timestamp": instant(at), "cursor": null, "previousCursor": null, "data": data })
        .to_string()
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

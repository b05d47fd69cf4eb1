//! A mutation with files inside (GraphQL multipart request specification): the operation comes first and is judged, then its
//! files go to disk, then it runs. A form of another site's page can send such a body, so a header must say that it did not.

use super::{
    incoming::{Incoming, refused},
    late::stands,
    multipart::{Multipart, boundary, malformed},
    pace::Pace,
};
use crate::{
    graphql::{guard::Refusal, upload::Uploads},
    http::{
        answer::{Answer, Refused, settle},
        ask::{Ask, accept::Media, body, request_id::RequestId},
        doors::Doors,
        run::{Admitted, admit, execute},
    },
    kernel::{caller::Caller, files::Writer, scope::Scope},
    transfer::uploads,
};
use async_graphql::parser::types::OperationType;
use axum::{
    body::Body,
    http::{HeaderMap, StatusCode, header::CONTENT_TYPE},
    response::Response,
};
use serde_json::Value;
use std::{
    collections::{BTreeMap, HashSet},
    net::IpAddr,
};

/// Files of one request.
const MOST: usize = 5;
/// Longest `map`.
const MAP: usize = 16 * 1_024;
/// Headers that no form can send: any of them shows that the sender was asked beforehand (CORS), or is no browser.
const PREFLIGHTED: [&str; 5] = [
    "authorization",
    "x-api-key",
    "graphql-preflight",
    "apollo-require-preflight",
    "x-apollo-operation-name",
];

/// Which part is which variable: its name, and the paths where it stands.
type Map = BTreeMap<String, Vec<String>>;

/// Is this such a request, and none that a form of another site may have sent?
#[must_use]
pub fn is_multipart(headers: &HeaderMap) -> bool {
    bounded(headers).is_some() && PREFLIGHTED.iter().any(|name| headers.contains_key(*name))
}

fn bounded(headers: &HeaderMap) -> Option<String> {
    boundary(headers.get(CONTENT_TYPE)?.to_str().ok()?)
}

/// Answers it.
pub async fn post(
    doors: &Doors,
    id: &RequestId,
    peer: IpAddr,
    (headers, body): (&HeaderMap, Body),
    media: Media,
) -> Response {
    let taken = async {
        let caller = doors.caller(headers, doors.origin(headers, peer, id)).await?;
        let boundary = bounded(headers).ok_or_else(|| malformed("The content type has no boundary."))?;
        let incoming = Incoming::of(body, Pace::of(doors.config()));
        let mut parts = Multipart::of(incoming, &boundary);
        let (ask, map) = read(doors, headers, &mut parts).await?;
        match judged(doors, &caller, &ask)? {
            Err(answer) => Ok(*answer),
            Ok(admitted) => Ok(run(doors, caller, *admitted, (map, parts)).await?),
        }
    };
    let taken: Result<Answer, Refused> = taken.await;
    match taken {
        Ok(answer) => answer.into_http(media),
        Err(refused) => refused.into_http(media, &id.0),
    }
}

/// The first two parts: the operation, with the name of its file wherever one stands, and the map.
async fn read(doors: &Doors, headers: &HeaderMap, parts: &mut Multipart) -> Result<(Ask, Map), Refused> {
    let limit = doors.config().server.body_limit_bytes;
    let operations = named(parts, "operations", limit).await?;
    let map = named(parts, "map", MAP).await?;
    let map: Map = serde_json::from_str(&map)
        .map_err(|_| malformed("`map` is an object of lists: {\"0\": [\"variables.input.file\"]}."))?;
    if map.is_empty() || map.len() > MOST {
        return Err(malformed(format!("A request has 1 to {MOST} files.")));
    }
    let mut operations: Value =
        serde_json::from_str(&operations).map_err(|_| malformed("`operations` is not JSON."))?;
    for (part, paths) in &map {
        for path in paths {
            place(&mut operations, path, part).ok_or_else(|| {
                malformed("`map` names places in `operations` that hold null: `variables.input.file`.")
            })?;
        }
    }
    let ask = body::parse(&operations.to_string())?;
    Ok((ask.keyed_by(headers), map))
}

async fn named(parts: &mut Multipart, name: &str, most: usize) -> Result<String, Refused> {
    let head = parts.part().await?.unwrap_or_default();
    if head.disposition.field.as_deref() != Some(name) {
        return Err(malformed("The parts are `operations`, then `map`, then the files that it names."));
    }
    parts.text(most).await
}

/// Puts a part's name where null stands.
fn place(operations: &mut Value, path: &str, part: &str) -> Option<()> {
    path.strip_prefix("variables.")?;
    let mut at = operations;
    for step in path.split('.') {
        at = match at {
            Value::Object(fields) => fields.get_mut(step)?,
            Value::Array(items) => items.get_mut(step.parse::<usize>().ok()?)?,
            _ => return None,
        };
    }
    at.is_null().then(|| *at = part.into())
}

/// May it run? `Err` inside: not, and this is the answer.
fn judged(doors: &Doors, caller: &Caller, ask: &Ask) -> Result<Result<Box<Admitted>, Box<Answer>>, Refused> {
    let admitted = match admit(doors, caller, ask) {
        Ok(admitted) => admitted,
        Err((refusal, spent)) => {
            let (id, mut errors) = (caller.origin.request_id.clone(), vec![refusal.into()]);
            settle(&mut errors, None, &id);
            return Ok(Err(Box::new(Answer { spent, ..Answer::refused(errors, &id) })));
        }
    };
    if admitted.kind != OperationType::Mutation {
        let refusal = Refusal::document("Files are sent with mutations.");
        return Err(Refused::of(StatusCode::BAD_REQUEST, refusal));
    }
    Ok(Ok(Box::new(admitted)))
}

/// Takes the files in, runs the operation if its sender still may, throws away what it did not take.
async fn run(
    doors: &Doors,
    caller: Caller,
    mut admitted: Admitted,
    (map, mut parts): (Map, Multipart),
) -> Result<Answer, Refused> {
    let scope = caller.scope().map_err(Refused::by)?.clone();
    let uploads = Uploads::default();
    let taken = async {
        take_in(doors, &scope, (&map, &mut parts), &uploads).await?;
        stands(doors, &caller).await
    };
    let answer = match taken.await {
        Err(refused) => Err(refused),
        Ok(()) => {
            admitted.uploads = Some(uploads.clone());
            Ok(execute(doors, caller, &admitted).await)
        }
    };
    for left in uploads.rest() {
        if let Err(error) = left.abandon().await {
            tracing::warn!(?error, "a file that nobody took is still there; housekeeping takes it away");
        }
    }
    answer
}

/// Every file that the map names, each once, to disk.
async fn take_in(
    doors: &Doors,
    scope: &Scope,
    (map, parts): (&Map, &mut Multipart),
    uploads: &Uploads,
) -> Result<(), Refused> {
    uploads::require(scope).map_err(Refused::by)?;
    let mut awaited: HashSet<&String> = map.keys().collect();
    while let Some(head) = parts.part().await? {
        let part = head.disposition.field.unwrap_or_default();
        if !awaited.remove(&part) {
            return Err(malformed("A part is not in `map`, or came twice."));
        }
        let name = head.disposition.file_name.unwrap_or_default();
        let begun = uploads::begin(doors.app(), scope, &name, head.media_type.as_deref()).await;
        let file = filled(begun.map_err(Refused::by)?, parts).await?;
        uploads.put(part, file);
    }
    if !awaited.is_empty() {
        return Err(malformed("A file that `map` names did not come."));
    }
    Ok(())
}

async fn filled(mut file: uploads::Upload, parts: &mut Multipart) -> Result<Writer, Refused> {
    let all = async {
        while let Some(piece) = parts.piece().await? {
            file.write(&piece).await.map_err(refused)?;
        }
        Ok::<_, Refused>(())
    };
    if let Err(why) = all.await {
        file.abandon().await.map_err(Refused::by)?;
        return Err(why);
    }
    file.whole().await.map_err(Refused::by)
}

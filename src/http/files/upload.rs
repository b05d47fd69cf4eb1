//! `POST /files`: a file as a plain body, however big. Its name is in `?name=` or in `Content-Disposition`.

use super::{
    disposition,
    incoming::{Incoming, refused},
    late::stands,
    pace::Pace,
};
use crate::{
    graphql::{
        Id,
        guard::{Code, Refusal},
    },
    http::{
        answer::Refused,
        ask::{accept::Media, request_id::RequestId},
        doors::Doors,
        protocols::Peer,
        run::{admit_file, budget::Meter},
    },
    kernel::error::Error,
    transfer::uploads,
};
use axum::{
    Extension, Json,
    body::Body,
    extract::{ConnectInfo, RawQuery, State},
    http::{
        HeaderMap, StatusCode,
        header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use entity::file;
use serde_json::json;
use url::form_urlencoded;

/// Takes a file in, and answers `{id, name, bytes, sha256}`.
pub async fn upload(
    State(doors): State<Doors>,
    Extension(id): Extension<RequestId>,
    ConnectInfo(peer): Peer,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let origin = doors.origin(&headers, peer.ip(), &id);
    let taken = async {
        let caller = doors.caller(&headers, origin).await?;
        let scope = caller.scope().map_err(Refused::by)?;
        uploads::require(scope).map_err(Refused::by)?;
        admit_file(&doors, &caller, Meter::Writes)?;
        check(&headers, doors.config().files.max_upload_bytes)?;
        let name = name(query.as_deref(), &headers);
        let media_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let begun = uploads::begin(doors.app(), scope, &name, media_type).await;
        let mut file = begun.map_err(unsupported)?;
        let mut incoming = Incoming::of(body, Pace::of(doors.config()));
        let all = async {
            while let Some(piece) = incoming.next().await? {
                file.write(&piece).await.map_err(refused)?;
            }
            // Before it is whole: nothing is left of what its sender may not keep.
            stands(&doors, &caller).await
        };
        match all.await {
            Ok(()) => {}
            Err(why) => {
                file.abandon().await.map_err(Refused::by)?;
                return Err(why);
            }
        }
        let file = file.whole().await.map_err(Refused::by)?;
        uploads::keep(doors.app(), scope, file).await.map_err(Refused::by)
    };
    match taken.await {
        Ok(file) => answer(&file),
        Err(refused) => refused.into_http(Media::Json, &id.0),
    }
}

fn answer(file: &file::Model) -> Response {
    let said = json!({
        "id": Id(file.id).text(),
        "name": file.name,
        "bytes": file.bytes,
        "sha256": file.sha256,
    });
    (StatusCode::CREATED, [(CACHE_CONTROL, "no-store")], Json(said)).into_response()
}

/// Says so before all of it came.
fn check(headers: &HeaderMap, most: u64) -> Result<(), Refused> {
    let announced = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|bytes| bytes > most) {
        let what = format!("bytes in this file: at most {most}");
        return Err(refused(Error::LimitReached { what, retry_after: None }));
    }
    Ok(())
}

fn name(query: Option<&str>, headers: &HeaderMap) -> String {
    let mut asked = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    let asked = asked.find(|(key, _)| key == "name").map(|(_, name)| name.into_owned());
    let said = || disposition::read(headers.get(CONTENT_DISPOSITION)?.as_bytes()).file_name;
    asked.or_else(said).unwrap_or_default()
}

/// A body of a type that cannot be a table.
fn unsupported(error: Error) -> Refused {
    match error {
        Error::Invalid(problems) => {
            let expected = problems.first().map_or("", |problem| problem.message.as_str());
            let message = format!("The body must be {expected}, as its content type says.");
            Refused::of(StatusCode::UNSUPPORTED_MEDIA_TYPE, Refusal::new(Code::BadUserInput, message))
        }
        other => Refused::by(other),
    }
}

//! `GET /files/{id}`: a file's bytes, for who sends credentials or has a link that is still good.

use crate::{
    graphql::Id,
    http::{
        answer::Refused,
        ask::{accept::Media, request_id::RequestId},
        doors::Doors,
        files::disposition,
        protocols::Peer,
        run::{admit_file, budget::Meter},
    },
    identity::caller::absent,
    kernel::{
        app::App,
        caller::{Caller, Origin},
        error::{Error, Result},
        files::{Bearer, SPENT},
        scope::Scope,
    },
};
use axum::{
    Extension,
    body::Body,
    extract::{ConnectInfo, Path, RawQuery, State},
    http::{
        HeaderMap, HeaderValue,
        header::{
            CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
            REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
        },
    },
    response::Response,
};
use bytes::{Bytes, BytesMut};
use entity::{file, ids::FileId};
use futures_util::{Stream, stream};
use std::io;
use tokio::{fs::File, io::AsyncReadExt};
use url::form_urlencoded;

/// Bytes read at once.
const PIECE: usize = 64 * 1_024;

/// Answers with the bytes. Every one of them is on record.
pub async fn download(
    State(doors): State<Doors>,
    Extension(request_id): Extension<RequestId>,
    ConnectInfo(peer): Peer,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let origin = doors.origin(&headers, peer.ip(), &request_id);
    let found = async {
        let id = Id::<FileId>::read(&id).map_err(|_| Error::NotFound("file"));
        let scope = who(&doors, &headers, (id.clone(), query.as_deref()), origin).await?;
        let id = id.map_err(Refused::by)?.0;
        doors.app().files().take(&scope, id).await.map_err(Refused::by)
    };
    match found.await {
        Ok((file, bytes)) => answer(&file, bytes),
        Err(refused) => refused.into_http(Media::Json, &request_id.0),
    }
}

/// A link's token, where there is one; else credentials.
async fn who(
    doors: &Doors,
    headers: &HeaderMap,
    (id, query): (Result<Id<FileId>>, Option<&str>),
    origin: Origin,
) -> Result<Scope, Refused> {
    let mut asked = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    if let Some((_, token)) = asked.find(|(name, _)| name == "token") {
        let id = id.map_err(Refused::by)?;
        admit_file(doors, &Caller::stranger(origin.clone()), Meter::Reads)?;
        let bearer = doors.app().files().bearer(id.0, &token).map_err(Refused::by)?;
        return standing(doors.app(), bearer, &origin).await.map_err(Refused::by);
    }
    let caller = doors.caller(headers, origin).await?;
    admit_file(doors, &caller, Meter::Reads)?;
    caller.scope().cloned().map_err(Refused::by)
}

/// What they may do now, who were given the link then.
async fn standing(app: &App, bearer: Bearer, origin: &Origin) -> Result<Scope> {
    let scope = absent(app, bearer.agency, bearer.actor).await?.ok_or(SPENT)?;
    Ok(scope.asked_from(origin))
}

fn answer(file: &file::Model, bytes: File) -> Response {
    let mut response = Response::new(Body::from_stream(pieces(bytes)));
    let media_type = HeaderValue::from_str(&file.media_type).ok();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, media_type.unwrap_or(HeaderValue::from_static("application/octet-stream")));
    headers.insert(CONTENT_LENGTH, file.bytes.into());
    headers.insert(CONTENT_DISPOSITION, disposition::attachment(&file.name));
    // Whatever somebody put into it: never a page of ours.
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store, no-transform"));
    response
}

fn pieces(file: File) -> impl Stream<Item = io::Result<Bytes>> + Send {
    stream::try_unfold(file, |mut file| async move {
        let mut piece = BytesMut::with_capacity(PIECE);
        let read = file.read_buf(&mut piece).await?;
        Ok((read > 0).then(|| (piece.freeze(), file)))
    })
}

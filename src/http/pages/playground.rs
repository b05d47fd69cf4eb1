//! The playground: GraphiQL, as `assets/graphiql` holds it. It knows nothing a stranger may not; the schema asks for sign-in.

use super::CONTENT_SECURITY_POLICY;
use axum::{
    extract::{Path, RawQuery},
    http::{
        StatusCode,
        header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY as POLICY, CONTENT_TYPE, REFERRER_POLICY},
    },
    response::{IntoResponse, Response},
};

const PAGE: &str = include_str!("../../../assets/graphiql/index.html");

/// A file of the playground: its media type and bytes.
fn embedded(name: &str) -> Option<(&'static str, &'static [u8])> {
    Some(match name {
        "app.js" => ("text/javascript; charset=utf-8", include_bytes!("../../../assets/graphiql/app.js")),
        "app.css" => ("text/css; charset=utf-8", include_bytes!("../../../assets/graphiql/app.css")),
        "icon.svg" => ("image/svg+xml", include_bytes!("../../../assets/graphiql/icon.svg")),
        "LICENSES.txt" => {
            ("text/plain; charset=utf-8", include_bytes!("../../../assets/graphiql/LICENSES.txt"))
        }
        _ => return None,
    })
}

/// `GET /`
pub async fn page() -> Response {
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (POLICY, CONTENT_SECURITY_POLICY),
        (CACHE_CONTROL, "no-cache"),
        (REFERRER_POLICY, "no-referrer"),
    ];
    (headers, PAGE).into_response()
}

/// `GET /graphiql/<file>`: with `?v=<hash>` it never changes.
pub async fn file(Path(name): Path<String>, RawQuery(query): RawQuery) -> Response {
    let Some((media, bytes)) = embedded(&name) else { return StatusCode::NOT_FOUND.into_response() };
    let is_versioned = query.is_some_and(|query| query.split('&').any(|part| part.starts_with("v=")));
    let keep = if is_versioned { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = [(CONTENT_TYPE, media), (POLICY, CONTENT_SECURITY_POLICY), (CACHE_CONTROL, keep)];
    (headers, bytes).into_response()
}

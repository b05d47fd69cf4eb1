//! The page behind a link for a new password. Plain HTML, no script.

use super::html::{escaped, form_text, page};
use crate::{
    http::{ask::request_id::RequestId, doors::Doors, protocols::Peer},
    identity::users::reset::{consume, is_open},
    kernel::error::Error,
};
use axum::{
    Extension,
    body::Body,
    extract::{ConnectInfo, RawQuery, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};

const GONE: &str = "<h1>This link does not work</h1><p>It was used, is too old, or a newer one was made. Ask for another.</p>";
const DONE: &str = "<h1>Your password is set</h1><p>Whoever was signed in with the old one is not any more. Sign in anew.</p>";

/// What was filled in.
#[derive(Default)]
struct Form {
    token: String,
    password: String,
}

impl Form {
    fn read(text: &str) -> Self {
        let mut form = Self::default();
        for (name, value) in url::form_urlencoded::parse(text.as_bytes()) {
            match name.as_ref() {
                "token" => form.token = value.into_owned(),
                "password" => form.password = value.into_owned(),
                _ => {}
            }
        }
        form
    }
}

/// `GET /password-reset?token=…`
pub async fn ask(State(doors): State<Doors>, RawQuery(query): RawQuery) -> Response {
    let form = Form::read(&query.unwrap_or_default());
    match is_open(doors.app(), &form.token.clone().into()).await {
        Ok(true) => page(StatusCode::OK, &form_page(&form.token, "")),
        Ok(false) => page(StatusCode::NOT_FOUND, GONE),
        Err(error) => failed(&error),
    }
}

/// `POST /password-reset`
pub async fn set(
    State(doors): State<Doors>,
    Extension(id): Extension<RequestId>,
    ConnectInfo(peer): Peer,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let form = match form_text(&headers, body).await {
        Ok(text) => Form::read(&text),
        Err(refused) => return refused,
    };
    let origin = doors.origin(&headers, peer.ip(), &id);
    match consume(doors.app(), &origin, form.token.clone().into(), form.password.into()).await {
        Ok(()) => page(StatusCode::OK, DONE),
        Err(Error::Invalid(problems)) => {
            let told: String = problems.iter().map(|p| format!("<li>{}</li>", escaped(&p.message))).collect();
            page(StatusCode::UNPROCESSABLE_ENTITY, &form_page(&form.token, &format!("<ul>{told}</ul>")))
        }
        Err(Error::BadCredentials(_)) => page(StatusCode::NOT_FOUND, GONE),
        Err(error) => failed(&error),
    }
}

fn failed(error: &Error) -> Response {
    tracing::error!(%error, "the page for a new password failed");
    page(StatusCode::SERVICE_UNAVAILABLE, "<h1>That did not work</h1><p>Try again in a moment.</p>")
}

fn form_page(token: &str, problems: &str) -> String {
    let token = escaped(token);
    format!(
        "<h1>A new password</h1>
<p>12 characters or more. Every device that is signed in will have to sign in anew.</p>
{problems}<form method=\"post\" action=\"password-reset\" autocomplete=\"off\">
<input type=\"hidden\" name=\"token\" value=\"{token}\">
<p><label>Password<br><input name=\"password\" type=\"password\" required autofocus autocomplete=\"new-password\"></label></p>
<p><button>Set it</button></p>
</form>"
    )
}

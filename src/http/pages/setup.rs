//! The page behind the one-time link of a fresh installation: it makes the first admin. Plain HTML, no script.

use super::html::{escaped, form_text, page};
use crate::{
    base::secret::SecretString,
    http::{ask::request_id::RequestId, doors::Doors, protocols::Peer},
    identity::setup::{FirstAdmin, consume, is_open},
    kernel::{
        caller::Origin,
        error::{Error, Result},
    },
};
use axum::{
    Extension,
    body::Body,
    extract::{ConnectInfo, RawQuery, State},
    http::{HeaderMap, StatusCode},
    response::Response,
};

const GONE: &str = "<h1>This link does not work</h1><p>It was used, or is too old. Start the server again: as long as \
                    nobody has signed up it prints a new one.</p>";

/// What was filled in.
#[derive(Default)]
struct Form {
    token: String,
    email: String,
    name: String,
    password: String,
    agency: String,
}

impl Form {
    fn read(text: &str) -> Self {
        let mut form = Self::default();
        for (name, value) in url::form_urlencoded::parse(text.as_bytes()) {
            let field = match name.as_ref() {
                "token" => &mut form.token,
                "email" => &mut form.email,
                "name" => &mut form.name,
                "password" => &mut form.password,
                "agency" => &mut form.agency,
                _ => continue,
            };
            *field = value.into_owned();
        }
        form
    }
}

/// `GET /setup?token=…`
pub async fn ask(State(doors): State<Doors>, RawQuery(query): RawQuery) -> Response {
    let form = Form::read(&query.unwrap_or_default());
    match is_open(doors.app(), &form.token.clone().into()).await {
        Ok(true) => page(StatusCode::OK, &form_page(&form, &[])),
        Ok(false) => page(StatusCode::NOT_FOUND, GONE),
        Err(error) => failed(&error),
    }
}

/// `POST /setup`
pub async fn make(
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
    let token = SecretString::from(form.token.clone());
    // Asked first: hashing a password for a link that does not work would be a stranger's lever.
    match is_open(doors.app(), &token).await {
        Ok(true) => {}
        Ok(false) => return page(StatusCode::NOT_FOUND, GONE),
        Err(error) => return failed(&error),
    }
    match first_admin(&doors, &doors.origin(&headers, peer.ip(), &id), &token, &form).await {
        Ok(agency) => page(StatusCode::OK, &done_page(&form.email, &agency)),
        Err(Error::Invalid(problems)) => {
            let told: Vec<_> = problems.iter().map(|p| format!("{}: {}", p.path, p.message)).collect();
            page(StatusCode::UNPROCESSABLE_ENTITY, &form_page(&form, &told))
        }
        Err(Error::BadCredentials(_)) => page(StatusCode::NOT_FOUND, GONE),
        Err(error) => failed(&error),
    }
}

async fn first_admin(doors: &Doors, origin: &Origin, token: &SecretString, form: &Form) -> Result<String> {
    let first = FirstAdmin {
        email: form.email.clone(),
        name: form.name.clone(),
        password: form.password.clone().into(),
        agency_name: form.agency.clone(),
    };
    Ok(consume(doors.app(), Some(origin), token, first).await?.agency.name)
}

fn failed(error: &Error) -> Response {
    tracing::error!(%error, "the setup page failed");
    page(StatusCode::SERVICE_UNAVAILABLE, "<h1>That did not work</h1><p>Try again in a moment.</p>")
}

fn form_page(form: &Form, problems: &[String]) -> String {
    let problems: String = problems.iter().map(|problem| format!("<li>{}</li>", escaped(problem))).collect();
    let problems = if problems.is_empty() { problems } else { format!("<ul>{problems}</ul>") };
    let [token, agency, name, email] =
        [&form.token, &form.agency, &form.name, &form.email].map(|text| escaped(text));
    format!(
        "<h1>Set up Leadwire</h1>
<p>This makes the first agency and its admin, who also runs this installation. The link works once.</p>
{problems}<form method=\"post\" action=\"setup\" autocomplete=\"off\">
<input type=\"hidden\" name=\"token\" value=\"{token}\">
<p><label>Agency<br><input name=\"agency\" value=\"{agency}\" required maxlength=\"200\" autofocus></label></p>
<p><label>Your name<br><input name=\"name\" value=\"{name}\" maxlength=\"200\"></label></p>
<p><label>Your e-mail address<br><input name=\"email\" type=\"email\" value=\"{email}\" required></label></p>
<p><label>Password<br><input name=\"password\" type=\"password\" required autocomplete=\"new-password\"></label></p>
<p><button>Make it so</button></p>
</form>"
    )
}

fn done_page(email: &str, agency: &str) -> String {
    let (email, agency) = (escaped(email), escaped(agency));
    format!(
        "<h1>{agency} is ready</h1><p>Sign in as {email} in <a href=\"./\">the playground</a>, or with <code>sessionCreate</code>.</p>"
    )
}

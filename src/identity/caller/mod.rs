//! Who is asking: from what a request carries to a [`Caller`]. Bad, expired and revoked credentials are refused, never
//! silently anonymous.

mod absent;
mod choose;
mod held;
mod key;
pub(in crate::identity) mod oidc;
mod person;
mod standing;
mod vouched;
mod still_valid;

pub use absent::absent;
pub(in crate::identity) use held::held;
pub(in crate::identity) use key::permissions as permissions_of_key;
pub use still_valid::still_valid;
pub use vouched::vouched;

use crate::{
    identity::sessions::access,
    kernel::{
        app::App,
        caller::{Caller, Origin},
        check::line,
        error::{Error, Result},
    },
};

/// What a request carries, from headers or a socket's `connection_init`.
#[derive(Clone, Default)]
pub struct Credentials {
    /// `Authorization`: `Bearer` and an access token, an issuer's token or an API key.
    pub authorization: Option<String>,
    /// `X-Api-Key`.
    pub api_key: Option<String>,
    /// `X-Agency`: slug or id of the agency to act in.
    pub agency: Option<String>,
    /// `X-Act-As`: the role a super admin narrows themselves to.
    pub act_as: Option<String>,
    /// `X-Reason`: why they act at all, for the audit log; a command's own reason goes before it.
    pub reason: Option<String>,
}

/// Finds out who is asking. One or two statements; nothing is remembered between requests, so revoking works at once.
pub async fn resolve(app: &App, credentials: &Credentials, origin: Origin) -> Result<Caller> {
    let caller = match Proof::of(credentials)? {
        None => Caller::stranger(origin),
        Some(Proof::Token(token)) => match oidc::claimed_issuer(token) {
            Some(issuer) if issuer != access::ISSUER => {
                oidc::resolve(app, token, &issuer, credentials, origin).await?
            }
            _ => person::resolve(app, token, credentials, origin).await?,
        },
        Some(Proof::Key(key)) => key::resolve(app, key, credentials, origin).await?,
    };
    let said = credentials.reason.as_deref().filter(|text| !text.trim().is_empty());
    let said = said.map(|text| line(text, 500)).transpose();
    Ok(caller.because(said.map_err(|right| Error::invalid("X-Reason", right))?))
}

/// What the caller shows for who they are.
enum Proof<'a> {
    Token(&'a str),
    Key(&'a str),
}

impl<'a> Proof<'a> {
    fn of(credentials: &'a Credentials) -> Result<Option<Self>> {
        let bearer = credentials.authorization.as_deref().map(bearer).transpose()?;
        match (bearer, credentials.api_key.as_deref()) {
            (None, None) => Ok(None),
            (Some(token), None) if token.starts_with("lw_") => Ok(Some(Self::Key(token))),
            (Some(token), None) => Ok(Some(Self::Token(token))),
            (None, Some(key)) => Ok(Some(Self::Key(key.trim()))),
            (Some(_), Some(_)) => {
                Err(Error::BadCredentials("Send an access token or an API key, not both: they may disagree."))
            }
        }
    }
}

fn bearer(header: &str) -> Result<&str> {
    let (scheme, token) = header.trim().split_once(' ').unwrap_or_default();
    if scheme.eq_ignore_ascii_case("bearer") && !token.trim().is_empty() {
        return Ok(token.trim());
    }
    Err(Error::BadCredentials("`Authorization` has the form `Bearer <access token>`."))
}

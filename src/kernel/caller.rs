//! Who is asking, as the doors found out: a stranger, a signed-in user, and usually a member of one agency.

use super::{
    error::{Error, Result},
    scope::Scope,
};
use crate::base::clock::Timestamp;
use entity::ids::{SessionId, UserId};
use std::net::IpAddr;

/// Where a request comes from. Never a reason to trust it.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The client's address; behind a trusted proxy, the one it reports.
    pub ip: Option<IpAddr>,
    pub user_agent: Option<String>,
    pub request_id: String,
}

/// One request's caller.
#[derive(Clone, Debug, Default)]
pub struct Caller {
    pub origin: Origin,
    /// The person; `None` for strangers and API keys.
    pub user: Option<UserId>,
    /// The sign-in the access token belongs to; `None` for API keys and tokens of another issuer.
    pub session: Option<SessionId>,
    pub is_super_admin: bool,
    /// The access token is good until then; `None` for API keys.
    pub expires_at: Option<Timestamp>,
    /// What they may do in the agency they chose; `None` for strangers, and for users who have to choose one.
    pub scope: Option<Scope>,
}

impl Caller {
    #[must_use]
    pub fn stranger(origin: Origin) -> Self {
        Self { origin, ..Self::default() }
    }

    #[must_use]
    pub fn is_stranger(&self) -> bool {
        self.user.is_none() && self.scope.is_none()
    }

    /// Anybody but a stranger.
    pub fn known(&self) -> Result<&Self> {
        if self.is_stranger() { Err(Error::Unauthenticated) } else { Ok(self) }
    }

    /// The same, reading over one connection: for one short operation.
    #[must_use]
    pub fn on_a_line(self) -> Self {
        Self { scope: self.scope.as_ref().map(Scope::on_a_line), ..self }
    }

    /// The same, acting for this reason (see [`Scope::because`]).
    #[must_use]
    pub fn because(self, reason: Option<String>) -> Self {
        Self { scope: self.scope.as_ref().map(|scope| scope.because(reason)), ..self }
    }

    /// The agency's scope, or what has to be done to have one.
    pub fn scope(&self) -> Result<&Scope> {
        match (&self.scope, self.user) {
            (Some(scope), _) => Ok(scope),
            (None, Some(_)) => Err(Error::invalid(
                "X-Agency",
                "the slug or id of one of your agencies (query `viewer` lists them)",
            )),
            (None, None) => Err(Error::Unauthenticated),
        }
    }

    /// The signed-in person; API keys are nobody.
    pub fn user(&self) -> Result<UserId> {
        match (self.user, &self.scope) {
            (Some(user), _) => Ok(user),
            (None, Some(_)) => Err(Error::Forbidden("This is for people; an API key cannot do it.".into())),
            (None, None) => Err(Error::Unauthenticated),
        }
    }
}

//! How one provider asks for keys and says no. Everything else about the gate is the same for all.

use super::Window;
use crate::sandbox::settings::Provider;
use axum::{
    http::{HeaderMap, Uri},
    response::Response,
};

/// Why a call is turned away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    NoKey,
    BadKey,
    /// The key is good, the plan does not include this.
    NoPlan,
    OutOfCredits,
    /// Too many calls; `retry_after_s` where this refusal says when to come back.
    Limited {
        limit: u32,
        retry_after_s: Option<u64>,
    },
    Failed,
    Unavailable,
    TimedOut,
    /// An error inside a status of success.
    ErrorAs200,
    NoSuchRoute,
}

/// One provider's ways.
pub trait Manners: Send + Sync {
    fn provider(&self) -> Provider;

    /// The key as presented; `None` when there is none.
    fn key(&self, headers: &HeaderMap, uri: &Uri) -> Option<String>;

    /// Routes that ask for no key.
    fn is_open(&self, _path: &str) -> bool {
        false
    }

    /// The provider's own words for a refusal. `path` is without the prefix, `/api/v1/people/match`.
    fn refuse(&self, refusal: Refusal, path: &str) -> Response;

    /// The provider's rate headers, if it has any.
    fn tell_window(&self, _window: &Window, _path: &str, _headers: &mut HeaderMap) {}
}

//! One request to a provider, described before it is made.

use super::{
    account::Account,
    judge::{Judge, standard},
};
use crate::{
    base::secret::{ExposeSecret, SecretString},
    connectors::error::ConnectorError,
};
use bytes::Bytes;
use reqwest::{
    Method,
    header::{HeaderMap, HeaderName, HeaderValue},
};
use serde::Serialize;
use std::time::Duration;
use url::Url;

/// May the client repeat the call by itself?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// A read that costs nothing: after any passing failure.
    Safe,
    /// Billed, but harmless: only when the provider surely did not carry it out.
    IfNotDone,
    /// Paid or writing: never. Whoever keeps the books decides.
    Never,
}

/// Who chose the address?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// The instance's configuration: any address.
    Instance,
    /// A tenant: public addresses only, unless the instance allows more.
    Tenant,
}

/// A request. Prints without headers, query and body: they hold keys and personal values.
#[derive(Clone)]
pub struct Call {
    pub(super) account: Account,
    pub(super) operation: &'static str,
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Bytes>,
    pub(super) repeat: Repeat,
    pub(super) reach: Reach,
    pub(super) timeout: Option<Duration>,
    pub(super) judge: Judge,
}

impl Call {
    /// A read. `operation` is a label of logs and metrics: `people_search`.
    #[must_use]
    pub fn get(account: &Account, operation: &'static str, url: Url) -> Self {
        Self::new(account, operation, Method::GET, url)
    }

    #[must_use]
    pub fn post(account: &Account, operation: &'static str, url: Url) -> Self {
        Self::new(account, operation, Method::POST, url)
    }

    fn new(account: &Account, operation: &'static str, method: Method, url: Url) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(reqwest::header::ACCEPT, HeaderValue::from_static("application/json"));
        Self {
            account: account.clone(),
            operation,
            method,
            url,
            headers,
            body: None,
            repeat: Repeat::Never,
            reach: Reach::Instance,
            timeout: None,
            judge: standard,
        }
    }

    /// Adds a query parameter.
    #[must_use]
    pub fn query(mut self, name: &str, value: &str) -> Self {
        self.url.query_pairs_mut().append_pair(name, value);
        self
    }

    /// Adds a query parameter when there is a value.
    #[must_use]
    pub fn query_some(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.query(name, value),
            None => self,
        }
    }

    /// Sets a header.
    ///
    /// # Errors
    /// `Rejected` when name or value cannot be a header's.
    pub fn header(mut self, name: &str, value: &str) -> Result<Self, ConnectorError> {
        self.insert(name, value, false)?;
        Ok(self)
    }

    /// Sets a header that holds a key. It is neither logged nor indexed.
    ///
    /// # Errors
    /// `Unauthorized` when the key has characters no header can carry (a line break pasted along, say).
    pub fn secret(mut self, name: &str, prefix: &str, secret: &SecretString) -> Result<Self, ConnectorError> {
        let value = format!("{prefix}{}", secret.expose_secret());
        self.insert(name, &value, true).map_err(|_| ConnectorError::Unauthorized)?;
        Ok(self)
    }

    /// Adds a query parameter that holds a key, for APIs that take it nowhere else. Addresses are never logged.
    #[must_use]
    pub fn secret_query(self, name: &str, secret: &SecretString) -> Self {
        self.query(name, secret.expose_secret())
    }

    fn insert(&mut self, name: &str, value: &str, is_sensitive: bool) -> Result<(), ConnectorError> {
        let wrong = || ConnectorError::bad_request("a header has characters it must not have");
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| wrong())?;
        let mut value = HeaderValue::from_str(value).map_err(|_| wrong())?;
        value.set_sensitive(is_sensitive);
        self.headers.insert(name, value);
        Ok(())
    }

    /// Sends `body` as JSON.
    ///
    /// # Errors
    /// `Rejected` when it cannot be written as JSON.
    pub fn json(mut self, body: &impl Serialize) -> Result<Self, ConnectorError> {
        let text =
            serde_json::to_vec(body).map_err(|_| ConnectorError::bad_request("cannot be sent as JSON"))?;
        self.body = Some(text.into());
        self.headers
            .entry(reqwest::header::CONTENT_TYPE)
            .or_insert(HeaderValue::from_static("application/json"));
        Ok(self)
    }

    /// Sends exactly these bytes, which are JSON: what was signed must not be written anew.
    #[must_use]
    pub fn json_bytes(mut self, body: Bytes) -> Self {
        self.body = Some(body);
        let kind = HeaderValue::from_static("application/json");
        self.headers.insert(reqwest::header::CONTENT_TYPE, kind);
        self
    }

    /// Sends a form.
    #[must_use]
    pub fn form(mut self, fields: &[(&str, &str)]) -> Self {
        let text = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.body = Some(text.into());
        let kind = HeaderValue::from_static("application/x-www-form-urlencoded");
        self.headers.insert(reqwest::header::CONTENT_TYPE, kind);
        self
    }

    #[must_use]
    pub fn repeat(mut self, repeat: Repeat) -> Self {
        self.repeat = repeat;
        self
    }

    #[must_use]
    pub fn reach(mut self, reach: Reach) -> Self {
        self.reach = reach;
        self
    }

    /// Of each attempt, instead of the client's.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Reads the status with the provider's own rules.
    #[must_use]
    pub fn judge(mut self, judge: Judge) -> Self {
        self.judge = judge;
        self
    }
}

impl std::fmt::Debug for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} {}", self.account.provider, self.method, self.operation)
    }
}

impl Repeat {
    /// May the client repeat after this failure?
    pub(super) fn allows(self, error: &ConnectorError) -> bool {
        let is_passing = error.retry() != crate::connectors::error::Retry::GiveUp;
        match self {
            Self::Safe => is_passing,
            Self::IfNotDone => is_passing && !error.is_outcome_unknown(),
            Self::Never => false,
        }
    }
}

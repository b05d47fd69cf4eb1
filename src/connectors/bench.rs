//! What a provider is put together from: client, addresses, account, config, credentials.

use super::{hosts::ProviderHosts, http::HttpClient, token::TokenCache};
use serde_json::Value;
use std::sync::Arc;
use url::Url;

/// The parts on the table while a source is built.
pub(super) struct Bench<'a> {
    pub http: &'a HttpClient,
    pub hosts: &'a ProviderHosts,
    pub tokens: &'a TokenCache,
    /// The instance's own address for this source.
    pub base: Option<&'a Url>,
    pub account: &'a Arc<str>,
    pub config: &'a Value,
    pub credentials: &'a Value,
}

impl Bench<'_> {
    /// The provider's address, or the instance's instead.
    pub fn at(&self, usual: &Url) -> Url {
        self.base.unwrap_or(usual).clone()
    }
}

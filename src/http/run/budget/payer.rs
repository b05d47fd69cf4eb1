//! Whose budget.

use crate::kernel::{
    app::App,
    caller::Caller,
    scope::{Actor, Scope},
};
use entity::ids::{ApiKeyId, UserId};
use std::net::IpAddr;

/// Whose budget.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Payer {
    User(UserId),
    Key(ApiKeyId),
    /// A stranger: by address, or the network it belongs to.
    Address(IpAddr),
    Nobody,
}

impl Payer {
    #[must_use]
    pub fn of(caller: &Caller) -> Self {
        if let Some(user) = caller.user {
            return Self::User(user);
        }
        match (caller.scope.as_ref().map(Scope::actor), caller.origin.ip) {
            (Some(Actor::ApiKey(key)), _) => Self::Key(key),
            // Whoever has one IPv6 address has 2^64 of them.
            (_, Some(IpAddr::V6(ip))) => Self::Address(IpAddr::V6((ip.to_bits() >> 64 << 64).into())),
            (_, Some(ip)) => Self::Address(ip),
            (_, None) => Self::Nobody,
        }
    }

    /// As the table that processes share has it: of an address only a keyed hash.
    pub(super) fn text(&self, app: &App) -> String {
        match self {
            Self::User(id) => format!("user {id}"),
            Self::Key(id) => format!("key {id}"),
            Self::Address(ip) => app.keys().keyed_hash("spending.address", &ip.to_string()),
            Self::Nobody => "nobody".to_owned(),
        }
    }
}

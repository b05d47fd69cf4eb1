//! How the server is: the one question anybody may ask.

use super::{CtxExt, Result};
use crate::kernel::error::Error;
use async_graphql::{Context, Object, SimpleObject, Subscription};
use futures_util::Stream;

/// How the server is.
#[derive(SimpleObject)]
pub struct Health {
    /// The program's version.
    version: &'static str,
    /// The database answers.
    is_database_up: bool,
}

#[derive(Default)]
pub struct HealthQuery;

#[Object]
impl HealthQuery {
    /// How the server is; needs no caller.
    async fn health(&self, ctx: &Context<'_>) -> Health {
        Health { version: env!("CARGO_PKG_VERSION"), is_database_up: ctx.app().db().ping().await.is_ok() }
    }
}

#[derive(Default)]
pub struct HealthSubscription;

#[Subscription]
impl HealthSubscription {
    /// The server's version, once: a stream to try a client with.
    async fn hello(&self, ctx: &Context<'_>) -> Result<impl Stream<Item = &'static str> + use<>> {
        if ctx.caller()?.is_stranger() {
            return Err(Error::Unauthenticated.into());
        }
        Ok(futures_util::stream::iter([env!("CARGO_PKG_VERSION")]))
    }
}

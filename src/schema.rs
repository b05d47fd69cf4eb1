//! The one schema: the domains' roots merged. Every new root is one line here.

use crate::{
    graphql::CtxExt,
    kernel::{app::App, wiring::Wiring},
};
use async_graphql::{
    Context, MergedObject, Object, SDLExportOptions, Schema, SchemaBuilder, SimpleObject, Subscription,
    futures_util::Stream,
};

/// Root fields that need no caller. Everything else is refused to strangers, by the doors, before anything runs.
pub const PUBLIC: &[&str] = &[
    "health",
    "sessionCreate",
    "sessionRefresh",
    "invitationAccept",
    "passwordResetRequest",
    "passwordReset",
    "agencyRegister",
];

/// What can be asked.
#[derive(MergedObject, Default)]
#[graphql(name = "Query")]
pub struct Query(HealthQuery);

pub type AppSchema = Schema<Query, async_graphql::EmptyMutation, HealthSubscription>;

fn builder() -> SchemaBuilder<Query, async_graphql::EmptyMutation, HealthSubscription> {
    Schema::build(Query::default(), async_graphql::EmptyMutation, HealthSubscription)
        .disable_suggestions()
        .limit_recursive_depth(64)
}

/// The schema at work. Limits are the doors' business, which know the caller.
#[must_use]
pub fn build(app: App) -> AppSchema {
    builder().data(app).finish()
}

/// The contract, as `schema.graphql` holds it: sorted, so that a difference shows meaning.
#[must_use]
pub fn sdl() -> String {
    let options = SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items();
    builder().finish().sdl_with_options(options)
}

/// What every domain can do and what is owed when something happens.
#[must_use]
pub fn wiring() -> Wiring {
    let mut wiring = Wiring::default();
    crate::reactions::wire(&mut wiring);
    wiring
}

#[derive(Default)]
pub struct HealthQuery;

/// How the server is.
#[derive(SimpleObject)]
pub struct Health {
    /// The program's version.
    version: &'static str,
    /// The database answers.
    is_database_up: bool,
}

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
    async fn hello(&self) -> impl Stream<Item = &'static str> {
        futures_util::stream::iter([env!("CARGO_PKG_VERSION")])
    }
}

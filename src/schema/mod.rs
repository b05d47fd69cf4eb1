//! The one schema: the domains' roots merged. Every new root is one line here.

mod node;
mod roots;

pub use roots::{PAID, PUBLIC};

use crate::{
    connections::graphql::{DataSourceMutation, DataSourceQuery, DataSourceSubscription},
    consent::graphql::{SuppressionMutation, SuppressionQuery},
    crm::graphql::{CrmMutation, CrmQuery, CrmSubscription},
    graphql::health::{HealthQuery, HealthSubscription},
    hooks::graphql::{HooksMutation, HooksQuery, HooksSubscription},
    identity::graphql::{IdentityMutation, IdentityQuery},
    imports::graphql::{ImportsMutation, ImportsQuery, ImportsSubscription},
    insight::graphql::{InsightMutation, InsightQuery, InsightSubscription},
    jobs::graphql::{JobsMutation, JobsQuery, JobsSubscription},
    kernel::{app::App, wiring::Wiring},
    prospecting::graphql::{ProspectingMutation, ProspectingQuery, ProspectingSubscription},
    transfer::graphql::TransferMutation,
};
use async_graphql::{MergedObject, MergedSubscription, SDLExportOptions, Schema, SchemaBuilder};

/// What can be asked.
#[derive(MergedObject, Default)]
#[graphql(name = "Query")]
pub struct Query(
    HealthQuery,
    IdentityQuery,
    JobsQuery,
    DataSourceQuery,
    SuppressionQuery,
    CrmQuery,
    ImportsQuery,
    HooksQuery,
    InsightQuery,
    ProspectingQuery,
    node::NodeQuery,
);

/// What can be done.
#[derive(MergedObject, Default)]
#[graphql(name = "Mutation")]
pub struct Mutation(
    IdentityMutation,
    JobsMutation,
    DataSourceMutation,
    SuppressionMutation,
    CrmMutation,
    ImportsMutation,
    HooksMutation,
    InsightMutation,
    ProspectingMutation,
    TransferMutation,
);

/// What can be followed as it happens.
#[derive(MergedSubscription, Default)]
#[graphql(name = "Subscription")]
pub struct Subscription(
    HealthSubscription,
    JobsSubscription,
    DataSourceSubscription,
    CrmSubscription,
    ImportsSubscription,
    HooksSubscription,
    InsightSubscription,
    ProspectingSubscription,
);

pub type AppSchema = Schema<Query, Mutation, Subscription>;

fn builder() -> SchemaBuilder<Query, Mutation, Subscription> {
    Schema::build(Query::default(), Mutation::default(), Subscription::default())
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

//! Imports as clients see them.

mod import;
mod mapping;

pub use import::Import;
pub use mapping::ImportMapping;

use async_graphql::MergedObject;
pub use import::ImportSubscription as ImportsSubscription;

/// What can be asked.
#[derive(MergedObject, Default)]
pub struct ImportsQuery(import::ImportQuery, mapping::MappingQuery);

/// What can be done.
#[derive(MergedObject, Default)]
pub struct ImportsMutation(import::ImportMutation, mapping::MappingMutation);

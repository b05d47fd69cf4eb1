//! Files in GraphQL.

mod export;
mod upload;

use async_graphql::MergedObject;
use export::ExportMutation;
use upload::UploadMutation;

/// What can be done with files.
#[derive(MergedObject, Default)]
pub struct TransferMutation(ExportMutation, UploadMutation);

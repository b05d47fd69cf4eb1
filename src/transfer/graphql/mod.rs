//! Files in GraphQL.

mod upload;

use async_graphql::MergedObject;
use upload::UploadMutation;

/// What can be done with files.
#[derive(MergedObject, Default)]
pub struct TransferMutation(UploadMutation);

//! Sending a file inside a mutation.

use crate::{
    graphql::{CtxExt, Result, file::File, upload::Upload},
    transfer::uploads,
};
use async_graphql::{Context, InputObject, Object};

/// A file to keep.
#[derive(InputObject)]
pub struct UploadCreateInput {
    /// CSV, TSV, XLSX or JSON Lines; as long as the server takes (2 GiB unless it was set otherwise).
    file: Upload,
}

#[derive(Default)]
pub struct UploadMutation;

#[Object]
impl UploadMutation {
    /// Keeps a file, to import people from it. Sent as `multipart/form-data`; big files are easier sent by `POST /files`.
    async fn upload_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The file to keep.")] input: UploadCreateInput,
    ) -> Result<File> {
        uploads::require(ctx.scope()?)?;
        let file = input.file.take(ctx, "file")?;
        Ok(uploads::keep(ctx.app(), ctx.scope()?, file).await?.into())
    }
}

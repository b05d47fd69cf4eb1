//! `File`: what came in and what went out, for every domain that has some.

use super::{CtxExt, Id, Result, node};
use async_graphql::{Context, InputValueError, InputValueResult, Object, Scalar, ScalarType, Value};
use chrono::{DateTime, Utc};
use entity::{
    file::{FilePurpose, FileStatus},
    ids::FileId,
};

/// A length in bytes: more than 32 bits hold, so not an `Int`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bytes(pub i64);

/// A whole number of bytes, as a JSON number.
#[Scalar]
impl ScalarType for Bytes {
    fn parse(value: Value) -> InputValueResult<Self> {
        let whole = match &value {
            Value::Number(number) => number.as_i64().filter(|bytes| *bytes >= 0),
            _ => None,
        };
        whole.map(Self).ok_or_else(|| InputValueError::expected_type(value))
    }

    fn to_value(&self) -> Value {
        Value::Number(self.0.into())
    }
}

node! {
    /// A file: what came in, what went out.
    File(file)
}

impl File {
    /// The one a job or an import names; null once it was thrown away.
    pub async fn named(ctx: &Context<'_>, id: Option<FileId>) -> Result<Option<Self>> {
        let Some(id) = id else { return Ok(None) };
        let now = ctx.app().now();
        Ok(Self::find(ctx, id).await?.filter(|file| file.is_whole() && file.0.expires_at > now))
    }

    /// One that is still being written is nobody's yet.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.0.status == FileStatus::Ready
    }
}

/// A file: what came in, what went out. Its bytes are had from `url` or `downloadUrl`, over plain HTTP.
#[Object]
impl File {
    /// Its id.
    pub async fn id(&self) -> Id<FileId> {
        self.0.id.into()
    }

    /// What it is called.
    fn name(&self) -> &str {
        &self.0.name
    }

    /// What it says it is: `text/csv`.
    fn media_type(&self) -> &str {
        &self.0.media_type
    }

    /// How long it is.
    fn bytes(&self) -> Bytes {
        Bytes(self.0.bytes)
    }

    /// SHA-256 of its bytes, in hex.
    fn sha256(&self) -> &str {
        self.0.sha256.as_deref().unwrap_or_default()
    }

    /// What it is for.
    fn purpose(&self) -> FilePurpose {
        self.0.purpose
    }

    /// Whether the caller sent it or asked for it.
    fn is_mine(&self, ctx: &Context<'_>) -> Result<bool> {
        let me = ctx.scope()?.actor().columns().1;
        Ok(me.is_some() && me == self.0.created_by)
    }

    /// Where it is had with the caller's credentials (GET). A path of this server where its public address is not set.
    fn url(&self, ctx: &Context<'_>) -> String {
        ctx.app().files().url(&self.0)
    }

    /// Where it is had without credentials for the next 15 minutes, in the caller's name: for a browser. Null for who may not
    /// take it.
    fn download_url(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Ok(ctx.app().files().link(ctx.scope()?, &self.0))
    }

    /// When it is thrown away.
    fn expires_at(&self) -> DateTime<Utc> {
        self.0.expires_at
    }

    /// When it was made.
    fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}

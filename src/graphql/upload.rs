//! `Upload`: a file inside a mutation (GraphQL multipart request). The door writes it to disk before the operation runs and
//! leaves the writer here; the variable's value only says which one.

use super::{Failure, Result};
use crate::kernel::{error::Error, files::Writer};
use async_graphql::{Context, InputValueError, InputValueResult, Scalar, ScalarType, Value};
use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, PoisonError},
};

/// Which of the request's files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload(pub String);

/// A file, sent beside the operation: a `multipart/form-data` request in the form of the GraphQL multipart request
/// specification (https://github.com/jaydenseric/graphql-multipart-request-spec).
#[Scalar]
impl ScalarType for Upload {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => Ok(Self(text)),
            other => Err(InputValueError::expected_type(other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// The files of one request, by what stands in the variables. Put into the request's data by the door.
#[derive(Clone, Default)]
pub struct Uploads(Arc<Mutex<HashMap<String, Writer>>>);

impl Uploads {
    pub fn put(&self, named: String, file: Writer) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(named, file);
    }

    /// Each file is taken once.
    #[must_use]
    pub fn take(&self, named: &str) -> Option<Writer> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(named)
    }

    /// Tells one set of files from another, as one text.
    #[must_use]
    pub fn digests(&self) -> String {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let each = all.iter().map(|(named, file)| format!("{named}:{} ", file.sha256().unwrap_or_default()));
        each.collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// What nobody took.
    #[must_use]
    pub fn rest(&self) -> Vec<Writer> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.drain().map(|(_, file)| file).collect()
    }
}

impl Upload {
    /// The file it means; refused where none came with the request.
    pub fn take(&self, ctx: &Context<'_>, path: &str) -> Result<Writer> {
        let file = ctx.data_opt::<Uploads>().and_then(|all| all.take(&self.0));
        let none = || Error::invalid(path, "a file that is sent with the request (multipart/form-data)");
        file.ok_or_else(|| Failure::from(none()))
    }
}

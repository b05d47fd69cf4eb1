//! The resolver's toolbox: errors, ids, lists, loaders, live streams. Knows the kernel and no domain.

pub mod ahead;
pub mod batch;
pub mod connection;
mod failure;
pub mod file;
pub mod filter;
pub mod guard;
pub mod live;
pub mod health;
pub mod id;
pub mod loader;
pub mod node;
mod nodes;
pub mod order;
pub mod plan;
pub mod scalars;
pub mod subject;
pub mod upload;

pub use connection::{Connection, connect};
pub use failure::{Failure, Result, to_server_error};
pub use id::Id;
pub(crate) use node::node;

use crate::kernel::{
    app::App,
    caller::Caller,
    error::{Error, Result as KernelResult},
    patch::Patch,
    scope::Scope,
};
use async_graphql::{Context, MaybeUndefined};

/// What resolvers take from their context.
pub trait CtxExt {
    fn app(&self) -> &App;
    fn caller(&self) -> KernelResult<&Caller>;
    fn scope(&self) -> KernelResult<&Scope>;
}

impl CtxExt for Context<'_> {
    fn app(&self) -> &App {
        self.data_unchecked()
    }

    fn caller(&self) -> KernelResult<&Caller> {
        self.data_opt::<Caller>().ok_or(Error::Unauthenticated)
    }

    fn scope(&self) -> KernelResult<&Scope> {
        self.caller()?.scope()
    }
}

/// Absent, `null` or a value, as the kernel says it.
pub fn patch<T>(value: MaybeUndefined<T>) -> Patch<T> {
    match value {
        MaybeUndefined::Undefined => Patch::Keep,
        MaybeUndefined::Null => Patch::Clear,
        MaybeUndefined::Value(value) => Patch::Set(value),
    }
}

//! Loaders for what is not a row by its id: something counted, a page of children. One statement for all keys of a level.

use super::{
    CtxExt,
    loader::{Loaders, Shared},
};
use crate::kernel::{
    app::App,
    error::{self, Error},
    page::{Page, PageArgs},
    scope::Scope,
};
use async_graphql::{Context, dataloader::Loader};
use std::{collections::HashMap, future::Future, hash::Hash, marker::PhantomData};

/// Something that is read for many keys at once.
pub trait Batch: Send + Sync + 'static {
    type Key: Clone + Eq + Hash + Send + Sync + 'static;
    type Value: Clone + Send + Sync + 'static;

    fn load(
        app: &App,
        scope: &Scope,
        keys: &[Self::Key],
    ) -> impl Future<Output = error::Result<HashMap<Self::Key, Self::Value>>> + Send;
}

/// The loader of a [`Batch`], for one request.
pub struct Batched<B> {
    app: App,
    scope: Scope,
    what: PhantomData<fn() -> B>,
}

impl<B: Batch> Loader<B::Key> for Batched<B> {
    type Value = B::Value;
    type Error = Error;

    async fn load(&self, keys: &[B::Key]) -> error::Result<HashMap<B::Key, B::Value>> {
        B::load(&self.app, &self.scope, keys).await
    }
}

/// The request's loader of this kind.
pub fn loader<B: Batch>(ctx: &Context<'_>) -> error::Result<Shared<Batched<B>>> {
    let loaders = ctx.data_opt::<Loaders>().ok_or_else(|| Error::bug("a request without loaders"))?;
    let scope = ctx.scope()?;
    loaders.get::<B::Key, _>(|| Batched::<B> {
        app: ctx.app().clone(),
        scope: scope.clone(),
        what: PhantomData,
    })
}

/// One value, together with whatever else this request loads of its kind.
pub async fn one<B: Batch>(ctx: &Context<'_>, key: B::Key) -> error::Result<Option<B::Value>> {
    if let Some(read_ahead) = ctx.data_opt::<Loaders>().and_then(|all| all.kept::<B, B::Key, B::Value>(&key))
    {
        return Ok(read_ahead);
    }
    // Boxed: every object's fields would carry the room for it, and most find what was read ahead.
    Box::pin(loader::<B>(ctx)?.load_one(key)).await
}

/// A page of the children of a parent.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PageOf<P> {
    pub parent: P,
    pub args: PageArgs,
}

/// A page of the children of one parent, together with those of the other parents on this level.
pub async fn children<B, P, M>(ctx: &Context<'_>, parent: P, args: PageArgs) -> error::Result<Page<M>>
where
    B: Batch<Key = PageOf<P>, Value = Page<M>>,
{
    let page = one::<B>(ctx, PageOf { parent, args }).await?;
    page.ok_or_else(|| Error::bug("a parent without its page"))
}

/// Parents that ask for the same page, together: each group is one statement.
#[must_use]
pub fn by_args<P: Copy>(keys: &[PageOf<P>]) -> Vec<(PageArgs, Vec<P>)> {
    let mut groups: HashMap<&PageArgs, Vec<P>> = HashMap::new();
    for key in keys {
        groups.entry(&key.args).or_default().push(key.parent);
    }
    groups.into_iter().map(|(args, parents)| (args.clone(), parents)).collect()
}

/// The pages of one group, under the keys that asked for them.
pub fn keyed<P, M>(
    args: &PageArgs,
    pages: HashMap<P, Page<M>>,
) -> impl Iterator<Item = (PageOf<P>, Page<M>)> {
    pages.into_iter().map(move |(parent, page)| (PageOf { parent, args: args.clone() }, page))
}

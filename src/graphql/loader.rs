//! One loader for every tenant row, made on first use in a request: a relation of a whole list costs one statement.

use super::CtxExt;
use crate::kernel::{
    app::App,
    error::{self, Error},
    scope::Scope,
};
use async_graphql::{
    Context,
    dataloader::{DataLoader, Loader, NoCache},
    runtime::{TokioSpawner, TokioTimer},
};
use entity::tenancy::Tenanted;
use sea_orm::{ColumnTrait, FromQueryResult, ModelTrait, QueryFilter};
use std::{
    any::{Any, TypeId},
    collections::HashMap,
    marker::PhantomData,
    sync::{Arc, Mutex, PoisonError},
};

/// The loaders of one request, by what they load. Put into the request's data by the doors.
#[derive(Default)]
pub struct Loaders {
    all: Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>,
    /// What lists have read ahead for the fields below them, by what was read.
    kept: Mutex<HashMap<TypeId, Box<dyn Any + Send>>>,
}

/// A loader of one request.
pub type Shared<L> = Arc<DataLoader<L, NoCache>>;

impl Loaders {
    /// The request's loader of this type, made by `make` when it is the first to ask.
    pub fn get<K, L>(&self, make: impl FnOnce() -> L) -> error::Result<Shared<L>>
    where
        K: Send + Sync + std::hash::Hash + Eq + Clone + 'static,
        L: Loader<K>,
    {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let one = all.entry(TypeId::of::<L>()).or_insert_with(|| {
            Arc::new(DataLoader::with_cache(make(), TokioSpawner::current(), TokioTimer::default(), NoCache))
        });
        one.clone().downcast().map_err(|_| Error::bug("a loader under another loader's type"))
    }
}

impl Loaders {
    /// Keeps what `what` found for `asked`, read ahead, for the rest of the request. For queries only, where nothing changes
    /// meanwhile.
    pub fn keep<T: 'static, K, V>(&self, asked: impl IntoIterator<Item = K>, found: HashMap<K, V>)
    where
        K: std::hash::Hash + Eq + Send + 'static,
        V: Send + 'static,
    {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let shelf = kept.entry(TypeId::of::<T>()).or_insert_with(|| Box::new(HashMap::<K, Option<V>>::new()));
        if let Some(shelf) = shelf.downcast_mut::<HashMap<K, Option<V>>>() {
            shelf.extend(asked.into_iter().map(|key| (key, None)));
            shelf.extend(found.into_iter().map(|(key, value)| (key, Some(value))));
        }
    }

    /// What was read ahead under this key: `Some(None)` when there was nothing to find.
    pub fn kept<T: 'static, K, V>(&self, key: &K) -> Option<Option<V>>
    where
        K: std::hash::Hash + Eq + 'static,
        V: Clone + 'static,
    {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let shelf = kept.get(&TypeId::of::<T>())?;
        shelf.downcast_ref::<HashMap<K, Option<V>>>()?.get(key).cloned()
    }
}

/// Loads rows of `E` by id, of the caller's agency and visibility only.
pub struct ById<E> {
    app: App,
    scope: Scope,
    rows: PhantomData<fn() -> E>,
}

impl<E> Loader<E::Id> for ById<E>
where
    E: Tenanted,
    E::Model: ModelTrait<Entity = E> + FromQueryResult + Clone + Send + Sync + 'static,
{
    type Value = Arc<E::Model>;
    type Error = Error;

    async fn load(&self, ids: &[E::Id]) -> error::Result<HashMap<E::Id, Arc<E::Model>>> {
        let rows = self.scope.find::<E>().filter(E::ID.is_in(ids.iter().copied()));
        let rows = rows.all(&self.scope.read(&self.app)).await?;
        Ok(rows.into_iter().map(|row| (E::id(&row), Arc::new(row))).collect())
    }
}

/// One row by id, together with whatever else this request loads of its kind; `None` when it is not the caller's to see.
pub async fn by_id<E>(ctx: &Context<'_>, id: E::Id) -> error::Result<Option<Arc<E::Model>>>
where
    E: Tenanted,
    E::Model: ModelTrait<Entity = E> + FromQueryResult + Clone + Send + Sync + 'static,
{
    let loaders = ctx.data_opt::<Loaders>().ok_or_else(|| Error::bug("a request without loaders"))?;
    if let Some(read_ahead) = loaders.kept::<E, E::Id, Arc<E::Model>>(&id) {
        return Ok(read_ahead);
    }
    let scope = ctx.scope()?;
    let make = || ById::<E> { app: ctx.app().clone(), scope: scope.clone(), rows: PhantomData };
    // Boxed: every object's fields would carry the room for it, and most find what was read ahead.
    Box::pin(loaders.get::<E::Id, _>(make)?.load_one(id)).await
}

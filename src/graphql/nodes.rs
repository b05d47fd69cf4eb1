//! The items of a list, as an answer. Most of their fields are ready when first asked (a column, a relation read ahead); such
//! a field costs nothing that outlives it, where the library would keep a future per field of every item until the last is done.
//!
//! The library's extensions are not called for these fields: this schema has none (decision 0006).

use super::connection::Edge;
use async_graphql::{
    ContainerType, ContextSelectionSet, OutputType, Positioned, ServerResult, Value,
    futures_util::{future::try_join_all, poll},
    indexmap::IndexMap,
    parser::types::{Field, Selection, SelectionSet},
    registry::Registry,
    resolver_utils::resolve_list,
};
use std::{borrow::Cow, collections::HashSet, future::Future, task::Poll};

/// `[N!]!`
pub struct Nodes<'a, N>(pub &'a [Edge<N>]);

impl<N: ContainerType> OutputType for Nodes<'_, N> {
    fn type_name() -> Cow<'static, str> {
        <Vec<&N> as OutputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <Vec<&N> as OutputType>::create_type_info(registry)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
        let nodes = self.0.iter().map(|edge| &edge.node);
        let Some(fields) = plain(&ctx.item.node) else {
            return resolve_list(ctx, field, nodes, Some(self.0.len())).await;
        };
        let fields = fields.as_slice();
        let items = nodes.enumerate().map(|(index, node)| async move {
            let ctx = ctx.with_index(index);
            object(&ctx, fields, node).await.map_err(|error| ctx.set_error_path(error))
        });
        Ok(Value::List(all(items).await?))
    }
}

/// The fields, where there are nothing but fields, each once.
fn plain(selected: &SelectionSet) -> Option<Vec<&Positioned<Field>>> {
    let mut keys = HashSet::new();
    let each = selected.items.iter().map(|selection| match &selection.node {
        Selection::Field(field)
            if field.node.directives.is_empty()
                && field.node.name.node != "__typename"
                && keys.insert(&field.node.response_key().node) =>
        {
            Some(field)
        }
        _ => None,
    });
    each.collect()
}

async fn object<N: ContainerType>(
    ctx: &ContextSelectionSet<'_>,
    fields: &[&Positioned<Field>],
    node: &N,
) -> ServerResult<Value> {
    let values = fields.iter().map(|field| async move {
        let ctx = ctx.with_field(field);
        Ok(node.resolve_field(&ctx).await?.unwrap_or_default())
    });
    let values = all(values).await?;
    let mut object = IndexMap::with_capacity(fields.len());
    let keys = fields.iter().map(|field| field.node.response_key().node.clone());
    object.extend(keys.zip(values));
    Ok(Value::Object(object))
}

/// What all of them give, in their order. Each is asked once; those that were not ready are waited for together, so that
/// loaders still see all their keys at once.
async fn all<F: Future<Output = ServerResult<Value>>>(
    futures: impl ExactSizeIterator<Item = F>,
) -> ServerResult<Vec<Value>> {
    let mut values = Vec::with_capacity(futures.len());
    let mut waiting = Vec::new();
    for (at, future) in futures.enumerate() {
        let mut future = Box::pin(future);
        let value = match poll!(&mut future) {
            Poll::Ready(value) => value?,
            Poll::Pending => {
                waiting.push(async move { Ok::<_, async_graphql::ServerError>((at, future.await?)) });
                Value::Null
            }
        };
        values.push(value);
    }
    for (at, value) in try_join_all(waiting).await? {
        values[at] = value;
    }
    Ok(values)
}

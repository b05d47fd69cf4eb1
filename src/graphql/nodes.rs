//! The items of a list, as an answer. Most of their fields are ready when first asked (a column, a relation read ahead); the
//! next one is then asked in the memory of the last, where the library would box a future per field of every item and keep
//! all of them until the last is done.
//!
//! The library's extensions are not called for these fields: this schema has none (decision 0006).

use super::connection::Edge;
use async_graphql::{
    ContainerType, ContextSelectionSet, Name, OutputType, Positioned, ServerError, ServerResult, Value,
    futures_util::{future::try_join_all, poll},
    indexmap::IndexMap,
    parser::types::{Field, Selection, SelectionSet},
    registry::Registry,
    resolver_utils::resolve_list,
    to_value,
};
use serde_json::value::RawValue;
use std::{borrow::Cow, future::Future, pin::Pin, sync::OnceLock, task::Poll};

/// `[N!]!`
pub struct Nodes<'a, N> {
    pub edges: &'a [Edge<N>],
    /// The whole list, where it is JSON already.
    pub finished: Option<&'a str>,
}

impl<N: ContainerType> OutputType for Nodes<'_, N> {
    fn type_name() -> Cow<'static, str> {
        <Vec<&N> as OutputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <Vec<&N> as OutputType>::create_type_info(registry)
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
        if let Some(text) = self.finished {
            return Ok(raw(text.to_owned()));
        }
        let nodes = self.edges.iter().map(|edge| &edge.node);
        let Some(plan) = Plan::of(&ctx.item.node) else {
            return resolve_list(ctx, field, nodes, Some(self.edges.len())).await;
        };
        let plan = &plan;
        let items = nodes.enumerate().map(|(index, node)| async move {
            let ctx = ctx.with_index(index);
            plan.object(&ctx, node).await.map_err(|error| ctx.set_error_path(error))
        });
        Ok(Value::List(all(items).await?))
    }
}

/// JSON that leaves as it is: an object with one field of a certain name, which the library's `raw_value` looks for.
fn raw(text: String) -> Value {
    static NAME: OnceLock<Option<Name>> = OnceLock::new();
    let name = NAME.get_or_init(|| match to_value(RawValue::NULL) {
        Ok(Value::Object(sample)) => sample.into_keys().next(),
        _ => None,
    });
    match name {
        Some(name) => Value::Object(IndexMap::from_iter([(name.clone(), Value::String(text))])),
        None => serde_json::from_str(&text).unwrap_or_default(),
    }
}

/// What is the same for every item.
struct Plan<'a> {
    fields: Vec<&'a Positioned<Field>>,
    /// The answer's keys, each with null; copied for each item, so that they are hashed once.
    blank: IndexMap<Name, Value>,
}

impl<'a> Plan<'a> {
    /// The fields, where there are nothing but fields, each once.
    fn of(selected: &'a SelectionSet) -> Option<Self> {
        let mut plan = Self { fields: vec![], blank: IndexMap::with_capacity(selected.items.len()) };
        for selection in &selected.items {
            let Selection::Field(field) = &selection.node else { return None };
            if !field.node.directives.is_empty() || field.node.name.node == "__typename" {
                return None;
            }
            if plan.blank.insert(field.node.response_key().node.clone(), Value::Null).is_some() {
                return None;
            }
            plan.fields.push(field);
        }
        Some(plan)
    }

    async fn object<N: ContainerType>(&self, ctx: &ContextSelectionSet<'_>, node: &N) -> ServerResult<Value> {
        let values = self.fields.iter().map(|field| async move {
            let ctx = ctx.with_field(field);
            Ok(node.resolve_field(&ctx).await?.unwrap_or_default())
        });
        let values = all(values).await?;
        let mut object = self.blank.clone();
        for (place, value) in object.values_mut().zip(values) {
            *place = value;
        }
        Ok(Value::Object(object))
    }
}

/// What all of them give, in their order. Each is asked once; those that were not ready are waited for together, so that
/// loaders still see all their keys at once.
async fn all<F: Future<Output = ServerResult<Value>>>(
    futures: impl ExactSizeIterator<Item = F>,
) -> ServerResult<Vec<Value>> {
    let mut values = Vec::with_capacity(futures.len());
    let mut waiting = Vec::new();
    let mut free: Option<Pin<Box<F>>> = None;
    for (at, future) in futures.enumerate() {
        let mut asked = match free.take() {
            Some(mut place) => {
                place.set(future);
                place
            }
            None => Box::pin(future),
        };
        let value = match poll!(&mut asked) {
            Poll::Ready(value) => {
                free = Some(asked);
                value?
            }
            Poll::Pending => {
                waiting.push(async move { Ok::<_, ServerError>((at, asked.await?)) });
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

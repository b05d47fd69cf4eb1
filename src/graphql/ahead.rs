//! Relations read ahead: a list looks at what is selected below it and reads each relation of the whole page in one
//! statement, before its fields are resolved. What was not read ahead is left to the loaders.

use super::{CtxExt, loader::Loaders};
use crate::kernel::{error, page::PageArgs};
use async_graphql::{Context, Lookahead, SelectionField, Value};
use entity::tenancy::Tenanted;
use sea_orm::{ColumnTrait, FromQueryResult, ModelTrait, QueryFilter};
use std::collections::{HashMap, HashSet};

/// What is selected of the items of a list: below `nodes`, and below `node` of `edges`.
pub struct Selected<'a>(Vec<Lookahead<'a>>);

impl<'a> Selected<'a> {
    #[must_use]
    pub fn items(ctx: &'a Context<'_>) -> Self {
        let ahead = ctx.look_ahead();
        Self(vec![ahead.field("nodes"), ahead.field("edges").field("node")])
    }

    #[must_use]
    pub fn has(&self, field: &str) -> bool {
        self.0.iter().any(|ahead| ahead.field(field).exists())
    }

    /// The pages asked of a to-many relation, each once. Arguments that are wrong are left for the field to refuse.
    #[must_use]
    pub fn pages(&self, field: &str) -> HashSet<PageArgs> {
        let fields = self.0.iter().flat_map(|ahead| ahead.field(field).selection_fields());
        fields.filter_map(|field| page_args(&field)).collect()
    }
}

fn page_args(field: &SelectionField<'_>) -> Option<PageArgs> {
    let mut args = PageArgs::default();
    for (name, value) in field.arguments().ok()? {
        match (name.as_str(), value) {
            (_, Value::Null) => {}
            ("first", Value::Number(number)) => args.first = Some(i32::try_from(number.as_i64()?).ok()?),
            ("last", Value::Number(number)) => args.last = Some(i32::try_from(number.as_i64()?).ok()?),
            ("after", Value::String(cursor)) => args.after = Some(cursor),
            ("before", Value::String(cursor)) => args.before = Some(cursor),
            _ => return None,
        }
    }
    Some(args)
}

/// Reads the rows of `E` with these ids, if any, for [`super::loader::by_id`] to find.
pub async fn by_id<E>(ctx: &Context<'_>, ids: impl Iterator<Item = E::Id>) -> error::Result<()>
where
    E: Tenanted,
    E::Model: ModelTrait<Entity = E> + FromQueryResult + Clone + Send + Sync + 'static,
{
    let ids: HashSet<E::Id> = ids.collect();
    let Some(loaders) = ctx.data_opt::<Loaders>().filter(|_| !ids.is_empty()) else { return Ok(()) };
    let scope = ctx.scope()?;
    let rows = scope.find::<E>().filter(E::ID.is_in(ids.iter().copied()));
    let rows = rows.all(&scope.read(ctx.app())).await?;
    let mut found: HashMap<E::Id, Option<E::Model>> = ids.into_iter().map(|id| (id, None)).collect();
    found.extend(rows.into_iter().map(|row| (E::id(&row), Some(row))));
    loaders.keep(found);
    Ok(())
}

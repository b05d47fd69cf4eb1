//! Relations read ahead: a list looks at what is selected below it and reads each relation of the whole page in one
//! statement, before its fields are resolved. What was not read ahead is left to the loaders.

use super::{
    CtxExt,
    batch::{Batch, PageOf},
    loader::Loaders,
};
use crate::kernel::{
    error::{self, Error},
    page::PageArgs,
    sparse::Columns,
};
use async_graphql::{Context, Lookahead, SelectionField, Value};
use entity::tenancy::Tenanted;
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, ModelTrait, QueryFilter};
use std::{collections::HashSet, str::FromStr, sync::Arc};

/// What is selected of the items of a list: below `nodes`, and below `node` of `edges`.
pub struct Selected<'a>(Vec<Lookahead<'a>>);

impl<'a> Selected<'a> {
    #[must_use]
    pub fn items(ctx: &'a Context<'_>) -> Self {
        let ahead = ctx.look_ahead();
        Self(vec![ahead.field("nodes"), ahead.field("edges").field("node")])
    }

    /// What is selected below this field of the items.
    #[must_use]
    pub fn below(&self, field: &str) -> Self {
        Self(self.0.iter().map(|ahead| ahead.field(field)).collect())
    }

    #[must_use]
    pub fn has(&self, field: &str) -> bool {
        self.0.iter().any(|ahead| ahead.field(field).exists())
    }

    /// The columns that the selected fields look at: what `relations` says of a field, else the column of the field's name. All
    /// of them where a field is neither, so that a new field works before anybody thinks of this.
    #[must_use]
    pub fn columns<E: EntityTrait>(
        &self,
        relations: impl Fn(&str) -> Option<&'static [E::Column]>,
    ) -> Columns<E> {
        let fields = self.0.iter().flat_map(Lookahead::selection_fields);
        let mut columns = vec![];
        for field in fields.flat_map(|items| items.selection_set().collect::<Vec<_>>()) {
            match (relations(field.name()), E::Column::from_str(field.name())) {
                (Some(own), _) => columns.extend(own),
                (None, Ok(column)) => columns.push(column),
                _ if field.name() == "__typename" => {}
                _ => return Columns::All,
            }
        }
        Columns::Only(columns)
    }

    /// The pages asked of a to-many relation, each once. Arguments that are wrong are left for the field to refuse.
    #[must_use]
    pub fn pages(&self, field: &str) -> HashSet<PageArgs> {
        let fields = self.0.iter().flat_map(|ahead| ahead.field(field).selection_fields());
        fields.filter_map(|field| page_args(&field)).collect()
    }
}

/// The page that a field asks for; `None` where its arguments are not a page's, or wrong.
pub(super) fn page_args(field: &SelectionField<'_>) -> Option<PageArgs> {
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

/// Reads the rows of `E` with these ids, for [`super::loader::by_id`] to find.
pub async fn by_id<E>(ctx: &Context<'_>, ids: impl IntoIterator<Item = E::Id>) -> error::Result<()>
where
    E: Tenanted,
    E::Model: ModelTrait<Entity = E> + FromQueryResult + Clone + Send + Sync + 'static,
{
    let ids: HashSet<E::Id> = ids.into_iter().collect();
    let Some(loaders) = ctx.data_opt::<Loaders>().filter(|_| !ids.is_empty()) else { return Ok(()) };
    let scope = ctx.scope()?;
    let rows = scope.find::<E>().filter(E::ID.is_in(ids.iter().copied()));
    let rows = rows.all(&scope.read(ctx.app())).await?;
    loaders.keep::<E, _, _>(ids, rows.into_iter().map(|row| (E::id(&row), Arc::new(row))).collect());
    Ok(())
}

/// Loads these of `B`, for [`super::batch::one`] and [`super::batch::children`] to find; returns what there was.
pub async fn batch<B: Batch>(ctx: &Context<'_>, keys: Vec<B::Key>) -> error::Result<Vec<B::Value>> {
    let Some(loaders) = ctx.data_opt::<Loaders>().filter(|_| !keys.is_empty()) else { return Ok(vec![]) };
    let found = B::load(ctx.app(), ctx.scope()?, &keys).await?;
    let values = found.values().cloned().collect();
    loaders.keep::<B, _, _>(keys, found);
    Ok(values)
}

/// Loads the pages of children that are selected as `field`, for each of these parents.
pub async fn children<B, P>(
    ctx: &Context<'_>,
    selected: &Selected<'_>,
    field: &str,
    parents: impl Iterator<Item = P> + Clone,
) -> error::Result<()>
where
    B: Batch<Key = PageOf<P>>,
{
    let pages = selected.pages(field).into_iter();
    let keys =
        pages.flat_map(|args| parents.clone().map(move |parent| PageOf { parent, args: args.clone() }));
    // What is wrong with the arguments is the field's to say.
    match batch::<B>(ctx, keys.collect()).await {
        Ok(_) | Err(Error::Invalid(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

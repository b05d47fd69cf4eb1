//! Lists that need no resolvers: where every selected field is a column, of the item or of a row it names, the list is read
//! straight into finished JSON (`kernel/finished`). What is selected otherwise goes the usual way; both say the same.

use super::{CtxExt, Result, ahead::page_args};
use crate::kernel::{
    finished::{As, Field, Object, One, column},
    page::PageArgs,
    scope::Visibility,
};
use async_graphql::{
    Context, Positioned, SelectionField,
    parser::types::{OperationType, Selection, SelectionSet, TypeCondition},
};
use entity::{ids::TypedId, tenancy::Tenanted};
use sea_orm::IdenStatic;
use std::str::FromStr;

/// Deeper fragments than this are not looked into.
const DEPTH: usize = 8;

/// A noun whose rows can be written without its resolvers.
pub trait Planned: Tenanted {
    /// What the schema calls it.
    const TYPE: &'static str;
    /// The fields that say what the column of their name says, and nothing else.
    const PLAIN: &'static [&'static str];
    /// The fields that are the id in the column of their name, with the prefix.
    const IDS: &'static [(&'static str, &'static str)] = &[];

    /// The row that this field shows.
    fn relation(_field: &str) -> Option<Relation> {
        None
    }

    /// What the field's pages are made of, where it is a list of rows that name this one.
    fn list(_field: &str) -> Option<Written> {
        None
    }
}

/// What is written of a selected object; `None`: it needs its resolvers.
pub type Written = for<'a> fn(&SelectionField<'a>) -> Option<Object>;

/// Another row.
pub struct Relation {
    pub one: One,
    pub object: Written,
}

/// How a list is written.
pub struct Plan {
    pub object: Object,
    /// The lists below each item, in the order of `Field::Later`.
    pub below: Vec<Below>,
}

/// A list below each item.
pub struct Below {
    pub field: String,
    pub args: PageArgs,
    pub object: Object,
    /// The key of `nodes`.
    pub key: String,
}

impl Plan {
    /// The plan of the list that is resolved here, if it can be written. A CLIENT's view is the resolvers' to narrow.
    pub fn of<E: Planned>(ctx: &Context<'_>) -> Result<Option<Self>> {
        let sees_all = matches!(ctx.scope()?.visibility(), Visibility::Agency);
        if !sees_all || !is_alone(ctx) || !is_of_one_type(ctx, &ctx.item.node.selection_set, None, DEPTH) {
            return Ok(None);
        }
        let mut below = vec![];
        let object = nodes(&ctx.field(), &["pageInfo", "totalCount", "totalCountIsLowerBound"])
            .and_then(|nodes| object_with::<E>(&nodes, &mut |field| list::<E>(field, &mut below)));
        Ok(object.map(|object| Self { object, below }))
    }
}

/// What is written of an object of `E`, without lists.
pub fn object<E: Planned>(selected: &SelectionField<'_>) -> Option<Object> {
    object_with::<E>(selected, &mut |_| None)
}

fn object_with<E: Planned>(
    selected: &SelectionField<'_>,
    list: &mut dyn FnMut(&SelectionField<'_>) -> Option<Field>,
) -> Option<Object> {
    let mut object = Object::default();
    for field in selected.selection_set() {
        let key = key(&field);
        // Two selections under one key are merged: the library's work.
        if !is_bare(&field) || object.fields.iter().any(|(other, _)| *other == key) {
            return None;
        }
        let what = match field.name() {
            "__typename" => Field::Name(E::TYPE),
            name => plain::<E>(name).or_else(|| relation::<E>(&field)).or_else(|| list(&field))?,
        };
        object.fields.push((key.to_owned(), what));
    }
    Some(object)
}

fn plain<E: Planned>(name: &str) -> Option<Field> {
    if let Some((_, prefix)) = E::IDS.iter().find(|(field, _)| *field == name) {
        return id::<E>(name, prefix);
    }
    match name {
        "id" => id::<E>(name, E::Id::PREFIX),
        _ if E::PLAIN.contains(&name) => column(&E::Column::from_str(name).ok()?),
        _ => None,
    }
}

fn id<E: Planned>(name: &str, prefix: &'static str) -> Option<Field> {
    Some(Field::Column(E::Column::from_str(name).ok()?.as_str(), As::Id(prefix)))
}

fn relation<E: Planned>(field: &SelectionField<'_>) -> Option<Field> {
    let Relation { one, object } = E::relation(field.name())?;
    Some(Field::One(one, object(field)?))
}

fn list<E: Planned>(field: &SelectionField<'_>, below: &mut Vec<Below>) -> Option<Field> {
    let object = E::list(field.name())?;
    let nodes = nodes(field, &[])?;
    let args = page_args(field)?;
    below.push(Below {
        field: field.name().to_owned(),
        args,
        object: object(&nodes)?,
        key: key(&nodes).to_owned(),
    });
    Some(Field::Later(below.len() - 1))
}

/// The one `nodes` of a connection, where beside it there is nothing but `others`.
fn nodes<'a>(connection: &SelectionField<'a>, others: &[&str]) -> Option<SelectionField<'a>> {
    let mut found = None;
    for field in connection.selection_set() {
        match field.name() {
            "nodes" if found.is_none() && is_bare(&field) => found = Some(field),
            name if others.contains(&name) => {}
            _ => return None,
        }
    }
    found
}

fn key<'a>(field: &SelectionField<'a>) -> &'a str {
    field.alias().unwrap_or_else(|| field.name())
}

fn is_bare(field: &SelectionField<'_>) -> bool {
    field.directives().is_ok_and(|directives| directives.is_empty())
}

/// Whether every field that is selected here and below is one of the type it is selected of. A fragment in a fragment may be for
/// another type with the same interface (`... on Node { ... on Campaign { status } }`): the library leaves its fields out.
fn is_of_one_type(
    ctx: &Context<'_>,
    selected: &Positioned<SelectionSet>,
    within: Option<&str>,
    depth: usize,
) -> bool {
    let fragment = |on: Option<&Positioned<TypeCondition>>, selected: &Positioned<SelectionSet>| {
        let on = on.map(|on| on.node.on.node.as_str());
        let is_other = within.is_some() && on.is_some() && on != within;
        depth > 0 && !is_other && is_of_one_type(ctx, selected, on.or(within), depth - 1)
    };
    selected.node.items.iter().all(|selection| match &selection.node {
        Selection::Field(field) => is_of_one_type(ctx, &field.node.selection_set, None, DEPTH),
        Selection::InlineFragment(inline) => {
            fragment(inline.node.type_condition.as_ref(), &inline.node.selection_set)
        }
        Selection::FragmentSpread(spread) => {
            let found = ctx.query_env.fragments.get(&spread.node.fragment_name.node);
            found.is_some_and(|found| fragment(Some(&found.node.type_condition), &found.node.selection_set))
        }
    })
}

/// Whether nothing else of the operation answers under this field's key: the library would merge the two.
fn is_alone(ctx: &Context<'_>) -> bool {
    let operation = &ctx.query_env.operation.node;
    let key = key(&ctx.field());
    operation.ty == OperationType::Query && answers(ctx, &operation.selection_set, key, DEPTH) == 1
}

/// How many fields of `selected` answer under `key`; many, where that is not to be seen.
fn answers(ctx: &Context<'_>, selected: &Positioned<SelectionSet>, key: &str, depth: usize) -> usize {
    if depth == 0 {
        return usize::MAX / 2;
    }
    let of = |selection: &Positioned<Selection>| match &selection.node {
        Selection::Field(field) => usize::from(field.node.response_key().node == key),
        Selection::InlineFragment(inline) => answers(ctx, &inline.node.selection_set, key, depth - 1),
        Selection::FragmentSpread(spread) => {
            let fragment = ctx.query_env.fragments.get(&spread.node.fragment_name.node);
            fragment.map_or(0, |fragment| answers(ctx, &fragment.node.selection_set, key, depth - 1))
        }
    };
    selected.node.items.iter().map(of).fold(0, usize::saturating_add)
}

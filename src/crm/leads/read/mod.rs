//! Finds leads: one, a page of them, their tags.

mod duplicates;
mod filter;
mod tags;

pub use duplicates::{Group as DuplicateGroup, Likeness, Sought, duplicates};
pub use filter::{LeadFilter, TagChoice};
pub use tags::{Tag, tags};

use crate::kernel::{
    app::App,
    error::{Error, Result},
    filter::Nested,
    finished::{self, Draft, Object},
    page::{self, OrderBy, Page, PageArgs},
    permission::Permission,
    scope::Scope,
    search,
    sparse::Columns,
};
use entity::{
    ids::LeadId,
    lead::{Column, Entity, Model},
};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, Select, sea_query::ExprTrait};

/// What leads are sorted by.
pub type LeadOrder = OrderBy<Entity>;

/// Which leads a list is about.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub filter: LeadFilter,
    /// Words that must all be in the name, title, company, address or number.
    pub search: Option<String>,
    /// The deleted ones instead of the live ones.
    pub is_deleted: bool,
}

/// One lead. The id of one that became part of another leads to that one.
pub async fn get(app: &App, scope: &Scope, id: LeadId) -> Result<Model> {
    scope.require(Permission::Read)?;
    let row = scope.get::<Entity>(id, &scope.read(app)).await?;
    followed(app, scope, row).await?.ok_or(Error::NotFound("lead"))
}

/// The lead this one is by now, unless it is deleted.
pub async fn followed(app: &App, scope: &Scope, mut row: Model) -> Result<Option<Model>> {
    while let Some(into) = row.merged_into {
        let Some(next) = scope.find_by_id::<Entity>(into).one(&scope.read(app)).await? else {
            return Ok(None);
        };
        row = next;
    }
    Ok(Some(row).filter(|row| row.deleted_at.is_none()))
}

/// A page of them; of each what `columns` says.
pub async fn list(
    app: &App,
    scope: &Scope,
    wanted: &Wanted,
    (order, columns): (LeadOrder, Columns<Entity>),
    args: &PageArgs,
) -> Result<Page<Model>> {
    scope.require(Permission::Read)?;
    page::page_of(rows(app, scope, wanted)?, columns, order, args, &scope.read(app)).await
}

/// A page of them, to be written as `object` says.
pub async fn draft(
    app: &App,
    scope: &Scope,
    wanted: &Wanted,
    (order, object): (LeadOrder, &Object),
    args: &PageArgs,
) -> Result<Draft> {
    scope.require(Permission::Read)?;
    finished::page(rows(app, scope, wanted)?, object, order, args, &scope.read(app)).await
}

/// How many there are, and whether there may be more.
pub async fn count(app: &App, scope: &Scope, wanted: &Wanted) -> Result<(u64, bool)> {
    page::total(rows(app, scope, wanted)?, &scope.read(app)).await
}

fn rows(app: &App, scope: &Scope, wanted: &Wanted) -> Result<Select<Entity>> {
    let words = search::words(wanted.search.as_deref().unwrap_or_default())?;
    let backend = scope.read(app).get_database_backend();
    let found = search::indexed::<Entity>(scope, Column::SearchText, &words, backend);
    let deleted = match wanted.is_deleted {
        // What became part of another is not to be restored.
        true => Column::DeletedAt.is_not_null().and(Column::MergedInto.is_null()),
        false => Column::DeletedAt.is_null(),
    };
    Ok(scope.find::<Entity>().filter(deleted).filter(wanted.filter.condition()?).filter(found))
}

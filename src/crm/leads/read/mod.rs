//! Finds leads: one, a page of them, their tags.

mod duplicates;
mod filter;
mod one;
mod seen;
mod tags;

pub use duplicates::{Group as DuplicateGroup, Likeness, Sought, duplicates};
pub use filter::{LeadFilter, TagChoice};
pub use one::{followed, get};
pub use tags::{Tag, tags};

use crate::kernel::{
    app::App,
    db::Reader,
    error::Result,
    filter::Nested,
    finished::{self, Draft, Object},
    page::{self, OrderBy, Page, PageArgs},
    permission::Permission,
    scope::{Scope, Visibility},
    search::{self, Lines},
    sparse::Columns,
};
use entity::lead::{Column, Entity, Model};
use sea_orm::{ColumnTrait, PaginatorTrait, QueryFilter, Select, sea_query::ExprTrait};

/// What leads are sorted by.
pub type LeadOrder = OrderBy<Entity>;

/// Which leads a list is about.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub filter: LeadFilter,
    /// Words that must all be in the name, title, company, address or number; for a CLIENT not in the company.
    pub search: Option<String>,
    /// The deleted ones instead of the live ones.
    pub is_deleted: bool,
}

/// How many there are, however many.
pub async fn count_all(app: &App, scope: &Scope, wanted: &Wanted) -> Result<u64> {
    scope.require(Permission::Read)?;
    let c = scope.read(app);
    Ok(rows(scope, wanted, &c).await?.count(&c).await?)
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
    let c = scope.read(app);
    page::page_of(rows(scope, wanted, &c).await?, columns, order, args, &c).await
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
    let c = scope.read(app);
    finished::page(rows(scope, wanted, &c).await?, object, order, args, &c).await
}

/// How many there are, and whether there may be more.
pub async fn count(app: &App, scope: &Scope, wanted: &Wanted) -> Result<(u64, bool)> {
    let c = scope.read(app);
    page::total(rows(scope, wanted, &c).await?, &c).await
}

async fn rows(scope: &Scope, wanted: &Wanted, c: &Reader<'_>) -> Result<Select<Entity>> {
    let words = search::words(wanted.search.as_deref().unwrap_or_default())?;
    let deleted = match wanted.is_deleted {
        // What became part of another is not to be restored.
        true => Column::DeletedAt.is_not_null().and(Column::MergedInto.is_null()),
        false => Column::DeletedAt.is_null(),
    };
    let filter = wanted.filter.as_seen(scope);
    let rows = scope.find::<Entity>().filter(deleted).filter(filter.condition()?);
    // The second line has the name of the company, which a CLIENT is not shown.
    let lines = match scope.visibility() {
        Visibility::Agency => Lines::All,
        Visibility::Campaigns(_) => Lines::First,
    };
    search::found(scope, rows, (Column::SearchText, lines, &words), c).await
}

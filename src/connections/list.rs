//! Asking about data sources.

use crate::kernel::{
    app::App,
    error::{Error, Result},
    filter::{Choice, Nested, Text},
    page::{self, OrderBy, Page, PageArgs},
    permission::Permission,
    scope::Scope,
    tx::Tx,
};
use entity::{
    data_source::{Column as C, DataSourceKind, DataSourceStatus, Entity, Model},
    ids::DataSourceId,
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, Select};

/// Which data sources.
#[derive(Clone, Debug, Default)]
pub struct DataSourceFilter {
    pub name: Text,
    pub kind: Choice<DataSourceKind>,
    pub status: Choice<DataSourceStatus>,
    pub and: Vec<Self>,
    pub or: Vec<Self>,
    pub not: Option<Box<Self>>,
}

impl Nested for DataSourceFilter {
    fn fields(&self) -> Condition {
        Condition::all()
            .add(self.name.on_folded(C::NameFolded))
            .add(self.kind.on(C::Kind))
            .add(self.status.on(C::Status))
    }

    fn and(&self) -> &[Self] {
        &self.and
    }

    fn or(&self) -> &[Self] {
        &self.or
    }

    fn not(&self) -> Option<&Self> {
        self.not.as_deref()
    }
}

/// The agency's sources that were not removed.
pub(super) fn rows(scope: &Scope) -> Select<Entity> {
    scope.find::<Entity>().filter(C::DeletedAt.is_null())
}

/// One of them, held until the transaction ends.
pub(super) async fn held(tx: &Tx, id: DataSourceId) -> Result<Model> {
    let row = tx.hold::<Entity>(id).await?;
    if row.deleted_at.is_some() {
        return Err(Error::NotFound("data_source"));
    }
    Ok(row)
}

pub async fn get(app: &App, scope: &Scope, id: DataSourceId) -> Result<Model> {
    scope.require(Permission::Read)?;
    let row = rows(scope).filter(C::Id.eq(id)).one(&scope.read(app)).await?;
    row.ok_or(Error::NotFound("data_source"))
}

/// Which, and part of a name.
pub type Asked = (DataSourceFilter, Option<String>);

/// One page.
pub async fn list(
    app: &App,
    scope: &Scope,
    asked: &Asked,
    order: OrderBy<Entity>,
    args: &PageArgs,
) -> Result<Page<Model>> {
    page::page(found(scope, asked)?, order, args, &scope.read(app)).await
}

/// How many there are; by value, because it is asked when the page is already made.
pub async fn count(app: App, scope: Scope, asked: Asked) -> Result<(u64, bool)> {
    page::total(found(&scope, &asked)?, &scope.read(&app)).await
}

fn found(scope: &Scope, (filter, search): &Asked) -> Result<Select<Entity>> {
    scope.require(Permission::Read)?;
    let named = Text { contains: search.clone(), ..Text::default() };
    Ok(rows(scope).filter(filter.condition()?).filter(named.on_folded(C::NameFolded)))
}

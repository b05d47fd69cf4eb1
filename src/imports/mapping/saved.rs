//! Mappings worth keeping: each agency has its own, by name.

use super::names::key;
use crate::{
    crm::keys,
    kernel::{
        app::App,
        audit::Deed,
        check::{Problems, line},
        error::{Error, Result},
        events::FieldChange,
        page::{self, OrderBy, Page, PageArgs},
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    ids::{ImportId, ImportMappingId},
    import,
    import_mapping::{Column, Entity, Model},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};

/// Mappings of one agency.
const MOST: u64 = 200;

/// Which columns, whatever their order, case and spaces.
pub fn columns_key(columns: &[String]) -> String {
    let mut keys: Vec<String> = columns.iter().map(|column| key(column)).collect();
    keys.sort_unstable();
    keys.dedup();
    keys.join("\n")
}

/// Keeps the mapping of an import under a name; one of the same name is replaced.
pub async fn save(app: &App, scope: &Scope, of: ImportId, name: &str) -> Result<Model> {
    scope.require(Permission::Import)?;
    let mut tx = Tx::begin(app, scope).await?;
    let import = scope.get::<import::Entity>(of, &tx).await?;
    let mut problems = Problems::default();
    let name = problems.keep("name", line(name, 100));
    if import.mapping.0.is_empty() {
        problems.add("importId", "an import that has been mapped (importMap)");
    }
    problems.finish()?;
    let name = name.unwrap_or_default();
    let folded = keys::fold(&name);
    let known = scope.find::<Entity>().filter(Column::NameFolded.eq(&folded)).one(&tx).await?;
    if known.is_none() && page::total(scope.find::<Entity>(), &tx).await?.0 >= MOST {
        return Err(Error::LimitReached { what: "mappings: delete one first".into(), retry_after: None });
    }
    let fresh = Model {
        id: ImportMappingId::new(),
        agency_id: scope.agency(),
        name,
        name_folded: folded,
        columns_key: columns_key(&import.columns.0),
        mapping: import.mapping,
        created_by: scope.actor().columns().1,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    let row = match known {
        None => {
            let all = fresh.clone().into_active_model().reset_all();
            Entity::insert(all).exec_without_returning(&tx).await?;
            fresh
        }
        Some(was) => replace(&tx, was, fresh).await?,
    };
    note(&mut tx, "IMPORT_MAPPING_SAVED", &row).await?;
    tx.commit().await?;
    Ok(row)
}

/// On record with how many columns it maps: their names are somebody's words.
async fn note(tx: &mut Tx, action: &str, row: &Model) -> Result<()> {
    let changes = vec![FieldChange::shown("columns", (), row.mapping.0.len())];
    tx.audit(Deed { action, subject: ("IMPORT_MAPPING", row.id.0), changes }).await
}

async fn replace(tx: &Tx, was: Model, fresh: Model) -> Result<Model> {
    let row = Model {
        id: was.id,
        created_by: was.created_by,
        created_at: was.created_at,
        version: was.version + 1,
        ..fresh
    };
    crate::kernel::change::write::<Entity>(tx, &was, &row).await?;
    Ok(row)
}

/// Forgets one.
pub async fn delete(app: &App, scope: &Scope, id: ImportMappingId) -> Result<ImportMappingId> {
    scope.require(Permission::Import)?;
    let mut tx = Tx::begin(app, scope).await?;
    let row = scope.get::<Entity>(id, &tx).await?;
    tx.delete::<Entity>().filter(Column::Id.eq(row.id)).exec(&tx).await?;
    note(&mut tx, "IMPORT_MAPPING_DELETED", &row).await?;
    tx.commit().await?;
    Ok(row.id)
}

/// One that exists.
pub async fn get(scope: &Scope, id: ImportMappingId, c: &impl ConnectionTrait) -> Result<Model> {
    scope.get::<Entity>(id, c).await
}

/// The agency's mappings by name.
pub async fn list(app: &App, scope: &Scope, args: &PageArgs) -> Result<Page<Model>> {
    scope.require(Permission::Read)?;
    let order = OrderBy { column: Column::NameFolded, is_descending: false };
    page::page(scope.find::<Entity>(), order, args, &scope.read(app)).await
}

/// The newest one for exactly these columns.
pub async fn saved_for(scope: &Scope, columns: &[String], c: &impl ConnectionTrait) -> Result<Option<Model>> {
    let same = scope.find::<Entity>().filter(Column::ColumnsKey.eq(columns_key(columns)));
    Ok(same.order_by_desc(Column::UpdatedAt).order_by_desc(Column::Id).one(c).await?)
}

/// How many there are, and whether there may be more.
pub async fn count(app: App, scope: Scope) -> Result<(u64, bool)> {
    page::total(scope.find::<Entity>(), &scope.read(&app)).await
}

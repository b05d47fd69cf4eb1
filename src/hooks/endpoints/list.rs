//! Asking about endpoints.

use crate::kernel::{
    app::App,
    error::{Error, Result},
    page::{self, OrderBy, Page, PageArgs},
    permission::Permission,
    scope::Scope,
    tx::Tx,
};
use entity::{
    ids::WebhookEndpointId,
    webhook_endpoint::{Column as C, EndpointStatus, Entity, Model},
};
use sea_orm::{ColumnTrait, QueryFilter, Select};

const UNKNOWN: Error = Error::NotFound("webhook_endpoint");

/// The agency's endpoints that were not removed.
pub(in crate::hooks) fn rows(scope: &Scope) -> Select<Entity> {
    scope.find::<Entity>().filter(C::DeletedAt.is_null())
}

/// One of them, held until the transaction ends.
pub(in crate::hooks) async fn held(tx: &Tx, id: WebhookEndpointId) -> Result<Model> {
    let row = tx.hold::<Entity>(id).await.map_err(|error| match error {
        Error::NotFound(_) => UNKNOWN,
        other => other,
    })?;
    if row.deleted_at.is_some() { Err(UNKNOWN) } else { Ok(row) }
}

pub async fn get(app: &App, scope: &Scope, id: WebhookEndpointId) -> Result<Model> {
    scope.require(Permission::ManageAgency)?;
    rows(scope).filter(C::Id.eq(id)).one(&scope.read(app)).await?.ok_or(UNKNOWN)
}

/// One page, newest first. `status`: only these.
pub async fn list(
    app: &App,
    scope: &Scope,
    status: Option<EndpointStatus>,
    args: &PageArgs,
) -> Result<Page<Model>> {
    let newest = OrderBy { column: C::CreatedAt, is_descending: true };
    page::page(found(scope, status)?, newest, args, &scope.read(app)).await
}

/// How many there are; by value, because it is asked when the page is already made.
pub async fn count(app: App, scope: Scope, status: Option<EndpointStatus>) -> Result<(u64, bool)> {
    page::total(found(&scope, status)?, &scope.read(&app)).await
}

fn found(scope: &Scope, status: Option<EndpointStatus>) -> Result<Select<Entity>> {
    scope.require(Permission::ManageAgency)?;
    let rows = rows(scope);
    Ok(match status {
        Some(status) => rows.filter(C::Status.eq(status)),
        None => rows,
    })
}

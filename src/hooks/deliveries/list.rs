//! The log of deliveries.

use crate::kernel::{
    app::App,
    error::Result,
    filter::{Choice, Times},
    page::{self, OrderBy, Page, PageArgs},
    permission::Permission,
    scope::Scope,
};
use entity::{
    event_kind::EventKind,
    ids::WebhookEndpointId,
    webhook_delivery::{Column as C, DeliveryStatus, Entity, Model},
};
use sea_orm::{Condition, QueryFilter, Select};

/// Which deliveries; all conditions must hold.
#[derive(Clone, Debug, Default)]
pub struct DeliveryFilter {
    pub endpoint: Choice<WebhookEndpointId>,
    pub status: Choice<DeliveryStatus>,
    pub kind: Choice<EventKind>,
    pub created_at: Times,
}

/// One page, newest first.
pub async fn list(app: &App, scope: &Scope, filter: &DeliveryFilter, args: &PageArgs) -> Result<Page<Model>> {
    let newest = OrderBy { column: C::CreatedAt, is_descending: true };
    page::page(found(scope, filter)?, newest, args, &scope.read(app)).await
}

/// How many there are; by value, because it is asked when the page is already made.
pub async fn count(app: App, scope: Scope, filter: DeliveryFilter) -> Result<(u64, bool)> {
    page::total(found(&scope, &filter)?, &scope.read(&app)).await
}

fn found(scope: &Scope, filter: &DeliveryFilter) -> Result<Select<Entity>> {
    scope.require(Permission::ManageAgency)?;
    let conditions = Condition::all()
        .add(filter.endpoint.on(C::EndpointId))
        .add(filter.status.on(C::Status))
        .add(filter.kind.on(C::EventKind))
        .add(filter.created_at.on(C::CreatedAt));
    Ok(scope.find::<Entity>().filter(conditions))
}

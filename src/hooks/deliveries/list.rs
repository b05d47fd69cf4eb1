//! The log of deliveries.

use crate::kernel::{
    app::App,
    error::Result,
    filter::{Choice, Nested, Times},
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

/// Which deliveries.
#[derive(Clone, Debug, Default)]
pub struct DeliveryFilter {
    pub endpoint: Choice<WebhookEndpointId>,
    pub status: Choice<DeliveryStatus>,
    pub kind: Choice<EventKind>,
    pub created_at: Times,
    pub and: Vec<Self>,
    pub or: Vec<Self>,
    pub not: Option<Box<Self>>,
}

impl Nested for DeliveryFilter {
    fn fields(&self) -> Condition {
        Condition::all()
            .add(self.endpoint.on(C::EndpointId))
            .add(self.status.on(C::Status))
            .add(self.kind.on(C::EventKind))
            .add(self.created_at.on(C::CreatedAt))
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

/// One page, in the order asked for.
pub async fn list(
    app: &App,
    scope: &Scope,
    filter: &DeliveryFilter,
    order: OrderBy<Entity>,
    args: &PageArgs,
) -> Result<Page<Model>> {
    page::page(found(scope, filter)?, order, args, &scope.read(app)).await
}

/// How many there are; by value, because it is asked when the page is already made.
pub async fn count(app: App, scope: Scope, filter: DeliveryFilter) -> Result<(u64, bool)> {
    page::total(found(&scope, &filter)?, &scope.read(&app)).await
}

fn found(scope: &Scope, filter: &DeliveryFilter) -> Result<Select<Entity>> {
    scope.require(Permission::ManageAgency)?;
    Ok(scope.find::<Entity>().filter(filter.condition()?))
}

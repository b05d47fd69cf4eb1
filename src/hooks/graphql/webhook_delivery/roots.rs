//! Webhook deliveries on Query and Mutation.

use super::WebhookDelivery;
use crate::{
    graphql::{
        Connection, CtxExt, Id, Result, connect,
        connection::page_args,
        filter::{DateTimeFilter, IdFilter, choice},
        order::OrderDirection,
    },
    hooks::deliveries::{self, DeliveryFilter},
    kernel::{filter::Choice, page::OrderBy},
};
use async_graphql::{Context, Enum, InputObject, Object};
use entity::{
    event_kind::EventKind,
    ids::{WebhookDeliveryId, WebhookEndpointId},
    webhook_delivery::{self, DeliveryStatus},
};

/// Conditions on whether a delivery arrived.
#[derive(Clone, Debug, Default, InputObject)]
pub struct WebhookDeliveryStatusFilter {
    /// Is this.
    eq: Option<DeliveryStatus>,
    /// Is one of these.
    #[graphql(name = "in", validator(max_items = 100))]
    is_in: Option<Vec<DeliveryStatus>>,
    /// Is not this.
    not: Option<DeliveryStatus>,
}

/// Conditions on what happened.
#[derive(Clone, Debug, Default, InputObject)]
pub struct WebhookDeliveryKindFilter {
    /// Is this.
    eq: Option<EventKind>,
    /// Is one of these.
    #[graphql(name = "in", validator(max_items = 100))]
    is_in: Option<Vec<EventKind>>,
    /// Is not this.
    not: Option<EventKind>,
    /// Is a test (true) or an event (false).
    is_null: Option<bool>,
}

/// Which deliveries; all conditions must hold.
#[derive(Clone, Debug, Default, InputObject)]
#[graphql(name = "WebhookDeliveryFilter")]
pub struct WebhookDeliveryFilterInput {
    /// By endpoint.
    endpoint_id: Option<IdFilter<WebhookEndpointId>>,
    /// By whether they arrived.
    status: Option<WebhookDeliveryStatusFilter>,
    /// By what happened.
    event_kind: Option<WebhookDeliveryKindFilter>,
    /// By when they were booked.
    created_at: Option<DateTimeFilter>,
    /// All of these must hold too.
    and: Option<Vec<Self>>,
    /// At least one of these must hold too.
    or: Option<Vec<Self>>,
    /// This must not hold.
    not: Option<Box<Self>>,
}

impl From<WebhookDeliveryFilterInput> for DeliveryFilter {
    fn from(f: WebhookDeliveryFilterInput) -> Self {
        let all = |filters: Option<Vec<WebhookDeliveryFilterInput>>| {
            filters.unwrap_or_default().into_iter().map(Into::into).collect()
        };
        Self {
            endpoint: f.endpoint_id.map(IdFilter::of).unwrap_or_default(),
            status: f.status.map_or_else(Choice::default, |f| choice(f.eq, f.is_in, f.not, None)),
            kind: f.event_kind.map_or_else(Choice::default, |f| choice(f.eq, f.is_in, f.not, f.is_null)),
            created_at: f.created_at.map(Into::into).unwrap_or_default(),
            and: all(f.and),
            or: all(f.or),
            not: f.not.map(|not| Box::new((*not).into())),
        }
    }
}

/// What deliveries can be sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
pub enum WebhookDeliveryOrderField {
    /// When they were booked.
    #[default]
    CreatedAt,
}

/// How deliveries are sorted.
#[derive(Clone, Copy, Debug, Default, InputObject)]
pub struct WebhookDeliveryOrder {
    /// By what.
    #[graphql(default)]
    field: WebhookDeliveryOrderField,
    /// Which way; DESC, newest first, when absent.
    #[graphql(default)]
    direction: OrderDirection,
}

impl From<WebhookDeliveryOrder> for OrderBy<webhook_delivery::Entity> {
    fn from(order: WebhookDeliveryOrder) -> Self {
        let column = match order.field {
            WebhookDeliveryOrderField::CreatedAt => webhook_delivery::Column::CreatedAt,
        };
        Self { column, is_descending: order.direction.is_descending() }
    }
}

#[derive(Default)]
pub struct WebhookDeliveryQuery;

#[Object]
impl WebhookDeliveryQuery {
    /// What was sent to the agency's webhook endpoints, or is on its way, newest first unless said otherwise.
    #[expect(clippy::too_many_arguments, reason = "the arguments every list takes")]
    async fn webhook_deliveries(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many, 1 to 100; 25 when absent.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many instead.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<WebhookDeliveryFilterInput>,
        #[graphql(desc = "In which order.")] order_by: Option<WebhookDeliveryOrder>,
    ) -> Result<Connection<WebhookDelivery>> {
        let (app, scope) = (ctx.app().clone(), ctx.scope()?.clone());
        let filter: DeliveryFilter = filter.unwrap_or_default().into();
        let (args, order) = (page_args(first, after, last, before), order_by.unwrap_or_default().into());
        let page =
            connect(args, async |args| deliveries::list(&app, &scope, &filter, order, &args).await).await?;
        Ok(page.counted_by(move || deliveries::count(app.clone(), scope.clone(), filter.clone())))
    }
}

/// Which delivery to send again.
#[derive(InputObject)]
pub struct WebhookDeliveryRedeliverInput {
    /// Which one.
    id: Id<WebhookDeliveryId>,
}

#[derive(Default)]
pub struct WebhookDeliveryMutation;

#[Object]
impl WebhookDeliveryMutation {
    /// Sends a delivery on its way again: at once, under the same id, with a new set of attempts.
    async fn webhook_delivery_redeliver(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The delivery to send once more.")] input: WebhookDeliveryRedeliverInput,
    ) -> Result<WebhookDelivery> {
        Ok(deliveries::redeliver(ctx.app(), ctx.scope()?, input.id.0).await?.into())
    }
}

//! Webhook endpoints on Mutation.

use super::WebhookEndpoint;
use crate::{
    base::secret::ExposeSecret,
    graphql::{CtxExt, Id, Result, patch, scalars::Url},
    hooks::{
        deliveries,
        endpoints::{self, EndpointChange, NewEndpoint, WithSecret},
        graphql::WebhookDelivery,
    },
};
use async_graphql::{Context, InputObject, MaybeUndefined, Object, SimpleObject};
use entity::{event_kind::EventKind, ids::WebhookEndpointId, webhook_endpoint::EndpointStatus};

/// Whom to tell what.
#[derive(InputObject)]
pub struct WebhookEndpointCreateInput {
    /// Where it is: a public https address, without user name and password.
    url: Url,
    /// For people.
    description: Option<String>,
    /// What it is told; absent or empty: everything.
    #[graphql(validator(max_items = 200))]
    event_kinds: Option<Vec<EventKind>>,
}

/// What to change. Absent: keep; null: clear.
#[derive(InputObject)]
pub struct WebhookEndpointUpdateInput {
    /// Which one.
    id: Id<WebhookEndpointId>,
    /// Where it is.
    url: MaybeUndefined<Url>,
    /// For people.
    description: MaybeUndefined<String>,
    /// What it is told, in place of what it was; null or empty: everything.
    #[graphql(validator(max_items = 200))]
    event_kinds: MaybeUndefined<Vec<EventKind>>,
    /// Switch it off, or on again.
    status: MaybeUndefined<EndpointStatus>,
    /// Refuse when the version is another by now.
    expected_version: Option<i32>,
}

/// Which endpoint to remove.
#[derive(InputObject)]
pub struct WebhookEndpointDeleteInput {
    /// Which one.
    id: Id<WebhookEndpointId>,
    /// Refuse when the version is another by now.
    expected_version: Option<i32>,
}

/// Which endpoint gets a new secret.
#[derive(InputObject)]
pub struct WebhookEndpointRotateSecretInput {
    /// Which one.
    id: Id<WebhookEndpointId>,
    /// Refuse when the version is another by now.
    expected_version: Option<i32>,
    /// Why, for the audit log: 1 to 500 characters; no secret and nobody's name.
    reason: Option<String>,
}

/// Which endpoint to send a test to.
#[derive(InputObject)]
pub struct WebhookEndpointTestInput {
    /// Which one.
    id: Id<WebhookEndpointId>,
}

/// What was removed.
#[derive(SimpleObject)]
pub struct WebhookEndpointDeletion {
    /// It is not there any more.
    deleted_id: Id<WebhookEndpointId>,
}

/// A webhook endpoint and its secret.
pub struct WebhookEndpointWithSecret(WithSecret);

/// A webhook endpoint and its secret.
#[Object]
impl WebhookEndpointWithSecret {
    /// The endpoint.
    fn endpoint(&self) -> WebhookEndpoint {
        self.0.endpoint.clone().into()
    }

    /// What its messages are signed with (`whsec_…`, for any Standard Webhooks library). Shown this once.
    fn secret(&self) -> &str {
        self.0.secret.expose_secret()
    }
}

impl From<WebhookEndpointCreateInput> for NewEndpoint {
    fn from(input: WebhookEndpointCreateInput) -> Self {
        let WebhookEndpointCreateInput { url, description, event_kinds } = input;
        Self { url: url.0, description, kinds: event_kinds.unwrap_or_default() }
    }
}

impl From<WebhookEndpointUpdateInput> for EndpointChange {
    fn from(input: WebhookEndpointUpdateInput) -> Self {
        Self {
            url: patch(input.url).map(|url| url.0),
            description: patch(input.description),
            kinds: patch(input.event_kinds),
            status: patch(input.status),
            expected_version: input.expected_version,
        }
    }
}

#[derive(Default)]
pub struct WebhookEndpointMutation;

#[Object]
impl WebhookEndpointMutation {
    /// Makes a webhook endpoint: from now on it is told what happens. The answer holds its secret, this once.
    async fn webhook_endpoint_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The address to call, and the kinds of events it is told.")]
        input: WebhookEndpointCreateInput,
    ) -> Result<WebhookEndpointWithSecret> {
        let made = endpoints::create(ctx.app(), ctx.scope()?, input.into()).await?;
        Ok(WebhookEndpointWithSecret(made))
    }

    /// Changes a webhook endpoint, or switches it off or on. What happens while it is off is not sent later: the next
    /// message's `previousCursor` shows the gap, and `events(after:)` fills it.
    async fn webhook_endpoint_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The endpoint, and its new address, kinds or status.")]
        input: WebhookEndpointUpdateInput,
    ) -> Result<WebhookEndpoint> {
        let id = input.id.0;
        Ok(endpoints::update(ctx.app(), ctx.scope()?, id, input.into()).await?.into())
    }

    /// Removes a webhook endpoint. What is on its way is not sent any more.
    async fn webhook_endpoint_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The endpoint to remove.")] input: WebhookEndpointDeleteInput,
    ) -> Result<WebhookEndpointDeletion> {
        endpoints::delete(ctx.app(), ctx.scope()?, input.id.0, input.expected_version).await?;
        Ok(WebhookEndpointDeletion { deleted_id: input.id })
    }

    /// Gives a webhook endpoint a new secret. For 24 hours messages carry a signature with each of the two. The answer holds
    /// the new one, this once.
    async fn webhook_endpoint_rotate_secret(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The endpoint that gets a new secret, and why.")]
        input: WebhookEndpointRotateSecretInput,
    ) -> Result<WebhookEndpointWithSecret> {
        let scope = ctx.scope()?.because(input.reason);
        let rotated = endpoints::rotate(ctx.app(), &scope, input.id.0, input.expected_version).await?;
        Ok(WebhookEndpointWithSecret(rotated))
    }

    /// Sends a message of type `TEST` to a webhook endpoint; ask for the delivery to see what came of it.
    async fn webhook_endpoint_test(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The endpoint to send a test message to.")] input: WebhookEndpointTestInput,
    ) -> Result<WebhookDelivery> {
        Ok(deliveries::test(ctx.app(), ctx.scope()?, input.id.0).await?.into())
    }
}

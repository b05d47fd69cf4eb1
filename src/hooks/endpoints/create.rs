//! Making an endpoint. From its own making on it is told what it asked for.

use super::{WithSecret, check, list::rows, secret};
use crate::{
    hooks::{events::WebhookEndpointCreated, signature},
    identity::agencies,
    kernel::{
        app::App,
        check::Problems,
        error::{Error, Result},
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    event_kind::EventKind,
    ids::WebhookEndpointId,
    webhook_endpoint::{self, EndpointStatus},
    webhook_position,
};
use sea_orm::{ActiveModelTrait, PaginatorTrait, Set};

/// Endpoints of one agency: each costs a row per event that concerns it.
const MOST: u64 = 20;

/// An endpoint to be.
#[derive(Clone, Debug)]
pub struct NewEndpoint {
    pub url: String,
    pub description: Option<String>,
    /// Empty: all.
    pub kinds: Vec<EventKind>,
}

/// Makes it, ENABLED.
pub async fn create(app: &App, scope: &Scope, new: NewEndpoint) -> Result<WithSecret> {
    scope.require(Permission::ManageAgency)?;
    let mut tx = Tx::begin(app, scope).await?;
    let mut problems = Problems::default();
    let url = problems.keep("url", check::address(app, &new.url)).unwrap_or_default();
    let description = problems.keep_some("description", new.description.as_deref(), check::description);
    let kinds = problems.keep("eventKinds", check::kinds(new.kinds)).unwrap_or_default();
    problems.finish()?;
    // Decided over all endpoints: of two at once, the second counts the first.
    agencies::hold(&tx).await?;
    if rows(scope).count(&tx).await? >= MOST {
        return Err(Error::conflict_with_hint(
            format!("An agency has at most {MOST} webhook endpoints."),
            "Remove one that is not used (`webhookEndpointDelete`).",
        ));
    }
    let (id, secret) = (WebhookEndpointId::new(), signature::mint(app.random()));
    let (sealed, key) = secret::seal(app, id, &secret)?;
    let row = webhook_endpoint::ActiveModel {
        id: Set(id),
        agency_id: Set(scope.agency()),
        url: Set(url),
        description: Set(description),
        event_kinds: Set(kinds),
        status: Set(EndpointStatus::Enabled),
        secret: Set(Some(sealed)),
        secret_key_id: Set(Some(key)),
        failure_count: Set(0),
        created_by: Set(scope.actor().columns().1),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    let endpoint = row.insert(&tx).await?;
    let position =
        webhook_position::ActiveModel { id: Set(id), agency_id: Set(scope.agency()), matched_seq: Set(None) };
    position.insert(&tx).await?;
    tx.start_listening();
    tx.emit(&WebhookEndpointCreated { endpoint: id, kinds: endpoint.event_kinds.0.clone() }).await?;
    tx.commit().await?;
    Ok(WithSecret { endpoint, secret })
}

//! Changing an endpoint, and switching it on again.

use super::{check, list::held};
use crate::{
    base::text::without_query,
    hooks::events::WebhookEndpointUpdated,
    kernel::{
        app::App,
        check::{self as checks, Problems},
        error::Result,
        events::FieldChange,
        patch::Patch,
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    event_kind::EventKind,
    ids::WebhookEndpointId,
    webhook_endpoint::{ActiveModel, EndpointStatus, Model},
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Unchanged},
    Set,
};

/// What is to change.
#[derive(Clone, Debug, Default)]
pub struct EndpointChange {
    pub url: Patch<String>,
    pub description: Patch<String>,
    /// As a whole; cleared: all.
    pub kinds: Patch<Vec<EventKind>>,
    pub status: Patch<EndpointStatus>,
    pub expected_version: Option<i32>,
}

/// Changes it. Switched on again, its failures are forgotten; what happened meanwhile was not sent: the next delivery names
/// its predecessor, so that the receiver sees the gap.
pub async fn update(
    app: &App,
    scope: &Scope,
    id: WebhookEndpointId,
    change: EndpointChange,
) -> Result<Model> {
    scope.require(Permission::ManageAgency)?;
    let mut tx = Tx::begin(app, scope).await?;
    let was = held(&tx, id).await?;
    checks::version("webhook endpoint", change.expected_version, was.version)?;
    let status = change.status.clone().over_required(was.status, "status")?;
    let mut row = decide(app, &was, change)?;
    row.status = Set(status);
    if status != was.status {
        let is_disabled = status == EndpointStatus::Disabled;
        row.disabled_at = Set(is_disabled.then_some(tx.now()));
        row.disabled_reason = Set(None);
    }
    // What failed there says nothing of another address.
    if status != was.status || row.url.as_ref() != &was.url {
        row.failure_count = Set(0);
        row.failing_since = Set(None);
    }
    row.version = Set(was.version + 1);
    row.updated_at = Set(tx.now());
    let is = row.update(&tx).await?;
    let (kinds, changes) = (is.event_kinds.0.clone(), differences(&was, &is));
    tx.emit(&WebhookEndpointUpdated { endpoint: id, status: is.status, kinds, changes }).await?;
    tx.commit().await?;
    Ok(is)
}

fn decide(app: &App, was: &Model, change: EndpointChange) -> Result<ActiveModel> {
    let mut problems = Problems::default();
    let url = problems.keep_patch("url", change.url, |text| check::address(app, &text));
    let description =
        problems.keep_patch("description", change.description, |text| check::description(&text));
    let kinds = problems.keep_patch("eventKinds", change.kinds, check::kinds);
    problems.finish()?;
    let url = url.over_required(was.url.clone(), "url")?;
    Ok(ActiveModel {
        id: Unchanged(was.id),
        // Somebody else may answer there.
        verified_at: if url == was.url { NotSet } else { Set(None) },
        url: Set(url),
        description: Set(description.over(was.description.clone())),
        event_kinds: Set(kinds.over(Some(was.event_kinds.clone())).unwrap_or_default()),
        ..Default::default()
    })
}

/// The audit log keeps where it is, not what stands after `?`: some receivers put their key there.
fn differences(was: &Model, is: &Model) -> Vec<FieldChange> {
    let mut all = vec![];
    if was.status != is.status {
        all.push(FieldChange::shown("status", was.status, is.status));
    }
    if was.event_kinds != is.event_kinds {
        all.push(FieldChange::shown("eventKinds", &was.event_kinds, &is.event_kinds));
    }
    if was.url != is.url {
        all.push(FieldChange::kept("url", without_query(&was.url), without_query(&is.url)));
    }
    if was.description != is.description {
        all.push(FieldChange::kept("description", &was.description, &is.description));
    }
    all
}

//! A machine with an API key becomes a caller.

use super::{Credentials, choose::Named};
use crate::{
    base::{clock::Timestamp, network::Network},
    identity::{platform, secret},
    kernel::{
        app::App,
        caller::{Caller, Origin},
        error::{Error, Result},
        permission::{Permission, Permissions},
        scope::{Actor, Grant, Scope, Visibility},
        tx::Tx,
    },
};
use chrono::TimeDelta;
use entity::{api_key, ids::ApiKeyId, membership::Role};
use sea_orm::{ColumnTrait, Condition, QueryFilter, sea_query::Expr};
use std::{net::IpAddr, sync::Arc};

const BAD: Error = Error::BadCredentials("This API key is not valid, or not any more.");
/// `last_used_at` is written at most this often: it says whether a key is in use, not how much.
const USE_NOTED_EVERY: TimeDelta = TimeDelta::minutes(1);

/// By an API key's secret.
pub async fn resolve(app: &App, key: &str, credentials: &Credentials, origin: Origin) -> Result<Caller> {
    let found = platform::api_key_by_hash(&secret::digest(key), app.db().platform()).await?;
    let Some((row, slug)) = found.filter(|(row, _)| is_good(row, origin.ip, app.now())) else {
        return Err(BAD);
    };
    if credentials.act_as.as_deref().is_some_and(|role| !role.trim().is_empty()) {
        return Err(Error::Forbidden("Only a super admin may act as a role (`X-Act-As`).".into()));
    }
    let named = credentials.agency.as_deref().filter(|text| !text.trim().is_empty()).map(Named::read);
    if named.is_some_and(|named| !named.is(row.agency_id, &slug)) {
        return Err(Error::NotFound("agency"));
    }
    let scope = scope(&row, &origin);
    note_use(app, &scope, &row).await;
    Ok(Caller { scope: Some(scope), origin, ..Caller::default() })
}

/// Is the key of a running stream still good, and for as much?
pub(super) async fn still_valid(app: &App, id: ApiKeyId, caller: &Caller, scope: &Scope) -> Result<bool> {
    let row = platform::api_key(scope.agency(), id, app.db().platform()).await?;
    Ok(row.is_some_and(|row| {
        is_good(&row, caller.origin.ip, app.now()) && permissions(&row) == scope.permissions()
    }))
}

/// The rights of a machine that is not here; where it would come from does not matter then.
pub(super) fn absent(row: &api_key::Model, now: Timestamp) -> Option<Scope> {
    let is_valid = row.revoked_at.is_none() && row.expires_at.is_none_or(|at| at > now);
    is_valid.then(|| scope(row, &Origin::default()))
}

fn is_good(row: &api_key::Model, ip: Option<IpAddr>, now: Timestamp) -> bool {
    let list = &row.ip_allow_list.0;
    let holds = |ip: IpAddr| {
        list.iter().any(|text| text.parse::<Network>().is_ok_and(|network| network.contains(ip)))
    };
    let comes_from_there = list.is_empty() || ip.is_some_and(holds);
    row.revoked_at.is_none() && row.expires_at.is_none_or(|at| at > now) && comes_from_there
}

/// What its scopes say, within its role.
pub(in crate::identity) fn permissions(row: &api_key::Model) -> Permissions {
    let scopes: Permissions = row.scopes.0.iter().filter_map(|name| Permission::parse(name)).collect();
    scopes.and(Permissions::of(row.role))
}

fn scope(row: &api_key::Model, origin: &Origin) -> Scope {
    Scope::granted(Grant {
        agency: row.agency_id,
        actor: Actor::ApiKey(row.id),
        membership: None,
        permissions: permissions(row),
        // Campaigns are given to members: a key that is a CLIENT sees none.
        visibility: match row.role {
            Role::Client => Visibility::Campaigns(Arc::default()),
            Role::AgencyAdmin | Role::Researcher => Visibility::Agency,
        },
        request_id: Some(origin.request_id.clone()).filter(|id| !id.is_empty()),
        ip: origin.ip,
        acting_as: None,
    })
}

/// Remembers that the key is in use. A request does not fail because this could not be written.
async fn note_use(app: &App, scope: &Scope, row: &api_key::Model) {
    let before = app.now() - USE_NOTED_EVERY;
    if row.last_used_at.is_some_and(|at| at > before) {
        return;
    }
    if let Err(error) = write_use(app, scope, row.id, before).await {
        tracing::warn!(%error, "could not note that an API key is in use");
    }
}

async fn write_use(app: &App, scope: &Scope, id: ApiKeyId, before: Timestamp) -> Result<()> {
    let tx = Tx::begin(app, scope).await?;
    let column = api_key::Column::LastUsedAt;
    tx.update::<api_key::Entity>()
        .col_expr(column, Expr::val(tx.now()))
        .filter(api_key::Column::Id.eq(id))
        .filter(Condition::any().add(column.is_null()).add(column.lte(before)))
        .exec(&tx)
        .await?;
    tx.commit().await
}

//! Making a key. Nobody makes one that may do more than they.

use crate::{
    base::{
        clock::Timestamp,
        network::Network,
        secret::{ExposeSecret, SecretString},
    },
    identity::{events::ApiKeyCreated, members::grant, platform, secret},
    kernel::{
        app::App,
        check::{Problems, line},
        error::Result,
        events::FieldChange,
        permission::{Permission, Permissions},
        scope::{Actor, Scope},
        tx::Tx,
    },
};
use chrono::Datelike;
use entity::{api_key, ids::ApiKeyId, json::StringList, membership::Role};
use sea_orm::{ActiveModelTrait, Set};

/// What stands before every key.
pub const PREFIX: &str = "lw_";
/// How much of a key is shown to recognise it.
const SHOWN: usize = 11;
/// Most networks of one key.
const MOST: usize = 50;
/// RFC 3339 writes no later year.
const LATEST: i32 = 9999;

/// A key to be.
#[derive(Clone, Debug)]
pub struct ApiKeyDraft {
    pub name: String,
    /// Never more than this role may.
    pub role: Role,
    pub scopes: Vec<Permission>,
    /// Addresses or networks (CIDR) it may come from; empty: anywhere.
    pub ip_allow_list: Vec<String>,
    /// `None`: until revoked.
    pub expires_at: Option<Timestamp>,
}

/// A key, and its secret: shown this once.
pub struct Created {
    pub key: api_key::Model,
    pub secret: SecretString,
}

/// Makes a key with these permissions, all of which its role and its maker have. Where a key makes it, it is good no longer than
/// that one, and from no more addresses.
pub async fn create(app: &App, scope: &Scope, draft: ApiKeyDraft) -> Result<Created> {
    scope.require(Permission::ManageAgency)?;
    let granted: Permissions = draft.scopes.iter().copied().collect();
    grant::permissions(scope, granted)?;
    let mut tx = Tx::begin(app, scope).await?;
    platform::lock_agency(&tx).await?;
    grant::still(&tx, granted).await?;
    let maker = match scope.actor() {
        Actor::ApiKey(id) => platform::api_key(scope.agency(), id, &tx).await?,
        Actor::Member(_) | Actor::SuperAdmin(_) | Actor::System => None,
    };
    let (name, networks) = check(&draft, maker.as_ref(), tx.now())?;
    let minted = secret::mint(app.random(), PREFIX);
    let row = api_key::ActiveModel {
        id: Set(ApiKeyId::new()),
        agency_id: Set(scope.agency()),
        name: Set(name),
        prefix: Set(minted.shown.expose_secret().chars().take(SHOWN).collect()),
        secret_hash: Set(minted.hash),
        scopes: Set(StringList(draft.scopes.iter().map(|scope| scope.name()).collect())),
        role: Set(draft.role),
        ip_allow_list: Set(StringList(networks)),
        expires_at: Set(draft.expires_at),
        last_used_at: Set(None),
        revoked_at: Set(None),
        created_by: Set(scope.actor().columns().1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    };
    let key = row.insert(&tx).await?;
    tx.emit(&ApiKeyCreated { key: key.id, role: key.role, bounds: bounds(&key) }).await?;
    tx.commit().await?;
    Ok(Created { key, secret: minted.shown })
}

fn check(
    draft: &ApiKeyDraft,
    maker: Option<&api_key::Model>,
    now: Timestamp,
) -> Result<(String, Vec<String>)> {
    let mut problems = Problems::default();
    let name = problems.keep("name", line(&draft.name, 200)).unwrap_or_default();
    if draft.scopes.is_empty() {
        problems.add("scopes", "at least one permission: a key without any can do nothing");
    }
    let ceiling = Permissions::of(draft.role);
    for (at, scope) in draft.scopes.iter().enumerate().filter(|(_, scope)| !ceiling.contains(**scope)) {
        problems.add(format!("scopes.{at}"), format!("a permission its role has: not {}", scope.name()));
    }
    if draft.ip_allow_list.len() > MOST {
        problems.add("ipAllowList", format!("at most {MOST} networks"));
    }
    let networks = draft.ip_allow_list.iter().take(MOST).enumerate();
    let networks: Vec<Network> = networks
        .filter_map(|(at, text)| problems.keep(&format!("ipAllowList.{at}"), text.parse::<Network>()))
        .collect();
    if draft.expires_at.is_some_and(|at| at <= now || at.year() > LATEST) {
        problems.add("expiresAt", "an instant to come, with a year of four digits");
    }
    if let Some(maker) = maker {
        stay_within(maker, draft.expires_at, &networks, &mut problems);
    }
    problems.finish()?;
    Ok((name, networks.iter().map(Network::to_string).collect()))
}

/// What whoever answers for the key has to know of it.
fn bounds(key: &api_key::Model) -> Vec<FieldChange> {
    vec![
        FieldChange::shown("name", (), &key.name),
        FieldChange::shown("scopes", (), &key.scopes),
        FieldChange::shown("expiresAt", (), key.expires_at),
        FieldChange::shown("ipAllowList", (), &key.ip_allow_list),
    ]
}

/// What a key may is bounded in time and place as well: making another one is no way around that.
fn stay_within(
    maker: &api_key::Model,
    expires_at: Option<Timestamp>,
    networks: &[Network],
    problems: &mut Problems,
) {
    if maker.expires_at.is_some_and(|end| expires_at.is_none_or(|at| at > end)) {
        problems.add("expiresAt", "an instant no later than the end of the key that makes it");
    }
    let own: Vec<Network> = maker.ip_allow_list.0.iter().filter_map(|text| text.parse().ok()).collect();
    let is_held = |network: &Network| own.iter().any(|own| own.holds(network));
    if !maker.ip_allow_list.0.is_empty() && (networks.is_empty() || !networks.iter().all(is_held)) {
        problems.add("ipAllowList", "addresses or networks of the key that makes it");
    }
}

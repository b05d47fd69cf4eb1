//! Making a key. Nobody makes one that may do more than they.

use crate::{
    base::{
        clock::Timestamp,
        network::Network,
        secret::{ExposeSecret, SecretString},
    },
    identity::{events::ApiKeyCreated, members::grant, secret},
    kernel::{
        app::App,
        check::{Problems, line},
        error::Result,
        permission::{Permission, Permissions},
        scope::Scope,
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

/// Makes a key with these permissions, all of which its role and its maker have.
pub async fn create(app: &App, scope: &Scope, draft: ApiKeyDraft) -> Result<Created> {
    scope.require(Permission::ManageAgency)?;
    grant::permissions(scope, draft.scopes.iter().copied().collect())?;
    let mut tx = Tx::begin(app, scope).await?;
    let (name, networks) = check(&draft, tx.now())?;
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
    tx.emit(&ApiKeyCreated { key: key.id, role: key.role }).await?;
    tx.commit().await?;
    Ok(Created { key, secret: minted.shown })
}

fn check(draft: &ApiKeyDraft, now: Timestamp) -> Result<(String, Vec<String>)> {
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
    let networks = networks
        .filter_map(|(at, text)| problems.keep(&format!("ipAllowList.{at}"), text.parse::<Network>()))
        .map(|network| network.to_string())
        .collect();
    if draft.expires_at.is_some_and(|at| at <= now || at.year() > LATEST) {
        problems.add("expiresAt", "an instant to come, with a year of four digits");
    }
    problems.finish()?;
    Ok((name, networks))
}

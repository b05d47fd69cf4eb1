//! Cached facts with an expiry, and the cached knowledge that there is none.

use crate::kernel::{app::App, error::Result, scope::Scope, tx::Tx};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    ids::LookupId,
    lookup::{ActiveModel, Column as C, Entity, Model},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set, sea_query::OnConflict};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::collections::HashMap;

/// Longest list of keys in one statement.
const KEYS: usize = 500;

/// What is remembered of one fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Cached {
    /// `None`: the provider does not know it.
    pub value: Option<Value>,
    pub fetched_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

impl Cached {
    /// The fact as a `T`; what an older version wrote in another shape counts as not known.
    #[must_use]
    pub fn read<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_value(self.value.clone()?).ok()
    }
}

/// What is remembered and not yet expired, by key ([`super::fact_key`]). `kind` is what was looked up:
/// `email_verification`.
pub async fn find(
    app: &App,
    scope: &Scope,
    provider: &str,
    kind: &str,
    keys: &[String],
) -> Result<HashMap<String, Cached>> {
    let mut found = HashMap::new();
    for some in keys.chunks(KEYS) {
        let rows = scope
            .find::<Entity>()
            .filter(C::Provider.eq(provider))
            .filter(C::Kind.eq(kind))
            .filter(C::KeyHash.is_in(some))
            .filter(C::ExpiresAt.gt(app.now()));
        for Model { key_hash, value, fetched_at, expires_at, .. } in rows.all(&scope.read(app)).await? {
            found.insert(key_hash, Cached { value, fetched_at, expires_at });
        }
    }
    Ok(found)
}

/// Remembers a fact (`None`: that there is none) for `keep`, under each of these keys (all different); what was remembered
/// before is replaced.
pub async fn put<T: Serialize>(
    tx: &Tx,
    provider: &str,
    kind: &str,
    keys: &[String],
    (value, keep): (Option<&T>, TimeDelta),
) -> Result<()> {
    let value = value.map(serde_json::to_value).transpose()?;
    let row = |key: &String| ActiveModel {
        id: Set(LookupId::new()),
        agency_id: Set(tx.scope().agency()),
        provider: Set(provider.into()),
        kind: Set(kind.into()),
        key_hash: Set(key.clone()),
        value: Set(value.clone()),
        fetched_at: Set(tx.now()),
        expires_at: Set(tx.now() + keep),
    };
    let replace = OnConflict::columns([C::AgencyId, C::Provider, C::Kind, C::KeyHash])
        .update_columns([C::Value, C::FetchedAt, C::ExpiresAt])
        .to_owned();
    for some in keys.chunks(KEYS) {
        let rows = Entity::insert_many(some.iter().map(row));
        rows.on_conflict(replace.clone()).exec_without_returning(tx).await?;
    }
    Ok(())
}

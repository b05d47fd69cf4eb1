//! A key per item of a command for many: kept in the transaction of what was done, so that there is no moment between effect
//! and answer. Of two commands at once that hold the same key, the second waits for the first to commit.

use super::{
    answer::{open, seal},
    book::AGENCIES,
    request::{KEPT, LONGEST, is_key},
};
use crate::kernel::{
    error::{Error, Result},
    scope::Scope,
    tx::Tx,
};
use entity::{
    idempotency_key::{Column, Entity, Model},
    ids::{ActorId, IdempotencyKeyId},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{CaseStatement, Expr, OnConflict},
};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashMap};

/// Outcomes in one statement.
const AT_ONCE: usize = 500;

/// What became of one item's key.
#[derive(Clone, Debug, PartialEq)]
pub enum ItemClaim {
    /// Do it, and keep what came of it under this.
    Mine(IdempotencyKeyId),
    /// It was done: what came of it.
    Stored(Value),
    /// The key was used for another item.
    Mismatch,
}

/// Claims a key for each item of `command`, in their order. An item's second half is everything that makes it another one.
/// `field` is what the keys are called in the input.
pub async fn claim_items(
    tx: &Tx,
    command: &str,
    field: &str,
    items: &[(String, String)],
) -> Result<Vec<ItemClaim>> {
    let Some(caller) = tx.scope().actor().columns().1 else {
        return Err(Error::Forbidden("Background work has no idempotency keys.".into()));
    };
    check(field, items)?;
    tx.delete::<Entity>().filter(Column::ExpiresAt.lte(tx.now())).exec(tx).await?;
    // A space is in no other key, so that these never meet a whole request's.
    let named = |key: &str| format!("{command} {key}");
    // By key, so that two commands never wait for each other in a circle.
    let rows: BTreeMap<String, Model> = items
        .iter()
        .map(|(key, item)| (named(key), row(tx.scope(), caller, named(key), item, tx.now())))
        .collect();
    let ours: HashMap<String, IdempotencyKeyId> =
        rows.iter().map(|(key, row)| (key.clone(), row.id)).collect();
    let rows = rows.into_values().map(sea_orm::IntoActiveModel::into_active_model);
    let rows = rows.map(sea_orm::ActiveModelTrait::reset_all);
    let unless_known = OnConflict::new().do_nothing().to_owned();
    Entity::insert_many(rows).on_conflict(unless_known).exec_without_returning(tx).await?;
    let known = known(tx, caller, ours.keys()).await?;
    let claimed = |(key, item): &(String, String)| {
        let row = known.get(&named(key)).ok_or_else(|| Error::bug("a key vanished"))?;
        match &row.response {
            _ if ours.get(&row.key) == Some(&row.id) => Ok(ItemClaim::Mine(row.id)),
            _ if row.request_hash != digest(item) => Ok(ItemClaim::Mismatch),
            Some(stored) => open(tx.app(), (AGENCIES, row.id.0), stored).map(ItemClaim::Stored),
            None => Err(Error::bug("an item was not answered")),
        }
    };
    items.iter().map(claimed).collect()
}

/// Keeps what came of each item that was done.
pub async fn keep_items(tx: &Tx, outcomes: &[(IdempotencyKeyId, Value)]) -> Result<()> {
    for some in outcomes.chunks(AT_ONCE) {
        let mut responses = CaseStatement::new();
        for (id, outcome) in some {
            let sealed = seal(tx.app(), (AGENCIES, id.0), outcome)?;
            responses = responses.case(Column::Id.eq(*id), Expr::value(sealed));
        }
        let write = tx.update::<Entity>().col_expr(Column::Response, responses.into());
        write.filter(Column::Id.is_in(some.iter().map(|(id, _)| *id))).exec(tx).await?;
    }
    Ok(())
}

fn check(field: &str, items: &[(String, String)]) -> Result<()> {
    let mut seen = std::collections::HashSet::new();
    for (at, (key, _)) in items.iter().enumerate() {
        if !is_key(key) {
            let right = format!("1 to {LONGEST} visible ASCII characters");
            return Err(Error::invalid(format!("{field}.{at}"), right));
        }
        if !seen.insert(key) {
            return Err(Error::invalid(format!("{field}.{at}"), "a key that no other item has"));
        }
    }
    Ok(())
}

async fn known(
    tx: &Tx,
    caller: ActorId,
    keys: impl Iterator<Item = &String>,
) -> Result<HashMap<String, Model>> {
    let rows = tx.scope().find::<Entity>().filter(Column::CallerId.eq(caller));
    let rows = rows.filter(Column::Key.is_in(keys)).all(tx).await?;
    Ok(rows.into_iter().map(|row| (row.key.clone(), row)).collect())
}

fn row(scope: &Scope, caller: ActorId, key: String, item: &str, now: crate::base::clock::Timestamp) -> Model {
    Model {
        id: IdempotencyKeyId::new(),
        agency_id: scope.agency(),
        caller_id: caller,
        key,
        request_hash: digest(item),
        response: None,
        created_at: now,
        expires_at: now + KEPT,
    }
}

fn digest(item: &str) -> String {
    hex::encode(Sha256::digest(item))
}

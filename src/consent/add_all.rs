//! Many entries at once: three statements, however many there are.

use super::{
    add::{NewSuppression, is_their_own, put, row, scope_of, strength, tell},
    key,
};
use crate::kernel::{
    error::{Error, Result},
    tx::Tx,
};
use entity::{
    ids::{CampaignId, SuppressionId, WorkspaceId},
    suppression::{Column as C, Entity, Model, SuppressionKind, SuppressionScope, SuppressionSource},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, LockType, OnConflict},
};
use std::collections::{BTreeMap, HashSet};

/// Entries in one statement.
const AT_ONCE: usize = 500;

/// What makes an entry another one.
type Place = (SuppressionScope, SuppressionKind, String, Option<WorkspaceId>, Option<CampaignId>);

/// An entry that was made, or raised from the source it had.
type Changed = (SuppressionId, Option<SuppressionSource>);

/// Adds each, or raises the one that is there to the stronger source; which were made or raised. What cannot be read as its kind
/// is passed over: it cannot be written to either.
pub(super) async fn add_all(tx: &mut Tx, entries: Vec<NewSuppression>) -> Result<Vec<Changed>> {
    let mut wanted: BTreeMap<String, Vec<(Place, NewSuppression)>> = BTreeMap::new();
    for new in entries {
        let Ok(normal) = key::normal(new.kind, &new.value) else { continue };
        let hash = key::hash(tx.app(), new.kind, &normal);
        let place = (scope_of(&new), new.kind, hash.clone(), new.workspace, new.campaign);
        let of_hash = wanted.entry(hash).or_default();
        match of_hash.iter_mut().find(|(known, _)| *known == place) {
            Some((_, known)) if strength(known.source) >= strength(new.source) => {}
            Some((_, known)) => *known = new,
            None => of_hash.push((place, new)),
        }
    }
    let all: Vec<(Place, NewSuppression)> = wanted.into_values().flatten().collect();
    let mut changed = vec![];
    for some in all.chunks(AT_ONCE) {
        add_some(tx, some, &mut changed).await?;
    }
    Ok(changed)
}

async fn add_some(tx: &mut Tx, some: &[(Place, NewSuppression)], changed: &mut Vec<Changed>) -> Result<()> {
    let there = held(tx, some).await?;
    changed.extend(raise(tx, some, &there).await?);
    let known: HashSet<Place> = there.iter().map(place).collect();
    let new: Vec<_> = some.iter().filter(|(place, _)| !known.contains(place)).collect();
    if new.is_empty() {
        return Ok(());
    }
    let rows = new.iter().map(|(place, new)| row(tx, new, place.2.clone(), new.reason.clone()));
    let once = OnConflict::new().do_nothing().to_owned();
    Entity::insert_many(rows).on_conflict(once).exec_without_returning(&*tx).await?;
    let added: Vec<(&Place, Option<Model>)> = {
        let made = held(tx, some).await?;
        let find = |wanted: &Place| made.iter().find(|row| place(row) == *wanted).cloned();
        new.iter().map(|(place, _)| (place, find(place))).collect()
    };
    for ((_, found), (_, entry)) in added.into_iter().zip(&new) {
        match found {
            Some(row) if row.created_at == tx.now() => {
                tell(tx, &row).await?;
                changed.push((row.id, None));
            }
            // Somebody else was faster, and perhaps took it away again: one by one.
            _ => match put(tx, entry.clone()).await {
                Ok((row, was)) if was != Some(row.source) => changed.push((row.id, was)),
                Ok(_) | Err(Error::Invalid(_)) => {}
                Err(error) => return Err(error),
            },
        }
    }
    Ok(())
}

/// Those that are weaker become as strong; which, and what they were.
async fn raise(tx: &mut Tx, some: &[(Place, NewSuppression)], there: &[Model]) -> Result<Vec<Changed>> {
    let mut stronger: BTreeMap<u8, (SuppressionSource, Vec<SuppressionId>)> = BTreeMap::new();
    let (mut told, mut raised) = (vec![], vec![]);
    for row in there {
        let Some((_, new)) = some.iter().find(|(wanted, _)| *wanted == place(row)) else { continue };
        let (given, kept) = (strength(new.source), strength(row.source));
        if given < kept || (given == kept && !is_their_own(new.source)) {
            continue;
        }
        stronger.entry(given).or_insert_with(|| (new.source, vec![])).1.push(row.id);
        if given > kept {
            raised.push((row.id, Some(row.source)));
            told.push(Model { source: new.source, ..row.clone() });
        }
    }
    for (source, ids) in stronger.into_values() {
        let update = tx.update::<Entity>().col_expr(C::Source, Expr::val(source));
        let update = update.col_expr(C::UpdatedAt, Expr::val(tx.now()));
        update.filter(C::Id.is_in(ids)).exec(&*tx).await?;
    }
    for row in told {
        tell(tx, &row).await?;
    }
    Ok(raised)
}

/// The entries there are, held in the order of their hashes: nobody removes what is being strengthened.
async fn held(tx: &Tx, some: &[(Place, NewSuppression)]) -> Result<Vec<Model>> {
    let rows = tx.scope().find::<Entity>();
    let rows = rows.filter(C::KeyHash.is_in(some.iter().map(|((_, _, hash, ..), _)| hash.as_str())));
    let rows = rows.order_by_asc(C::KeyHash).order_by_asc(C::Id);
    Ok(rows.lock(LockType::NoKeyUpdate).all(tx).await?)
}

fn place(row: &Model) -> Place {
    (row.scope, row.kind, row.key_hash.clone(), row.workspace_id, row.campaign_id)
}

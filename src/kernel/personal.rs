//! Personal values that are kept for those who must answer for something, and can be forgotten: sealed under a key of the person
//! they are about. Whoever destroys the key has forgotten them, wherever they stand, backups of the record included.

use super::{
    app::App,
    error::{Error, Result},
    scope::Scope,
    seal::{self, Key},
    tx::Tx,
};
use entity::{
    ids::SubjectKeyId,
    subject_key::{ActiveModel, Column, Entity, Model},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set, sea_query::OnConflict};
use std::collections::HashMap;
use uuid::Uuid;

/// Ids in one statement.
const IDS: usize = 500;

/// What the column of the keys is bound to, row by row.
pub(super) const COLUMN: (&str, &str) = ("subject_key", "sealed_key");

/// Seals `plain`, which is about this person, for this place.
pub(in crate::kernel) async fn seal(tx: &Tx, subject: Uuid, plain: &[u8], bound_to: &str) -> Result<Vec<u8>> {
    let key = key_of(tx, subject).await?;
    seal::with_key(&key, tx.app().random(), plain, bound_to)
}

/// The keys there are of these people. Who has none was forgotten, or nothing personal was ever kept of them.
pub async fn keys(app: &App, scope: &Scope, subjects: &[Uuid]) -> Result<HashMap<Uuid, Key>> {
    let mut keys = HashMap::new();
    for some in subjects.chunks(IDS) {
        let rows = scope.find::<Entity>().filter(Column::SubjectId.is_in(some.iter().copied()));
        for row in rows.all(&scope.read(app)).await? {
            keys.insert(row.subject_id, opened(app, &row)?);
        }
    }
    Ok(keys)
}

/// Forgets these people for good.
pub async fn forget(tx: &Tx, subjects: impl IntoIterator<Item = Uuid>) -> Result<()> {
    tx.delete::<Entity>().filter(Column::SubjectId.is_in(subjects)).exec(tx).await?;
    Ok(())
}

/// The person's key, made when there is none. Of two who make it at once, one does.
async fn key_of(tx: &Tx, subject: Uuid) -> Result<Key> {
    if let Some(row) = find(tx, subject).await? {
        return opened(tx.app(), &row);
    }
    let id = SubjectKeyId::new();
    let key: Key = tx.app().random().bytes::<32>();
    let row = ActiveModel {
        id: Set(id),
        agency_id: Set(tx.scope().agency()),
        subject_id: Set(subject),
        sealed_key: Set(tx.app().sealer().seal(&key, &bound_to(id))?),
        created_at: Set(tx.now()),
    };
    let once = OnConflict::new().do_nothing().to_owned();
    if Entity::insert(row).on_conflict(once).exec_without_returning(tx).await? > 0 {
        return Ok(key);
    }
    let row = find(tx, subject).await?.ok_or_else(|| Error::bug("a subject's key vanished"))?;
    opened(tx.app(), &row)
}

async fn find(tx: &Tx, subject: Uuid) -> Result<Option<Model>> {
    Ok(tx.scope().find::<Entity>().filter(Column::SubjectId.eq(subject)).one(tx).await?)
}

fn opened(app: &App, row: &Model) -> Result<Key> {
    let key = app.sealer().open(&row.sealed_key, &bound_to(row.id))?;
    key.try_into().map_err(|_| Error::bug("a subject's key has another length"))
}

fn bound_to(id: SubjectKeyId) -> String {
    format!("{}.{}:{id}", COLUMN.0, COLUMN.1)
}

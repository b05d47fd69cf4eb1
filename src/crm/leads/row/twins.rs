//! Who else of the workspace is this person: live leads that share a dedupe key (rule 16).

use crate::kernel::{
    error::{Error, Result},
    tx::Tx,
};
use entity::{
    ids::TypedId,
    lead::{self, Column, Model},
};
use sea_orm::{ColumnTrait, Condition, QueryFilter};

/// The live leads beside `row` that have one of its keys; at most one per key.
pub async fn twins(tx: &Tx, row: &Model) -> Result<Vec<Model>> {
    let same = [
        (Column::EmailKey, &row.email_key),
        (Column::LinkedinKey, &row.linkedin_key),
        (Column::PhoneKey, &row.phone_key),
    ];
    let keys = same.into_iter().filter_map(|(column, key)| key.as_ref().map(|key| column.eq(key)));
    let any = keys.fold(Condition::any(), Condition::add);
    if any.is_empty() {
        return Ok(vec![]);
    }
    let live = tx.scope().find::<lead::Entity>().filter(Column::WorkspaceId.eq(row.workspace_id));
    let live = live.filter(Column::DeletedAt.is_null()).filter(Column::MergedInto.is_null());
    Ok(live.filter(Column::Id.ne(row.id)).filter(any).all(tx).await?)
}

/// Refuses a second lead for one person, naming the first.
pub async fn refuse(tx: &Tx, row: &Model) -> Result<()> {
    let twins = twins(tx, row).await?;
    let shares = [
        (by_email as fn(&Model) -> &Option<String>, "e-mail address"),
        (by_linkedin, "LinkedIn profile"),
        (by_phone, "phone number"),
    ];
    for (key, name) in shares {
        if let Some(twin) = twins.iter().find(|twin| key(row).is_some() && key(twin) == key(row)) {
            return Err(Error::conflict_with_hint(
                format!("Another lead of this workspace has this {name}."),
                format!("It is {}: change that one with `leadUpdate`.", twin.id.shown()),
            ));
        }
    }
    Ok(())
}

pub fn by_email(row: &Model) -> &Option<String> {
    &row.email_key
}

pub fn by_linkedin(row: &Model) -> &Option<String> {
    &row.linkedin_key
}

pub fn by_phone(row: &Model) -> &Option<String> {
    &row.phone_key
}

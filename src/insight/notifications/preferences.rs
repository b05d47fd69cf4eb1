//! What a member wants to be told. Everything, until they say otherwise.

use crate::kernel::{
    app::App,
    error::{Error, Result},
    permission::Permission,
    scope::Scope,
    tx::Tx,
};
use entity::{
    ids::{MembershipId, NotificationPreferenceId},
    notification::NotificationKind,
    notification_preference::{ActiveModel, Column as C, Entity, Model},
};
use sea_orm::{ColumnTrait, EntityTrait, Iterable, QueryFilter, Set, sea_query::OnConflict};
use std::collections::BTreeMap;

/// Whether a member wants to be told of one kind of thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preference {
    pub kind: NotificationKind,
    pub is_enabled: bool,
}

/// One's own, for every kind.
pub async fn preferences(app: &App, scope: &Scope) -> Result<Vec<Preference>> {
    scope.require(Permission::OwnProfile)?;
    let rows = scope.find::<Entity>().filter(C::MembershipId.is_in(scope.membership()));
    Ok(completed(rows.all(&scope.read(app)).await?))
}

/// Sets some of one's own; of a kind named twice the last counts.
pub async fn set_preferences(app: &App, scope: &Scope, wished: &[Preference]) -> Result<Vec<Preference>> {
    scope.require(Permission::OwnProfile)?;
    let Some(member) = scope.membership() else {
        return Err(Error::Forbidden("Only members of the agency are told anything.".into()));
    };
    let tx = Tx::begin(app, scope).await?;
    let wished: BTreeMap<_, _> = wished.iter().map(|wish| (wish.kind, wish.is_enabled)).collect();
    let rows: Vec<_> =
        wished.into_iter().map(|(kind, is_enabled)| row(&tx, member, kind, is_enabled)).collect();
    if !rows.is_empty() {
        let changed = OnConflict::columns([C::AgencyId, C::MembershipId, C::Kind])
            .update_columns([C::IsEnabled, C::UpdatedAt])
            .to_owned();
        Entity::insert_many(rows).on_conflict(changed).exec_without_returning(&tx).await?;
    }
    let rows = scope.find::<Entity>().filter(C::MembershipId.eq(member)).all(&tx).await?;
    tx.commit().await?;
    Ok(completed(rows))
}

fn row(tx: &Tx, member: MembershipId, kind: NotificationKind, is_enabled: bool) -> ActiveModel {
    ActiveModel {
        id: Set(NotificationPreferenceId::new()),
        agency_id: Set(tx.scope().agency()),
        membership_id: Set(member),
        kind: Set(kind),
        is_enabled: Set(is_enabled),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    }
}

fn completed(rows: Vec<Model>) -> Vec<Preference> {
    let said: BTreeMap<_, _> = rows.into_iter().map(|row| (row.kind, row.is_enabled)).collect();
    let each = NotificationKind::iter();
    each.map(|kind| Preference { kind, is_enabled: said.get(&kind).copied().unwrap_or(true) }).collect()
}

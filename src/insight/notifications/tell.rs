//! Writes notifications for events that have just got their numbers, in their transaction.

use super::notice::{Audience, Notice, notice};
use crate::{
    graphql::subject::shown,
    kernel::{error::Result, events::LoggedEvent, scope::Scope, tx::Tx},
};
use entity::{
    ids::{MembershipId, NotificationId},
    membership::{Column as M, Entity as Members, Role},
    notification::{ActiveModel, Entity, NotificationKind},
    notification_preference::{Column as P, Entity as Preferences},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, Set};
use std::collections::HashSet;

/// Tells whom each event matters to, unless they do not want to know. `agency`: the whole of it.
pub async fn tell(tx: &Tx, agency: &Scope, events: &[LoggedEvent]) -> Result<()> {
    let mut rows = vec![];
    for (event, notice) in events.iter().filter_map(|event| Some((event, notice(event)?))) {
        let members = audience(tx, agency, notice.audience).await?;
        let unwilling = unwilling(tx, agency, notice.kind, &members).await?;
        let willing = members.into_iter().filter(|member| !unwilling.contains(member));
        rows.extend(willing.map(|member| row(tx, event, &notice, member)));
    }
    if !rows.is_empty() {
        Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

async fn audience(tx: &Tx, agency: &Scope, audience: Audience) -> Result<Vec<MembershipId>> {
    let admins = || members(tx, agency, M::Role.eq(Role::AgencyAdmin).into());
    let actor = match audience {
        Audience::Admins | Audience::ActorOrAdmins(None) => return admins().await,
        Audience::Actor(actor) | Audience::ActorOrAdmins(Some(actor)) => actor,
    };
    let member = members(tx, agency, M::Id.eq(MembershipId(actor.0)).into()).await?;
    let is_nobody = member.is_empty() && matches!(audience, Audience::ActorOrAdmins(_));
    if is_nobody { admins().await } else { Ok(member) }
}

async fn members(tx: &Tx, agency: &Scope, which: Condition) -> Result<Vec<MembershipId>> {
    let rows = agency.find::<Members>().filter(M::RemovedAt.is_null()).filter(which);
    Ok(rows.select_only().column(M::Id).into_tuple().all(tx).await?)
}

async fn unwilling(
    tx: &Tx,
    agency: &Scope,
    kind: NotificationKind,
    members: &[MembershipId],
) -> Result<HashSet<MembershipId>> {
    let rows = agency
        .find::<Preferences>()
        .filter(P::Kind.eq(kind))
        .filter(P::IsEnabled.eq(false))
        .filter(P::MembershipId.is_in(members.iter().copied()));
    let ids: Vec<MembershipId> = rows.select_only().column(P::MembershipId).into_tuple().all(tx).await?;
    Ok(ids.into_iter().collect())
}

fn row(tx: &Tx, event: &LoggedEvent, notice: &Notice, member: MembershipId) -> ActiveModel {
    ActiveModel {
        id: Set(NotificationId::new()),
        agency_id: Set(event.agency),
        membership_id: Set(member),
        seq: Set(event.seq),
        kind: Set(notice.kind),
        level: Set(notice.level),
        title: Set(notice.title.clone()),
        message: Set(notice.message.clone()),
        subject_type: Set(event.subject.kind),
        subject_id: Set(event.subject.id),
        action_path: Set(format!("{}/{}", notice.place, shown(event.subject))),
        action_label: Set(notice.label.to_owned()),
        read_at: Set(None),
        created_at: Set(tx.now()),
    }
}

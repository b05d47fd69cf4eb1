//! Writes notifications for events that have just got their numbers, in their transaction. The log is locked meanwhile: however
//! many events there are, it is asked three times at most.

use super::{
    list::CLIENTS,
    notice::{Audience, Notice, notice},
};
use crate::{
    graphql::subject::shown,
    kernel::{error::Result, events::LoggedEvent, scope::Scope, tx::Tx},
};
use entity::{
    ids::{ActorId, MembershipId, NotificationId},
    membership::{Column as M, Entity as Members, Role},
    notification::{ActiveModel, Entity, NotificationKind},
    notification_preference::{Column as P, Entity as Preferences},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, Set};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Ids in one statement, and rows: SQLite binds 32,766 values in one, a row has 15.
const AT_ONCE: usize = 500;

/// Tells whom each event matters to, unless they do not want to know. `agency`: the whole of it.
pub async fn tell(tx: &Tx, agency: &Scope, events: &[LoggedEvent]) -> Result<()> {
    let all: Vec<_> = events.iter().filter_map(|event| Some((event, notice(event)?))).collect();
    if all.is_empty() {
        return Ok(());
    }
    let asked: Vec<_> = all.iter().map(|(_, notice)| (notice.audience, notice.kind)).collect();
    let people = People::of(tx, agency, &asked).await?;
    let mut rows = rows(tx, &people, &all).into_iter().peekable();
    while rows.peek().is_some() {
        Entity::insert_many(rows.by_ref().take(AT_ONCE)).exec_without_returning(tx).await?;
    }
    Ok(())
}

fn rows(tx: &Tx, people: &People, all: &[(&LoggedEvent, Notice)]) -> Vec<ActiveModel> {
    let mut rows = vec![];
    for (event, notice) in all {
        let about = (notice.audience, notice.kind);
        let willing = people.audience(about).filter(|member| people.wants(notice.kind, *member));
        rows.extend(willing.map(|member| row(tx, event, notice, member)));
    }
    rows
}

/// Everybody who may have to be told something.
#[derive(Default)]
struct People {
    admins: Vec<MembershipId>,
    /// Of those who did something, those who are members.
    actors: HashMap<MembershipId, Role>,
    unwilling: HashSet<(NotificationKind, MembershipId)>,
}

impl People {
    async fn of(tx: &Tx, agency: &Scope, asked: &[(Audience, NotificationKind)]) -> Result<Self> {
        let actors: BTreeSet<ActorId> = asked.iter().filter_map(|(audience, _)| actor(*audience)).collect();
        let mut people = Self::default();
        let actors: Vec<MembershipId> = actors.into_iter().map(|id| MembershipId(id.0)).collect();
        for some in actors.chunks(AT_ONCE) {
            let these = M::Id.is_in(some.iter().copied());
            people.actors.extend(members(tx, agency, these.into()).await?);
        }
        if asked.iter().any(|about| people.is_for_admins(*about)) {
            let admins = members(tx, agency, M::Role.eq(Role::AgencyAdmin).into()).await?;
            people.admins = admins.into_iter().map(|(id, _)| id).collect();
        }
        let kinds: HashSet<NotificationKind> = asked.iter().map(|(_, kind)| *kind).collect();
        let either: BTreeSet<MembershipId> =
            people.admins.iter().chain(people.actors.keys()).copied().collect();
        let either: Vec<MembershipId> = either.into_iter().collect();
        for some in either.chunks(AT_ONCE) {
            people.unwilling.extend(unwilling(tx, agency, &kinds, some).await?);
        }
        Ok(people)
    }

    fn is_for_admins(&self, (audience, kind): (Audience, NotificationKind)) -> bool {
        match audience {
            Audience::Actor(_) => false,
            Audience::Admins | Audience::ActorOrAdmins(None) => true,
            Audience::ActorOrAdmins(Some(actor)) => !self.may_hear(MembershipId(actor.0), kind),
        }
    }

    /// Whoever became a CLIENT since they asked for something hears of it as little as whoever left.
    fn may_hear(&self, actor: MembershipId, kind: NotificationKind) -> bool {
        self.actors.get(&actor).is_some_and(|role| *role != Role::Client || kind == CLIENTS)
    }

    fn audience(&self, about: (Audience, NotificationKind)) -> impl Iterator<Item = MembershipId> {
        let admins = self.admins.iter().copied().filter(move |_| self.is_for_admins(about));
        let actor = actor(about.0).map(|actor| MembershipId(actor.0));
        admins.chain(actor.filter(move |actor| self.may_hear(*actor, about.1)))
    }

    fn wants(&self, kind: NotificationKind, member: MembershipId) -> bool {
        !self.unwilling.contains(&(kind, member))
    }
}

fn actor(audience: Audience) -> Option<ActorId> {
    match audience {
        Audience::Actor(actor) => Some(actor),
        Audience::ActorOrAdmins(actor) => actor,
        Audience::Admins => None,
    }
}

async fn members(tx: &Tx, agency: &Scope, which: Condition) -> Result<Vec<(MembershipId, Role)>> {
    let rows = agency.find::<Members>().filter(M::RemovedAt.is_null()).filter(which);
    Ok(rows.select_only().column(M::Id).column(M::Role).into_tuple().all(tx).await?)
}

async fn unwilling(
    tx: &Tx,
    agency: &Scope,
    kinds: &HashSet<NotificationKind>,
    members: &[MembershipId],
) -> Result<Vec<(NotificationKind, MembershipId)>> {
    let rows = agency
        .find::<Preferences>()
        .filter(P::Kind.is_in(kinds.iter().copied()))
        .filter(P::IsEnabled.eq(false))
        .filter(P::MembershipId.is_in(members.iter().copied()));
    Ok(rows.select_only().column(P::Kind).column(P::MembershipId).into_tuple().all(tx).await?)
}

fn row(tx: &Tx, event: &LoggedEvent, notice: &Notice, member: MembershipId) -> ActiveModel {
    ActiveModel {
        id: Set(NotificationId::new()),
        agency_id: Set(event.agency),
        membership_id: Set(member),
        seq: Set(event.seq),
        event_kind: Set(event.kind),
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

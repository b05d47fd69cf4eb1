//! Where a projection is in an agency's log.

use crate::kernel::{app::App, error::Result, scope::Scope, tx::Tx, work::Work};
use chrono::{DateTime, Utc};
use entity::{
    event_head,
    ids::AgencyId,
    projection::{ActiveModel, Column as C, Entity, Model},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, QuerySelect, Set,
    sea_query::{Expr, ExprTrait, LockBehavior, LockType, OnConflict, Query},
};

/// How far it has come, for readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The last event it has read.
    pub seq: i64,
    /// As of when what it says is right; none: it has read nothing yet.
    pub as_of: Option<DateTime<Utc>>,
}

/// Where a projection stands in the scope's agency.
#[expect(clippy::disallowed_methods, reason = "the kernel's own books, by the scope's agency")]
pub async fn standing(app: &App, scope: &Scope, name: &'static str) -> Result<Standing> {
    let read = &scope.read(app);
    let now = app.now();
    let place = Entity::find_by_id((scope.agency(), name.to_owned())).one(read).await?;
    let head = event_head::Entity::find_by_id(scope.agency()).one(read).await?;
    let last = head.map_or(0, |head| head.last_seq);
    let is_current = place.as_ref().map_or(last == 0, |place| !place.is_stale && place.seq >= last);
    let (seq, at) = place.map_or((0, None), |place| (place.seq, place.at));
    Ok(Standing { seq, as_of: if is_current { Some(now) } else { at } })
}

/// Agencies whose log has grown past it, or that are to begin anew; at most so many, after this one.
pub(super) async fn behind(app: &App, name: &str, after: AgencyId, most: u64) -> Result<Vec<AgencyId>> {
    let own = Condition::all()
        .add(Expr::col((Entity, C::AgencyId)).equals((event_head::Entity, event_head::Column::AgencyId)))
        .add(Expr::col((Entity, C::Name)).eq(name));
    let grown = Condition::any()
        .add(C::AgencyId.is_null())
        .add(C::IsStale.eq(true))
        .add(Expr::col((Entity, C::Seq)).lt(Expr::col((event_head::Entity, event_head::Column::LastSeq))));
    let heads = Query::select()
        .column((event_head::Entity, event_head::Column::AgencyId))
        .from(event_head::Entity)
        .join(JoinType::LeftJoin, Entity, own)
        .cond_where(grown)
        .and_where(event_head::Column::AgencyId.gt(after))
        .order_by((event_head::Entity, event_head::Column::AgencyId), sea_orm::Order::Asc)
        .limit(most)
        .to_owned();
    let rows = app.db().platform().query_all(&heads).await?;
    rows.iter().map(|row| Ok(row.try_get_by_index(0)?)).collect()
}

/// The place as it is; made when there is none.
#[expect(clippy::disallowed_methods, reason = "the kernel's own books, by agency")]
pub(super) async fn read(app: &App, agency: AgencyId, name: &str) -> Result<Model> {
    if let Some(place) = Entity::find_by_id((agency, name.to_owned())).one(app.db().platform()).await? {
        return Ok(place);
    }
    let work = Work::begin(app.db()).await?;
    let first = ActiveModel {
        agency_id: Set(agency),
        name: Set(name.to_owned()),
        seq: Set(0),
        at: Set(None),
        counted_seq: Set(0),
        kept_until: Set(None),
        is_stale: Set(false),
    };
    let unless_there = OnConflict::new().do_nothing().to_owned();
    Entity::insert(first.clone()).on_conflict(unless_there).exec_without_returning(&work).await?;
    work.commit().await?;
    Ok(Entity::find_by_id((agency, name.to_owned())).one(app.db().platform()).await?.unwrap_or(Model {
        agency_id: agency,
        name: name.to_owned(),
        seq: 0,
        at: None,
        counted_seq: 0,
        kept_until: None,
        is_stale: false,
    }))
}

/// Holds the place if it is still as it was read; `false`: somebody else is at it, or was.
#[expect(clippy::disallowed_methods, reason = "the kernel's own books, by agency")]
pub(super) async fn hold(tx: &Tx, seen: &Model) -> Result<bool> {
    let rows = Entity::find_by_id((seen.agency_id, seen.name.clone()));
    let held = rows.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked).one(tx).await?;
    Ok(held.is_some_and(|held| held == *seen))
}

pub(super) async fn write(tx: &Tx, is: Model) -> Result<()> {
    let row = ActiveModel {
        agency_id: sea_orm::Unchanged(is.agency_id),
        name: sea_orm::Unchanged(is.name),
        seq: Set(is.seq),
        at: Set(is.at),
        counted_seq: Set(is.counted_seq),
        kept_until: Set(is.kept_until),
        is_stale: Set(is.is_stale),
    };
    Entity::update(row).exec(tx).await?;
    Ok(())
}

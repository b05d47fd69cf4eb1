//! The log as a list: a page of it, either way, as the caller may see it.

use super::{as_seen, bounds_for, clients, cursor};
use crate::kernel::{
    app::App,
    error::{Error, Result},
    events::LoggedEvent,
    page::{Page, PageArgs, size},
    scope::{Scope, Visibility},
    wall,
};
use entity::{event, event_kind::EventKind, ids::CampaignId};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use std::sync::Arc;

/// Campaigns looked for in one group of a condition.
const GROUP: usize = 100;

/// Oldest first, as every reader of the log has it. `kinds`: only these; none, all.
#[expect(clippy::disallowed_methods, reason = "the kernel reads its own log, by the scope's agency")]
pub async fn history(
    app: &App,
    scope: &Scope,
    kinds: &[EventKind],
    args: &PageArgs,
) -> Result<Page<Arc<LoggedEvent>>> {
    let (most, is_back) = size(args)?;
    let rows = event::Entity::find().filter(wall::own_in(scope.agency()));
    let rows = between(app, scope, seen(rows, scope, kinds), args).await?;
    let rows = match is_back {
        true => rows.order_by_desc(event::Column::Seq),
        false => rows.order_by_asc(event::Column::Seq),
    };
    let mut rows = rows.limit(most + 1).all(&scope.read(app)).await?;
    let has_more = rows.len() as u64 > most;
    rows.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    if is_back {
        rows.reverse();
    }
    let items = rows.into_iter().filter_map(|row| {
        let cursor = cursor::encode(row.agency_id, row.seq).into();
        Some((cursor, as_seen(scope, Arc::new(LoggedEvent::decode(row)))?))
    });
    Ok(Page {
        items: items.collect(),
        has_previous: if is_back { has_more } else { args.after.is_some() },
        has_next: if is_back { args.before.is_some() } else { has_more },
    })
}

/// The same rule as `as_seen`, for the database: pages are full.
fn seen(mut rows: Select<event::Entity>, scope: &Scope, kinds: &[EventKind]) -> Select<event::Entity> {
    if let Visibility::Campaigns(campaigns) = scope.visibility() {
        rows = rows.filter(of(campaigns));
        rows = rows.filter(event::Column::Kind.is_in(clients::kinds()));
    }
    if !kinds.is_empty() {
        rows = rows.filter(event::Column::Kind.is_in(kinds.iter().copied()));
    }
    rows
}

/// What belongs to one of these campaigns. In groups: a database refuses a chain of alternatives that is too long.
fn of(campaigns: &[CampaignId]) -> Condition {
    let all = Condition::any().add(event::Column::CampaignId.is_in(campaigns.iter().copied()));
    campaigns.chunks(GROUP).fold(all, |all, some| {
        let named = some.iter().map(|id| event::Column::OtherCampaigns.contains(id.to_string()));
        all.add(named.fold(Condition::any(), Condition::add))
    })
}

async fn between(
    app: &App,
    scope: &Scope,
    mut rows: Select<event::Entity>,
    args: &PageArgs,
) -> Result<Select<event::Entity>> {
    if let Some(after) = &args.after {
        let after = cursor::decode(scope.agency(), "after", after)?;
        if after < bounds_for(app, scope).await?.floor {
            return Err(Error::CursorExpired(
                "Events this old are no longer kept: begin without `after`.".into(),
            ));
        }
        rows = rows.filter(event::Column::Seq.gt(after));
    }
    if let Some(before) = &args.before {
        rows = rows.filter(event::Column::Seq.lt(cursor::decode(scope.agency(), "before", before)?));
    }
    Ok(rows)
}

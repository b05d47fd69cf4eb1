//! What members look after and get done. Nothing for CLIENTs: who does what is the agency's own business.

use crate::{
    insight::analytics::{
        range::{Ask, Range},
        rollup,
        sums::{self, Whose},
    },
    kernel::{
        app::App,
        error::Result,
        permission::Permission,
        projection::{self, Standing},
        scope::{Scope, Visibility},
    },
};
use entity::{
    ids::MembershipId,
    membership::{self, Column as M, Role},
    metric::Metric,
    task::{self, Column as T},
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;

/// One member's numbers.
#[derive(Clone, Debug)]
pub struct MemberNumbers {
    pub member: membership::Model,
    /// Leads they look after now.
    pub leads: i64,
    /// Leads they were given in the range.
    pub leads_assigned: i64,
    /// Tasks of theirs that were done in the range.
    pub tasks_done: i64,
    /// Tasks of theirs that wait.
    pub tasks_open: i64,
}

/// Everybody who works here, who joined first first.
pub async fn team(app: &App, scope: &Scope, ask: Ask) -> Result<(Vec<MemberNumbers>, Range, Standing)> {
    scope.require(Permission::Read)?;
    let range = ask.at(app.now())?;
    let standing = projection::standing(app, scope, rollup::NAME).await?;
    if matches!(scope.visibility(), Visibility::Campaigns(_)) {
        return Ok((vec![], range, standing));
    }
    let members = scope.find::<membership::Entity>().filter(M::RemovedAt.is_null());
    let members = members.filter(M::Role.ne(Role::Client)).order_by_asc(M::CreatedAt).order_by_asc(M::Id);
    let members = members.all(&scope.read(app)).await?;
    let (whose, assigned) = (Whose::Everything(None), [Metric::LeadsAssigned]);
    let now = sums::stocks(app, scope, whose, &assigned).await?;
    let came = sums::flows(app, scope, whose, &assigned, &[range]).await?.pop().unwrap_or_default();
    let ids: Vec<MembershipId> = members.iter().map(|member| member.id).collect();
    let within = Condition::all().add(T::DoneAt.gte(range.start())).add(T::DoneAt.lt(range.end()));
    let done = tasks(app, scope, &ids, within).await?;
    let open = tasks(app, scope, &ids, Condition::all().add(T::DoneAt.is_null())).await?;
    let numbers = |member: membership::Model| MemberNumbers {
        leads: now.keyed(Metric::LeadsAssigned, &member.id.to_string()),
        leads_assigned: came.keyed(Metric::LeadsAssigned, &member.id.to_string()),
        tasks_done: done.get(&member.id).copied().unwrap_or_default(),
        tasks_open: open.get(&member.id).copied().unwrap_or_default(),
        member,
    };
    Ok((members.into_iter().map(numbers).collect(), range, standing))
}

async fn tasks(
    app: &App,
    scope: &Scope,
    members: &[MembershipId],
    which: Condition,
) -> Result<HashMap<MembershipId, i64>> {
    let rows =
        scope.find::<task::Entity>().filter(T::AssigneeId.is_in(members.iter().copied())).filter(which);
    let rows =
        rows.select_only().column(T::AssigneeId).expr_as(T::Id.count(), "tasks").group_by(T::AssigneeId);
    let rows: Vec<(MembershipId, i64)> = rows.into_tuple().all(&scope.read(app)).await?;
    Ok(rows.into_iter().collect())
}

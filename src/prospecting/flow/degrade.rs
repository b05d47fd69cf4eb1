//! A source that fails us makes the result poorer, never the job fail; the request and its log say so.

use crate::{
    jobs,
    kernel::{error::Result, tx::Tx},
};
use entity::{
    ids::{JobId, LeadRequestId},
    job_log::LogLevel,
    json::{Degradation, Degradations},
    lead_request::{self, Column as C},
};
use sea_orm::{ColumnTrait, QueryFilter, sea_query::Expr};
use serde_json::json;

/// Adds to what failed: `source` by its name, so often, for this reason. After the job's rows: whoever holds both holds the
/// job first.
pub(super) async fn degrade(
    tx: &mut Tx,
    request: LeadRequestId,
    job: JobId,
    what: Degradation,
) -> Result<()> {
    let Degradation { source, reason, count, recovered } = &what;
    let end = if *recovered { "it worked in the end" } else { "went on without" };
    let times = if *count == 1 { "once".to_owned() } else { format!("{count} times") };
    let line = format!("{source}: {} ({times}); {end}.", words(reason));
    let details = json!({ "source": source, "reason": reason, "count": count, "recovered": recovered });
    jobs::log(tx, job, LogLevel::Warning, &line, Some(details)).await?;
    let row = tx.hold::<lead_request::Entity>(request).await?;
    let list = added(row.degraded, what);
    tx.update::<lead_request::Entity>()
        .col_expr(C::Degraded, Expr::val(serde_json::to_value(&list)?))
        .col_expr(C::UpdatedAt, Expr::val(tx.now()))
        .filter(C::Id.eq(request))
        .exec(&*tx)
        .await?;
    Ok(())
}

/// One entry per source, reason and end.
fn added(Degradations(mut list): Degradations, new: Degradation) -> Degradations {
    let is_same = |old: &&mut Degradation| {
        (&old.source, &old.reason, old.recovered) == (&new.source, &new.reason, new.recovered)
    };
    match list.iter_mut().find(is_same) {
        Some(old) => old.count = old.count.saturating_add(new.count),
        None => list.push(new),
    }
    Degradations(list)
}

/// The reason, for people.
fn words(reason: &str) -> &str {
    match reason {
        "own_limit" => "may not be asked so often with its limit",
        "rate_limited" => "asked us to come back later",
        "unreachable" => "could not be reached, or failed",
        "unauthorized" => "does not accept the credentials",
        "malformed" => "answered what could not be understood",
        "bad_request" => "refused the question",
        "not_permitted" => "does not allow this with the present plan or key",
        "out_of_credits" => "has no credits left",
        "forbidden_451" => "may not tell about somebody",
        "unknown_outcome" => "was cut off earlier, and is not asked again for now",
        "removed" => "was removed or switched off meanwhile",
        "over_budget" => "costs more than the budget allows",
        "gave_up" => "could not be worked with",
        other => other,
    }
}

//! One budget per caller over all processes: about once a second each adds what it let through to a common table, and learns
//! what the others did. One statement, only when there is something to tell; no request waits for it.

use super::{Budgets, Payer, meter::Meter};
use crate::kernel::{app::App, error::Result, spending};
use entity::spending::Model;
use std::{collections::HashMap, time::Duration};
use tokio_util::sync::CancellationToken;

const EVERY: Duration = Duration::from_secs(1);
/// Rows of one statement.
const AT_ONCE: usize = 500;

/// Settles until the process stops. SQLite has one process, which knows everything already.
pub async fn forever(app: App, budgets: Budgets, until: CancellationToken) {
    if !spending::is_shared(&app) {
        return;
    }
    loop {
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = until.cancelled() => return,
        }
        if let Err(error) = settle(&app, &budgets).await {
            tracing::warn!(%error, "callers' budgets could not be shared; each process counts for itself meanwhile");
        }
    }
}

/// Tells what was used here since the last time, and learns the sums.
pub async fn settle(app: &App, budgets: &Budgets) -> Result<()> {
    let (minute, used) = budgets.unsettled();
    for some in used.chunks(AT_ONCE) {
        let names: HashMap<(String, &'static str), (Payer, Meter)> = some
            .iter()
            .map(|(payer, meter, _)| ((payer.text(app), meter.name()), (*payer, *meter)))
            .collect();
        let rows = some.iter().map(|(payer, meter, amount)| Model {
            minute,
            payer: payer.text(app),
            meter: meter.name().to_owned(),
            amount: i64::try_from(*amount).unwrap_or(i64::MAX),
        });
        let sums = spending::add(app, rows.collect()).await?;
        let known = sums.into_iter().filter_map(|row| {
            let meter = Meter::named(&row.meter)?;
            Some((*names.get(&(row.payer, meter.name()))?, u64::try_from(row.amount).unwrap_or(0)))
        });
        budgets.settled(minute, some, known.collect());
    }
    Ok(())
}

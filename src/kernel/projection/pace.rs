//! Who reads when: every worker looks twice a second which agencies have something new; one of them reads it.

use super::{Projection, place, slice};
use crate::kernel::{
    app::App,
    error::{Error, Result},
    scope::Scope,
    tx::Tx,
};
use entity::{ids::AgencyId, projection::Model};
use std::time::Duration;
use uuid::Uuid;

const EVERY: Duration = Duration::from_millis(500);
/// Agencies of one look.
const AGENCIES: u64 = 200;
/// Transactions in a row for one agency; the others wait no longer than that.
const IN_A_ROW: usize = 20;

/// Reads as long as the process works.
pub(in crate::kernel) async fn forever(app: App) {
    let mut rounds = tokio::time::interval(EVERY);
    rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        rounds.tick().await;
        if let Err(error) = catch_up(&app).await {
            tracing::warn!(?error, "could not read the log for projections; the next round goes on");
        }
    }
}

/// Brings every projection of every agency up to the log, or nearer to it where there is much to read.
pub async fn catch_up(app: &App) -> Result<()> {
    for projection in app.wiring().projections() {
        let mut after = AgencyId(Uuid::nil());
        loop {
            let agencies = place::behind(app, projection.name, after, AGENCIES).await?;
            let Some(last) = agencies.last().copied() else { break };
            for agency in agencies {
                // One agency's trouble is not the others'.
                if let Err(error) = some(app, agency, projection).await {
                    tracing::warn!(%agency, ?error, projection = projection.name, "a projection stands still");
                }
            }
            after = last;
        }
    }
    Ok(())
}

async fn some(app: &App, agency: AgencyId, projection: &Projection) -> Result<()> {
    for _ in 0..IN_A_ROW {
        if slice::next(app, agency, projection).await?.is_all() {
            break;
        }
    }
    Ok(())
}

/// Makes a projection of the scope's agency anew, from the log and from rows, while others may go on working; done when it has
/// caught up. How many events it has read.
pub async fn begin_anew(app: &App, scope: &Scope, name: &str) -> Result<i64> {
    let projection = app.wiring().projections().iter().find(|projection| projection.name == name);
    let projection = projection.ok_or_else(|| Error::bug(format!("no projection is called {name}")))?;
    // What the log is about to forget is read before it is built upon.
    to_the_end(app, scope.agency(), projection).await?;
    loop {
        let seen = place::read(app, scope.agency(), name).await?;
        let tx = Tx::begin(app, &Scope::system(scope.agency())).await?;
        if place::hold(&tx, &seen).await? {
            place::write(&tx, Model { is_stale: true, ..seen }).await?;
            tx.commit().await?;
            break;
        }
    }
    to_the_end(app, scope.agency(), projection).await?;
    Ok(place::read(app, scope.agency(), name).await?.seq)
}

async fn to_the_end(app: &App, agency: AgencyId, projection: &Projection) -> Result<()> {
    loop {
        let done = slice::next(app, agency, projection).await?;
        match done {
            // A worker reads it: look again in a moment whether anything is left.
            slice::Done::Elsewhere => tokio::time::sleep(EVERY).await,
            done if done.is_all() => return Ok(()),
            _ => {}
        }
    }
}

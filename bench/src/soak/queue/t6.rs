//! T6: five workers, hundreds of schedules that fire every minute, the queue's leader killed again and again: each slot of each
//! schedule fires exactly once.

use super::slots::{self, Range};
use crate::soak::desk::{
    Place, Sheet,
    crew::{Crew, Spec},
    pause,
};
use anyhow::Result;
use chrono::TimeDelta;
use sea_orm::{ConnectionTrait, Statement};
use std::time::{Duration, Instant};

const AGENCIES: usize = 20;
const SCHEDULES: usize = 200;
const WORKERS: usize = 5;
const MINUTES: usize = 30;
const KILL_EVERY: Duration = Duration::from_secs(20);

pub async fn run(sheet: &mut Sheet) -> Result<()> {
    let place = Place::new(sheet.backend, AGENCIES).await?;
    let mut crew = Crew::start(vec![Spec::work(&place); WORKERS]).await?;
    let (count, minutes) = (sheet.share(SCHEDULES, 40), sheet.share(MINUTES, 2));
    slots::create(&place, count).await?;
    let range = Range::of(&place, minutes);
    let mut leaders = 0;
    let mut struck = Instant::now();
    while place.app.now() < range.to - TimeDelta::seconds(5) {
        pause(200).await;
        if struck.elapsed() < KILL_EVERY {
            continue;
        }
        // One that was killed leads on paper until its time is over: the next is waited for.
        if let Some(at) = leader(&place).await?.and_then(|name| crew.named(&name)) {
            crew.replace(at).await?;
            struck = Instant::now();
            leaders += 1;
        }
    }
    let all = slots::fired(&place, range, count).await;
    // Schedules go on firing: what is counted stands still.
    crew.stop().await?;
    slots::judge(sheet, &place, range, count).await?;
    sheet.note("schedules, minutes", format!("{count}, {minutes}"));
    // Every 20 s, and up to 15 s until another leads.
    sheet.check("leaders killed", leaders, &format!("≥ {minutes}"), leaders >= minutes);
    all.map(drop)
}

/// The name of the worker that leads the engine now.
async fn leader(place: &Place) -> Result<Option<String>> {
    let ask = "SELECT leader_id FROM river_leader";
    let row =
        place.rows.query_one_raw(Statement::from_string(place.rows.get_database_backend(), ask)).await?;
    Ok(row.map(|row| row.try_get("", "leader_id")).transpose()?)
}

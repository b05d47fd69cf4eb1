//! T12: nobody is notified of anything (PostgreSQL's NOTIFY does nothing): events and tasks arrive by looking, a little later.

use super::follow::{Follower, client, happen};
use crate::soak::desk::{
    Place, Sheet,
    crew::{Crew, Spec, server},
    duty::{self, Step, book, unfinished},
    pause, percentile, until,
};
use anyhow::{Result, ensure};
use leadwire::{
    base::clock::{Clock, SystemClock},
    kernel::{live, queue::BackgroundTask, tx::Tx},
};
use sqlx::{Connection, postgres::PgListener};
use std::{sync::Arc, time::Duration};
use tokio::task::JoinSet;

const EVENTS: usize = 500;
const FOLLOWERS: usize = 20;
const TARGET_MS: f64 = 1_500.0;
/// In this database only. The server calls its own functions by number, whatever is said about them: so it is renamed, and
/// another stands in its place.
const SILENCE: [&str; 3] = [
    "SET allow_system_table_mods = on",
    "ALTER FUNCTION pg_catalog.pg_notify(text, text) RENAME TO pg_notify_of_old",
    "CREATE FUNCTION pg_catalog.pg_notify(text, text) RETURNS void LANGUAGE sql AS 'SELECT'",
];

pub async fn run(sheet: &mut Sheet) -> Result<()> {
    let place = Arc::new(Place::new(sheet.backend, 1).await?);
    silence(&place).await?;
    let (reader, addr) = server(&Spec::serve(&place)).await?;
    let crew = Crew::start(vec![Spec::work(&place)]).await?;
    let from = live::bounds(&place.app, place.desk(0).agency).await?.last;
    let events = sheet.share(EVENTS, 40);
    let mut followers = JoinSet::new();
    for _ in 0..FOLLOWERS {
        followers.spawn(follow(place.clone(), addr.clone(), from, events));
    }
    let random = place.random();
    for number in 0..events {
        pause((random.unit() * 200.0) as u64).await;
        let mut tx = Tx::begin(&place.app, &place.desk(0).scope).await?;
        happen(&mut tx, place.desk(0), number).await?;
        tx.commit().await?;
        if number % 2 == 0 {
            let step = Step::new(number as u64, place.app.now());
            book(&place, place.desk(0), &[step]).await?;
        }
    }
    let mut ages = vec![];
    while let Some(seen) = followers.join_next().await {
        ages.extend(seen??);
    }
    until("every task is done", Duration::from_secs(60), async || {
        Ok(unfinished(&place, Step::KIND).await? == 0)
    })
    .await?;
    let delays: Vec<f64> = duty::effects(&place).await?.iter().map(duty::Done::delay_ms).collect();
    sheet.exact("events received", ages.len(), events * FOLLOWERS);
    tell(sheet, "age of events over sockets", ages);
    sheet.exact("tasks done", delays.len(), events.div_ceil(2));
    tell(sheet, "start delay of tasks", delays);
    crew.stop().await?;
    reader.stop().await
}

fn tell(sheet: &mut Sheet, what: &str, all: Vec<f64>) {
    let p99 = percentile(all.clone(), 0.99);
    sheet.check(&format!("{what}, p99"), format!("{p99:.0} ms"), "≤ 1500 ms", p99 <= TARGET_MS);
    sheet.note(
        &format!("{what}, p50 and most"),
        format!("{:.0}, {:.0} ms", percentile(all.clone(), 0.5), percentile(all, 1.0)),
    );
}

/// Takes the hint bus away, and makes sure that it is gone.
async fn silence(place: &Place) -> Result<()> {
    let mut session = sqlx::PgConnection::connect(&place.url).await?;
    for words in SILENCE {
        sqlx::query(words).execute(&mut session).await?;
    }
    let mut listener = PgListener::connect(&place.url).await?;
    listener.listen("soak").await?;
    sqlx::query("SELECT pg_notify('soak', '')").execute(&mut session).await?;
    let heard = tokio::time::timeout(Duration::from_secs(1), listener.recv()).await;
    ensure!(heard.is_err(), "somebody was notified all the same");
    Ok(())
}

/// The ages of the events in milliseconds, as they came. Tasks state events of their own, which are not leads'.
async fn follow(place: Arc<Place>, addr: String, from: i64, events: usize) -> Result<Vec<f64>> {
    let desk = place.desk(0);
    let mut follower = Follower::open(&addr, &client(&place, desk), desk.agency, from).await?;
    let mut ages = vec![];
    while ages.len() < events {
        let (_, at) = follower.next().await?;
        ages.push((SystemClock.now() - at).num_microseconds().unwrap_or(i64::MAX) as f64 / 1_000.0);
    }
    Ok(ages)
}

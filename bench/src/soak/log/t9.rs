//! T9: many write at once, a fifth of them change their minds, some go away in the middle of their commit, and readers whose
//! connections break get every event, in order.

use super::follow::{Follower, client, happen};
use crate::soak::desk::{
    Place, Sheet,
    crew::{Spec, server},
    pause,
};
use anyhow::Result;
use leadwire::kernel::{live, tx::Tx};
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{sync::watch, task::JoinSet};

const WRITERS: usize = 16;
const READERS: usize = 50;
const EVENTS: usize = 100_000;
/// Events of one transaction, at most.
const MOST: usize = 5;
const ROLLED_BACK: f64 = 0.2;
/// Given up while the numbers are drawn and the log is locked: before that a transaction that is rolled back has none.
const GIVEN_UP: f64 = 0.05;
/// At most, from the beginning of such a commit.
const GIVEN_UP_MS: f64 = 12.0;
const PATIENCE: Duration = Duration::from_secs(900);

/// What was written.
#[derive(Default)]
struct Written {
    events: usize,
    rolled_back: usize,
    /// Transactions that nobody waited for, and their events: committed or not, but wholly.
    given_up: usize,
    uncertain: usize,
}

/// What one reader saw.
#[derive(Default)]
struct Seen {
    events: usize,
    /// Numbers that did not follow the one before.
    gaps: usize,
    connections: usize,
}

pub async fn run(sheet: &mut Sheet) -> Result<()> {
    let place = Arc::new(Place::new(sheet.backend, 1).await?);
    let (reader, addr) = server(&Spec::serve(&place)).await?;
    let from = live::bounds(&place.app, place.desk(0).agency).await?.last;
    let (end, ended) = watch::channel(None);
    let mut readers = JoinSet::new();
    for _ in 0..READERS {
        readers.spawn(tokio::time::timeout(PATIENCE, read(place.clone(), addr.clone(), from, ended.clone())));
    }
    let events = sheet.share(EVENTS, 1_000);
    let written = write_all(&place, events).await?;
    // What nobody waited for is decided by then: no number comes after the last.
    pause(2_000).await;
    let last = live::bounds(&place.app, place.desk(0).agency).await?.last;
    end.send_replace(Some(last));
    let mut all = vec![];
    while let Some(seen) = readers.join_next().await {
        all.push(seen???);
    }
    let given = usize::try_from(last - from)?;
    let Written { events, rolled_back, given_up, uncertain } = written;
    sheet.note(
        "events, transactions rolled back, given up",
        format!("{events}, {rolled_back}, {given_up} of {uncertain} events"),
    );
    let most = events + uncertain;
    sheet.check("numbers given", given, &format!("{events} to {most}"), (events..=most).contains(&given));
    sheet.note(
        "readers, connections",
        format!("{READERS}, {}", all.iter().map(|seen| seen.connections).sum::<usize>()),
    );
    sheet.exact(
        "readers that got every event",
        all.iter().filter(|seen| seen.events == given).count(),
        READERS,
    );
    sheet.exact("gaps and repeats", all.iter().map(|seen| seen.gaps).sum::<usize>(), 0);
    reader.stop().await
}

async fn write_all(place: &Arc<Place>, events: usize) -> Result<Written> {
    let left = Arc::new(AtomicUsize::new(events));
    let mut writers = JoinSet::new();
    for _ in 0..WRITERS {
        writers.spawn(write(place.clone(), left.clone()));
    }
    let mut all = Written::default();
    while let Some(writer) = writers.join_next().await {
        let one = writer??;
        all.events += one.events;
        all.rolled_back += one.rolled_back;
        all.given_up += one.given_up;
        all.uncertain += one.uncertain;
    }
    Ok(all)
}

async fn write(place: Arc<Place>, left: Arc<AtomicUsize>) -> Result<Written> {
    let (random, desk) = (place.random(), place.desk(0));
    let mut all = Written::default();
    while left.load(Ordering::Relaxed) > 0 {
        let count = 1 + (random.unit() * MOST as f64) as usize % MOST;
        let mut tx = Tx::begin(&place.app, &desk.scope).await?;
        for number in 0..count {
            happen(&mut tx, desk, number).await?;
        }
        let luck = random.unit();
        if luck < ROLLED_BACK {
            all.rolled_back += 1;
            continue;
        }
        let waits = match luck < ROLLED_BACK + GIVEN_UP {
            true => Duration::from_micros((random.unit() * GIVEN_UP_MS * 1_000.0) as u64),
            false => PATIENCE,
        };
        match tokio::time::timeout(waits, tx.commit()).await {
            Ok(committed) => {
                committed?;
                all.events += count;
            }
            Err(_) => {
                all.given_up += 1;
                all.uncertain += count;
            }
        }
        let _ =
            left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| Some(left.saturating_sub(count)));
    }
    Ok(all)
}

/// Follows until the last event is there; now and then its connection breaks, and it goes on by its cursor.
async fn read(place: Arc<Place>, addr: String, from: i64, end: watch::Receiver<Option<i64>>) -> Result<Seen> {
    let (random, desk) = (place.random(), place.desk(0));
    let client = client(&place, desk);
    let (mut seen, mut last) = (Seen::default(), from);
    while *end.borrow() != Some(last) {
        let mut follower = Follower::open(&addr, &client, desk.agency, last).await?;
        seen.connections += 1;
        let mut lasts = 20 + (random.unit() * random.unit() * 4_000.0) as usize;
        while lasts > 0 && *end.borrow() != Some(last) {
            // Without an event for a while it breaks too.
            let Ok(next) = tokio::time::timeout(Duration::from_secs(2), follower.next()).await else { break };
            let (seq, _) = next?;
            seen.events += 1;
            seen.gaps += usize::from(seq != last + 1);
            last = seq;
            lasts -= 1;
        }
    }
    Ok(seen)
}

//! T9: many write at once, a fifth of them change their minds, and readers whose connections break get every event, in order.

use super::follow::{Follower, client, happen};
use crate::soak::desk::{
    Place, Sheet,
    crew::{Spec, server},
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
const PATIENCE: Duration = Duration::from_secs(900);

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
    let (written, taken_back) = write_all(&place, events).await?;
    let last = live::bounds(&place.app, place.desk(0).agency).await?.last;
    end.send_replace(Some(last));
    let mut all = vec![];
    while let Some(seen) = readers.join_next().await {
        all.push(seen???);
    }
    sheet.note("events, transactions rolled back", format!("{written}, {taken_back}"));
    sheet.exact("numbers given", last - from, i64::try_from(written)?);
    sheet.note(
        "readers, connections",
        format!("{READERS}, {}", all.iter().map(|seen| seen.connections).sum::<usize>()),
    );
    sheet.exact(
        "readers that got every event",
        all.iter().filter(|seen| seen.events == written).count(),
        READERS,
    );
    sheet.exact("gaps and repeats", all.iter().map(|seen| seen.gaps).sum::<usize>(), 0);
    reader.stop().await
}

/// How many events were committed, and how many transactions were not.
async fn write_all(place: &Arc<Place>, events: usize) -> Result<(usize, usize)> {
    let left = Arc::new(AtomicUsize::new(events));
    let mut writers = JoinSet::new();
    for _ in 0..WRITERS {
        writers.spawn(write(place.clone(), left.clone()));
    }
    let (mut written, mut taken_back) = (0, 0);
    while let Some(writer) = writers.join_next().await {
        let (committed, dropped) = writer??;
        written += committed;
        taken_back += dropped;
    }
    Ok((written, taken_back))
}

async fn write(place: Arc<Place>, left: Arc<AtomicUsize>) -> Result<(usize, usize)> {
    let (random, desk) = (place.random(), place.desk(0));
    let (mut committed, mut dropped) = (0, 0);
    while left.load(Ordering::Relaxed) > 0 {
        let count = 1 + (random.unit() * MOST as f64) as usize % MOST;
        let mut tx = Tx::begin(&place.app, &desk.scope).await?;
        for number in 0..count {
            happen(&mut tx, desk, number).await?;
        }
        if random.unit() < ROLLED_BACK {
            dropped += 1;
            continue;
        }
        tx.commit().await?;
        committed += count;
        let _ =
            left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| Some(left.saturating_sub(count)));
    }
    Ok((committed, dropped))
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

//! The server of P4, which makes the events when told how many.

use crate::{app, roles, seed};
use anyhow::{Context, Result};
use entity::lead;
use leadwire::{
    crm::events::people::{LeadRef, LeadUpdated},
    http,
    kernel::{app::App, error, events::FieldChange, scope::Scope, tx::Tx},
    schema,
};
use std::{path::Path, time::Duration};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    time::{Instant, MissedTickBehavior, interval},
};
use uuid::Uuid;

/// An admin, and a lead that something happens to.
struct Author {
    scope: Scope,
    lead: LeadRef,
}

pub async fn run(url: &str, folder: &Path) -> Result<()> {
    let app = app::leadwire(url, folder).await?;
    let authors = authors(&app, url).await?;
    let front = http::router(app.clone(), schema::build(app.clone()))?;
    let listener = roles::listen().await?;
    Ok(http::serve(listener, front, Box::pin(make(app, authors))).await?)
}

async fn authors(app: &App, url: &str) -> Result<Vec<Author>> {
    let pool = app::pool(url).await?;
    let mut all = Vec::new();
    for admin in seed::admins(app, &pool).await? {
        let ask = sqlx::query_scalar("SELECT id FROM lead WHERE agency_id = $1 LIMIT 1").bind(admin.agency.0);
        let id: Uuid = ask.fetch_one(&pool).await?;
        let scope = app::scope(app, &admin.token).await?;
        let row = scope.get::<lead::Entity>(id.into(), &scope.read(app)).await?;
        all.push(Author { scope, lead: LeadRef::from(&row) });
    }
    Ok(all)
}

/// Waits for lines of `EVENTS_A_SECOND SECONDS`, until whoever started us hangs up.
async fn make(app: App, authors: Vec<Author>) {
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        match made(&app, &authors, &line).await {
            Ok(count) => println!("made {count}"),
            Err(error) => eprintln!("{error:#}"),
        }
    }
}

/// Every author in turn; how many events each made.
async fn made(app: &App, authors: &[Author], line: &str) -> Result<usize> {
    let (rate, seconds) = line.split_once(' ').context("two numbers")?;
    let (rate, seconds): (u32, u64) = (rate.parse()?, seconds.parse()?);
    let mut ticks = interval(Duration::from_secs(1) / rate);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let (start, mut each) = (Instant::now(), 0);
    while start.elapsed() < Duration::from_secs(seconds) {
        for author in authors {
            ticks.tick().await;
            happen(app, author, each).await?;
        }
        each += 1;
    }
    Ok(each)
}

/// A fact alone: writing rows is not what is measured.
async fn happen(app: &App, author: &Author, number: usize) -> error::Result<()> {
    let mut tx = Tx::begin(app, &author.scope).await?;
    let changes = vec![FieldChange::shown("score", number, number + 1)];
    tx.emit(&LeadUpdated { lead: author.lead, changes, by_hand: None }).await?;
    tx.commit().await
}

//! What row-level security costs: P1, P2 and P3 behind the wall and without it, on the same rows. Without it the login may not
//! take the agencies' role, and the program's own filter is all there is.

use crate::{
    app, harness,
    load::Question,
    p3::Office,
    reads::{self, Place, measure},
};
use anyhow::{Result, ensure};
use leadwire::kernel::{
    db::Db,
    wall::{self, Wall},
};

/// At most a fifth dearer.
const TARGET: f64 = 0.8;

pub async fn run() -> Result<()> {
    let walled = Place::new("walled").await?;
    let open = Place::at(app::open_database("unwalled").await?).await?;
    ensure!(stands(&walled.url).await? == Wall::Up, "the wall is not up where it should be");
    ensure!(stands(&open.url).await? == Wall::NoRole, "the wall is up where it should not be");
    let (with, with_addr) = walled.server("serve").await?;
    let (without, without_addr) = open.server("serve").await?;
    for read in &reads::ALL {
        let behind = Question::new(&with_addr, "/graphql", &walled.admin.token, read.query)?;
        let bare = Question::new(&without_addr, "/graphql", &open.admin.token, read.query)?;
        ensure!(nodes(&behind.ask().await?) == nodes(&bare.ask().await?), "not the same work");
        let title = format!("{}, behind the wall and without", read.title);
        harness::compare(&title, TARGET, || measure(&with, &behind), || measure(&without, &bare)).await?;
    }
    with.stop().await?;
    without.stop().await?;
    let (with, without) = (
        Office::at(&app::database("walled_office").await?).await?,
        Office::at(&app::open_database("unwalled_office").await?).await?,
    );
    harness::compare("P3, behind the wall and without", TARGET, || with.ours(), || without.ours()).await
}

async fn stands(url: &str) -> Result<Wall> {
    let db = Db::connect(url, 2).await?;
    let found = wall::look(&db).await?;
    db.close().await;
    Ok(found)
}

/// How many leads: their ids are each database's own.
fn nodes(answer: &serde_json::Value) -> usize {
    answer["data"]["leads"]["nodes"].as_array().map_or(0, Vec::len)
}

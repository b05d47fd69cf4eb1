//! New keys for everything that is sealed, while everything is in use.
//!
//! The new key is put before the old one; every process takes it over within seconds, without being started anew. Then every
//! value is sealed with it, and the old key goes. Killed at any moment, the command is simply given again: it goes on.

use crate::{
    cli::{boot::Boot, data_dir::DataDir},
    kernel::{
        app::App,
        keys::{self, Keys},
        rotation,
    },
};
use anyhow::{Result, bail};
use std::{sync::Weak, time::Duration};

/// How often a process looks whether the keys in its folder changed.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// Until every process has looked.
const ALL_HAVE_LOOKED: Duration = Duration::from_secs(5);
/// Values that were still sealed with the old key are few the second time, and none the third.
const ROUNDS: usize = 10;

/// Keeps a process's keys as they are in its folder.
pub async fn follow(keys: Weak<Keys>) {
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let Some(keys) = keys.upgrade() else { return };
        // A file of four lines: not worth a thread.
        keys.refresh();
    }
}

pub async fn run(boot: Boot) -> Result<()> {
    let folder = boot.data_dir.clone().filter(|_| boot.has_own_keys);
    let random = crate::base::random::Random::system();
    if let Some(folder) = &folder {
        let mut stored = folder.existing_keys()?;
        if stored.seal.contains(',') {
            println!("Going on with a rotation that was begun.");
        } else {
            stored.seal = keys::rotated(&stored.seal, &random)?;
            folder.write_keys(&stored)?;
        }
    }
    let app = boot.app().await?;
    app.keys().refresh();
    if app.keys().seal_ids().len() < 2 {
        bail!(
            "the keys come from the settings: put a new one before the old one in every process \
             (LEADWIRE_KEYS__SEAL=2:NEW,1:OLD; docs/deploy.md says how), then run this again"
        );
    }
    seal_anew(&app, folder.is_some()).await?;
    match folder {
        Some(folder) => retire(&app, &folder)?,
        None => println!(
            "Nothing is sealed with an older key any more. When every process has the new one first, take the older ones \
             out of the settings."
        ),
    }
    app.db().close().await;
    Ok(())
}

/// Until nothing is sealed with another key: what a process sealed before it knew the new one is met in the next round.
async fn seal_anew(app: &App, waits: bool) -> Result<()> {
    let newest = app.keys().seal_ids().first().copied().unwrap_or_default();
    for round in 0..ROUNDS {
        let told = |column: &str, count: u64| println!("{column}: {count} sealed with key {newest}");
        let all = rotation::rotate_all(app, told).await?;
        if round > 0 && all == 0 {
            return Ok(());
        }
        if waits {
            tokio::time::sleep(ALL_HAVE_LOOKED).await;
        }
    }
    bail!(
        "something keeps sealing with an older key: are all processes on this folder's keys? Then run this again"
    )
}

fn retire(app: &App, folder: &DataDir) -> Result<()> {
    let mut stored = folder.existing_keys()?;
    stored.seal = keys::retired(&stored.seal);
    folder.write_keys(&stored)?;
    app.keys().refresh();
    println!("The older key is gone. Backups made before need the keys.toml that was copied with them.");
    Ok(())
}

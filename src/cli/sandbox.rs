//! `leadwire sandbox`: the providers' own APIs, from invented people.

use super::{args, boot::sandbox_hosts, stop};
use crate::sandbox::{Sandbox, SandboxSettings};
use anyhow::Result;

pub async fn run(args: &args::Sandbox) -> Result<()> {
    let settings = SandboxSettings {
        error_rate: args.error_rate,
        latency_min_ms: args.latency_ms,
        latency_max_ms: args.latency_ms,
        ..SandboxSettings::default()
    };
    let sandbox = Sandbox::start_on(settings, args.addr).await?;
    println!("The sandbox is at {}; in the settings file:\n\n[providers.hosts]", sandbox.url());
    for (provider, address) in sandbox_hosts(&sandbox)? {
        println!("{provider} = \"{address}\"");
    }
    stop::asked().await;
    sandbox.stop().await?;
    Ok(())
}

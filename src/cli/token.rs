//! `leadwire token`: an access token for scripts on the same machine.

use super::{args::Global, boot::Boot};
use crate::{base::secret::ExposeSecret, identity::setup::admin};
use anyhow::{Result, bail};
use clap::Args;

#[derive(Clone, Debug, Args)]
pub struct Token {
    /// Whose: what the token may do is what they may do.
    #[arg(long)]
    pub email: String,
}

/// Prints the token alone on standard output.
pub async fn run(global: &Global, args: &Token) -> Result<()> {
    let boot = Boot::existing(global)?;
    if boot.data_dir.is_none() {
        bail!(
            "tokens are given to who has the data folder, and here keys and database come from the settings: \
             use an API key instead (leadwire admin key create)"
        );
    }
    let app = boot.app().await?;
    let tokens = admin::sign_in(&app, &args.email).await?;
    println!("{}", tokens.access.expose_secret());
    app.db().close().await;
    Ok(())
}

//! A link by which somebody sets a new password.

use super::args::ResetLink;
use crate::{base::secret::ExposeSecret, identity::users::reset, kernel::app::App};
use anyhow::Result;

/// Prints the link alone on standard output, for scripts.
pub async fn run(app: &App, args: &ResetLink) -> Result<()> {
    let link = reset::link(app, &args.email).await?;
    eprintln!("Works once, until {}; links made before do not any more:", link.expires_at.to_rfc3339());
    println!("{}", link.url.expose_secret());
    Ok(())
}

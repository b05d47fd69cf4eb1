//! `leadwire admin`: what the operator does on the machine itself. Having the data folder is proof enough.

mod agency;
pub mod args;
mod backup;
mod key;
mod password;
mod rebuild;
mod reset_link;
pub mod rotate;
mod suppress;
mod user;

use super::{args::Global, boot::Boot};
use anyhow::Result;
use args::Admin;

pub async fn run(global: &Global, args: &Admin) -> Result<()> {
    let boot = Boot::existing(global)?;
    if let Admin::Backup(backup) = args {
        return backup::run(&boot.config, backup).await;
    }
    if let Admin::RotateKeys = args {
        return rotate::run(boot).await;
    }
    let app = boot.app().await?;
    match args {
        Admin::Agency(agency) => agency::run(&app, agency).await?,
        Admin::User(user) => user::run(&app, user).await?,
        Admin::Key(key) => key::run(&app, key).await?,
        Admin::ResetLink(args) => reset_link::run(&app, args).await?,
        Admin::Suppress(args) => suppress::run(&app, args).await?,
        Admin::RebuildProjections(args) => rebuild::run(&app, args).await?,
        Admin::Backup(_) | Admin::RotateKeys => {}
    }
    app.db().close().await;
    Ok(())
}

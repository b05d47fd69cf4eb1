//! `leadwire source`: data sources from the command line, in the name of an admin.

mod add;
pub mod args;
mod list;
mod secret;
mod test;

use super::{args::Global, boot::Boot};
use crate::{
    identity::{
        caller::vouched,
        setup::{admin, people},
    },
    kernel::{app::App, scope::Scope},
};
use anyhow::{Context, Result};
use args::{Acting, Source};
use entity::{data_source, ids::TypedId};

pub async fn run(global: &Global, args: &Source) -> Result<()> {
    let app = Boot::existing(global)?.app().await?;
    match args {
        Source::Add(args) => add::run(&app, &scope(&app, &args.acting).await?, args).await?,
        Source::Test(args) => test::run(&app, &scope(&app, &args.acting).await?, &args.source).await?,
        Source::List(acting) => list::run(&app, &scope(&app, acting).await?).await?,
    }
    app.db().close().await;
    Ok(())
}

/// What that person may do in that agency: no more than through the API.
pub(super) async fn scope(app: &App, acting: &Acting) -> Result<Scope> {
    let email = match &acting.email {
        Some(email) => email.clone(),
        None => people::only_admin(app).await.context("name an admin with --as EMAIL")?,
    };
    if !admin::has_account(app, &email).await? {
        return Err(admin::nobody(&email).into());
    }
    let caller = vouched(app, &email, acting.agency.clone()).await.context(email)?;
    Ok(caller.scope().context("name one of their agencies with --agency SLUG")?.clone())
}

/// As the API shows it.
fn shown_id(row: &data_source::Model) -> String {
    format!("{}{}", entity::ids::DataSourceId::PREFIX, row.id)
}

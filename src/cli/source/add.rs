//! Plugging one in.

use super::{args::Add, secret, shown_id};
use crate::{
    connections::{self, NewDataSource},
    kernel::{app::App, scope::Scope},
};
use anyhow::Result;

pub async fn run(app: &App, scope: &Scope, args: &Add) -> Result<()> {
    let new = NewDataSource {
        kind: args.kind,
        name: args.name.clone(),
        description: None,
        config: args.settings.clone(),
        credentials: secret::credentials(args.credentials.as_deref())?,
    };
    let row = connections::create(app, scope, new).await?;
    println!("{} {}; test it with: leadwire source test {}", row.name, shown_id(&row), shown_id(&row));
    Ok(())
}

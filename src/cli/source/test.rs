//! Asking the provider.

use super::list;
use crate::{
    connections,
    kernel::{app::App, scope::Scope},
};
use anyhow::{Result, bail};

pub async fn run(app: &App, scope: &Scope, named: &str) -> Result<()> {
    let source = list::find(app, scope, named).await?;
    match connections::test_now(app, scope, source.id).await? {
        (row, Some(note)) => println!("{} works: {note}", row.name),
        (row, None) => bail!("{} does not work: {}", row.name, row.last_test_error.unwrap_or_default()),
    }
    Ok(())
}

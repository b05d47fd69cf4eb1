//! Showing them, and finding one of them.

use super::shown_id;
use crate::{
    connections::{self, DataSourceFilter},
    kernel::{
        app::App,
        page::{OrderBy, PageArgs},
        scope::Scope,
    },
};
use anyhow::{Result, bail};
use comfy_table::Table;
use entity::data_source::{Column, Model};
use sea_orm::ActiveEnum;

pub async fn run(app: &App, scope: &Scope) -> Result<()> {
    let rows = all(app, scope).await?;
    if rows.is_empty() {
        println!("There is no data source yet; add one: leadwire source add --kind APOLLO --name Apollo");
        return Ok(());
    }
    let mut table = Table::new();
    table.load_preset(comfy_table::presets::UTF8_BORDERS_ONLY);
    table.set_header(["Name", "Kind", "Status", "Last test", "Id"]);
    for row in rows {
        let tested = match (row.last_test_at, &row.last_test_error) {
            (None, _) => "never".to_owned(),
            (Some(at), None) => at.format("%Y-%m-%d %H:%M").to_string(),
            (Some(_), Some(error)) => error.clone(),
        };
        let id = shown_id(&row);
        table.add_row([row.name, row.kind.to_value(), row.status.to_value(), tested, id]);
    }
    println!("{table}");
    Ok(())
}

/// The one with this name or id.
pub async fn find(app: &App, scope: &Scope, named: &str) -> Result<Model> {
    let mut found = all(app, scope).await?;
    found.retain(|row| row.name == named || shown_id(row) == named);
    if found.len() > 1 {
        bail!("several data sources are called {named}: use the id (leadwire source list)");
    }
    match found.pop() {
        Some(row) => Ok(row),
        None => bail!("no data source is called {named} (leadwire source list)"),
    }
}

async fn all(app: &App, scope: &Scope) -> Result<Vec<Model>> {
    let order = OrderBy { column: Column::NameFolded, is_descending: false };
    let mut args = PageArgs { first: Some(100), ..PageArgs::default() };
    let mut rows = Vec::new();
    loop {
        let page = connections::list(app, scope, &(DataSourceFilter::default(), None), order, &args).await?;
        args.after = page.items.last().map(|(cursor, _)| cursor.text());
        rows.extend(page.items.into_iter().map(|(_, row)| row));
        if !page.has_next {
            return Ok(rows);
        }
    }
}

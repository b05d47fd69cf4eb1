//! Whom nobody in this installation may contact.

use super::args::{Suppress, SuppressAdd, SuppressRemove};
use crate::{
    consent::instance::{self, Added, NewEntry, Which},
    kernel::{app::App, page::PageArgs},
};
use anyhow::{Context, Result, bail};
use comfy_table::Table;
use entity::{
    ids::{SuppressionId, TypedId},
    suppression::Model,
};
use sea_orm::ActiveEnum;

pub async fn run(app: &App, args: &Suppress) -> Result<()> {
    match args {
        Suppress::Add(args) => add(app, args).await,
        Suppress::Remove(args) => remove(app, args).await,
        Suppress::List => list(app).await,
    }
}

async fn add(app: &App, args: &SuppressAdd) -> Result<()> {
    let SuppressAdd { kind, value, reason, source } = args;
    let new = NewEntry { kind: *kind, value: value.clone(), source: *source, reason: reason.clone() };
    let (row, added) = instance::add(app, new).await?;
    match added {
        Added::New => println!("Nobody here contacts them any more: {}", named(&row)),
        Added::Raised => {
            println!("They were entered before, and are for a stronger reason now: {}", named(&row));
        }
        Added::Known => println!("They are entered already: {}", named(&row)),
    }
    Ok(())
}

async fn remove(app: &App, args: &SuppressRemove) -> Result<()> {
    let which = match (&args.id, args.kind, &args.value) {
        (Some(id), ..) => Which::Id(entry(id)?),
        (None, Some(kind), Some(value)) => Which::Of(kind, value.clone()),
        (None, ..) => bail!("name what was entered, or the entry with --id"),
    };
    let row = instance::remove(app, which, args.reason.clone()).await?;
    println!("Taken away: {}", named(&row));
    Ok(())
}

/// Page by page: there may be many.
async fn list(app: &App) -> Result<()> {
    let mut args = PageArgs { first: Some(100), ..PageArgs::default() };
    loop {
        let page = instance::list(app, &args).await?;
        args.after = page.items.last().map(|(cursor, _)| cursor.text());
        let mut table = Table::new();
        table.load_preset(comfy_table::presets::UTF8_BORDERS_ONLY);
        table.set_header(["Entry", "Kind", "Source", "Reason", "Since"]);
        for (_, row) in page.items {
            let since = row.created_at.date_naive().to_string();
            let reason = row.reason.unwrap_or_default();
            table.add_row([row.id.shown(), row.kind.to_value(), row.source.to_value(), reason, since]);
        }
        println!("{table}");
        if !page.has_next {
            return Ok(());
        }
    }
}

fn entry(id: &str) -> Result<SuppressionId> {
    let bare = id.strip_prefix(SuppressionId::PREFIX).unwrap_or(id);
    bare.parse().with_context(|| format!("an entry's id, such as {}0192…", SuppressionId::PREFIX))
}

/// By its id: the value is not repeated.
fn named(row: &Model) -> String {
    format!("{} ({}, {})", row.id.shown(), row.kind.to_value(), row.source.to_value())
}

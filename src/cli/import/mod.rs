//! `leadwire import`: a file becomes leads from the command line, in the name of an admin; or an import is undone.

pub mod args;
mod find;
mod follow;
mod send;
mod show;

use super::{args::Global, boot::Boot, source};
use crate::{
    imports::{self, ImportOptions, NewImport, Wishes, file::Wish},
    kernel::{app::App, queue::worker, scope::Scope},
};
use anyhow::{Context, Result, bail};
use args::Import;
use entity::{
    ids::{ImportId, TypedId},
    import::{ImportStatus, Model, OnDuplicate, OnInvalid},
};
use std::{
    io::{self, BufRead, Write},
    path::Path,
};

/// Workers of this process; those of a server at work beside it help.
const WORKERS: usize = 2;

pub async fn run(global: &Global, args: &Import) -> Result<()> {
    let app = Boot::existing(global)?.app().await?;
    let scope = source::scope(&app, &args.acting).await?;
    let workers = worker::start(&app, WORKERS).await?;
    let done = match (&args.revert, &args.file) {
        (Some(id), _) => undo(&app, &scope, id).await,
        (None, Some(file)) => import(&app, &scope, args, file).await,
        (None, None) => bail!("name a file"),
    };
    workers.stop().await;
    app.db().close().await;
    done
}

async fn import(app: &App, scope: &Scope, args: &Import, file: &Path) -> Result<()> {
    let target = find::target(app, scope, args).await?;
    let sent = send::file(app, scope, file).await.with_context(|| file.display().to_string())?;
    let new = NewImport {
        file: sent,
        workspace: Some(target.workspace),
        list: target.list,
        list_name: target.list_name,
        campaign: target.campaign,
        sheet: None,
        wish: Wish::default(),
        options: ImportOptions {
            on_duplicate: OnDuplicate::Update,
            on_invalid: if args.leave_out { OnInvalid::LeaveOut } else { OnInvalid::Reject },
            clear_on_empty: false,
            country: args.country.clone(),
        },
        mapping: target.mapping,
        allow_again: args.again,
    };
    let import = imports::create(app, scope, new).await?;
    let import = imports::map(app, scope, import.id, Wishes::default()).await?;
    println!("{}", show::columns(&import));
    imports::plan(app, scope, import.id, None).await?;
    let import = follow::until(app, scope, import.id, &[ImportStatus::Planned]).await?;
    println!("{}", show::plan(&import));
    if !args.yes && !agreed(&import)? {
        imports::cancel(app, scope, import.id).await?;
        bail!("nothing was imported");
    }
    imports::apply(app, scope, import.id, None).await?;
    let import = follow::until(app, scope, import.id, &[ImportStatus::Applied]).await?;
    println!("{}", show::counts(&import));
    if let Some(errors) = send::errors(app, scope, &import, file).await? {
        println!("{}", show::errors(&errors));
    }
    println!("To undo it: leadwire import --revert {}", import.id.shown());
    Ok(())
}

async fn undo(app: &App, scope: &Scope, id: &str) -> Result<()> {
    let bare = id.strip_prefix(ImportId::PREFIX).unwrap_or(id);
    let id: ImportId = bare.parse().context("an import's id, such as import_0192…")?;
    imports::revert(app, scope, id, None).await?;
    let import = follow::until(app, scope, id, &[ImportStatus::Reverted]).await?;
    println!("{}", show::reverted(&import));
    Ok(())
}

fn agreed(import: &Model) -> Result<bool> {
    let rows = import.plan.as_ref().map_or(0, |plan| plan.counts.rows);
    print!("Import {rows} rows? [y/N] ");
    io::stdout().flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes"))
}

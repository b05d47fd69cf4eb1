//! Agencies: made and shown.

use super::{
    args::{Agency, AgencyCreate},
    password,
};
use crate::{
    identity::{setup::admin, users::NewUser},
    kernel::{app::App, page::PageArgs},
};
use anyhow::Result;
use comfy_table::Table;

pub async fn run(app: &App, args: &Agency) -> Result<()> {
    match args {
        Agency::Create(args) => create(app, args).await,
        Agency::List => list(app).await,
    }
}

async fn create(app: &App, args: &AgencyCreate) -> Result<()> {
    let person = &args.admin;
    let chosen = password::choose(app, person.password_stdin)?;
    let is_known = admin::has_account(app, &person.email).await?;
    let new = NewUser {
        email: person.email.clone(),
        name: person.person.clone(),
        password: chosen.secret.clone(),
        is_super_admin: person.super_admin,
    };
    let founded = admin::agency_create(app, &args.name, args.slug.clone(), new).await?;
    println!("Agency {} ({}) with admin {}", founded.agency.name, founded.agency.slug, founded.user.email);
    if is_known {
        println!("The account is as it was, with the password it has.");
    } else {
        chosen.show();
    }
    Ok(())
}

async fn list(app: &App) -> Result<()> {
    let mut table = Table::new();
    table.load_preset(comfy_table::presets::UTF8_BORDERS_ONLY).set_header(["Slug", "Name", "Since"]);
    let mut args = PageArgs { first: Some(100), ..PageArgs::default() };
    loop {
        let page = admin::agencies(app, &args).await?;
        args.after = page.items.last().map(|(cursor, _)| cursor.text());
        for (_, agency) in page.items {
            table.add_row([agency.slug, agency.name, agency.created_at.date_naive().to_string()]);
        }
        if !page.has_next {
            break;
        }
    }
    println!("{table}");
    Ok(())
}

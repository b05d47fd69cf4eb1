//! Counting anew what is counted along the way. Safe while Leadwire is in use.

use super::args::Rebuild;
use crate::{
    connections,
    crm::{campaigns, lists, pipelines},
    identity::setup::admin,
    insight::analytics,
    kernel::{app::App, error::Error, page::PageArgs, projection, provider::money},
    prospecting,
};
use anyhow::Result;
use comfy_table::Table;
use entity::agency;

/// Every agency's, or one's; says what was wrong.
pub async fn run(app: &App, args: &Rebuild) -> Result<()> {
    let mut table = Table::new();
    table.load_preset(comfy_table::presets::UTF8_BORDERS_ONLY);
    table.set_header([
        "Agency",
        "Campaigns",
        "mended",
        "Lists",
        "mended",
        "Boards",
        "mended",
        "Data sources",
        "mended",
        "Budgets",
        "mended",
        "Analytics: events read",
    ]);
    let mut args_of_page = PageArgs { first: Some(100), ..PageArgs::default() };
    let mut found = false;
    loop {
        let page = admin::agencies(app, &args_of_page).await?;
        args_of_page.after = page.items.last().map(|(cursor, _)| cursor.text());
        for (_, agency) in page.items {
            if args.agency.as_ref().is_none_or(|slug| *slug == agency.slug) {
                found = true;
                table.add_row(one(app, &agency).await?);
            }
        }
        if !page.has_next {
            break;
        }
    }
    if !found && args.agency.is_some() {
        return Err(Error::NotFound("agency").into());
    }
    println!("{table}");
    Ok(())
}

async fn one(app: &App, agency: &agency::Model) -> Result<[String; 12]> {
    let scope = admin::operator_in(agency);
    let campaigns = campaigns::recount(app, &scope).await?;
    let lists = lists::recount(app, &scope).await?;
    let boards = pipelines::recount(app, &scope).await?;
    let (sources, mended) = connections::recount(app, &scope, prospecting::records_of).await?;
    let (budgets, balanced) = money::recount(app, &scope).await?;
    let events = projection::begin_anew(app, &scope, analytics::rollup::NAME).await?;
    let crm = [campaigns.all, campaigns.mended, lists.all, lists.mended, boards.all, boards.mended];
    let [a, b, c, d, e, f] = crm.map(|number| number.to_string());
    let [g, h, i, j] = [sources, mended, budgets, balanced].map(|number| number.to_string());
    Ok([agency.slug.clone(), a, b, c, d, e, f, g, h, i, j, events.to_string()])
}

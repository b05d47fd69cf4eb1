//! Each agency's data sources: as their last use left them, or asked now.

use super::{database::deep, finding::Finding};
use crate::{
    connections::{self, ActiveSource, DataSourceFilter},
    identity::setup::admin,
    kernel::{app::App, error::Result, filter::Choice, page::PageArgs, scope::Scope},
};
use entity::{agency, data_source::DataSourceStatus};

pub async fn look(app: &App, is_probing: bool) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut args = PageArgs { first: Some(100), ..PageArgs::default() };
    loop {
        let page = match admin::agencies(app, &args).await {
            Ok(page) => page,
            Err(error) => return vec![Finding::problem("providers", deep(&error), "see there")],
        };
        args.after = page.items.last().map(|(cursor, _)| cursor.text());
        for (_, agency) in page.items {
            match of(app, &agency, is_probing).await {
                Ok(seen) => found.extend(seen),
                Err(error) => found.push(Finding::problem("providers", deep(&error), "see there")),
            }
        }
        if !page.has_next {
            return found;
        }
    }
}

async fn of(app: &App, agency: &agency::Model, is_probing: bool) -> Result<Vec<Finding>> {
    let scope = admin::operator_in(agency);
    let mut found = Vec::new();
    let refused = refused(app, &scope).await?;
    if refused > 0 {
        let says = match refused {
            1 => "one data source is refused by its provider".to_owned(),
            count => format!("{count} data sources are refused by their providers"),
        };
        found.push(Finding::warning(
            "providers",
            format!("{}: {says}", agency.slug),
            "give them new credentials (dataSourceUpdate), then leadwire source test",
        ));
    }
    let sources = connections::sources(app, &scope).await?;
    if sources.is_empty() || !is_probing {
        let says = match sources.len() {
            0 => "no data source in use; leadwire source add --kind APOLLO --name Apollo adds one".to_owned(),
            1 => "one data source in use".to_owned(),
            count => format!("{count} data sources in use"),
        };
        found.push(Finding::fine("providers", format!("{}: {says}", agency.slug)));
        return Ok(found);
    }
    for source in sources {
        found.push(probe(agency, &source).await);
    }
    Ok(found)
}

async fn refused(app: &App, scope: &Scope) -> Result<u64> {
    let status = Choice { eq: Some(DataSourceStatus::Error), ..Choice::default() };
    let filter = DataSourceFilter { status, ..DataSourceFilter::default() };
    Ok(connections::count(app.clone(), scope.clone(), (filter, None)).await?.0)
}

/// Asks without writing anything down.
async fn probe(agency: &agency::Model, source: &ActiveSource) -> Finding {
    let name = format!("{}: {}", agency.slug, source.name);
    let Some(probe) = source.source.probe() else {
        return Finding::fine("providers", format!("{name} calls nobody"));
    };
    match probe.probe().await {
        Ok(probed) => Finding::fine("providers", format!("{name} works: {}", probed.note)),
        Err(error) => Finding::problem(
            "providers",
            format!("{name}: {error}"),
            "check its credentials and config (dataSourceUpdate), or the network",
        ),
    }
}

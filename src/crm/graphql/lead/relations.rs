//! What hangs on leads and companies: read for a whole page in one statement each, or one by one through a loader.

use crate::{
    crm::{
        activities,
        enrichments::{self, About},
        graphql::{Activity, Company, Enrichment},
    },
    graphql::{
        Connection, CtxExt, Result,
        ahead::{self, Selected},
        loader::Loaders,
    },
    identity::graphql::Member,
    kernel::{
        app::App,
        error::{self, Error},
        page::{Page, PageArgs},
        scope::Scope,
    },
};
use async_graphql::{Context, dataloader::Loader};
use entity::{activity, company, enrichment, ids::LeadId, lead, membership};
use futures_util::try_join;
use std::collections::{HashMap, HashSet};

/// Reads what is selected below a page of leads, all relations at once.
pub async fn of_leads(ctx: &Context<'_>, page: &Page<lead::Model>) -> Result<()> {
    let selected = Selected::items(ctx);
    let rows = || page.items.iter().map(|(_, row)| row);
    let companies = rows().filter(|_| selected.has("company")).filter_map(|row| row.company_id);
    let members = rows().filter(|_| selected.has("assignedTo")).filter_map(|row| row.assigned_to);
    let enriched = rows().filter(|_| selected.has("enrichments")).map(|row| About::Lead(row.id));
    let leads: Vec<LeadId> = rows().map(|row| row.id).collect();
    try_join!(
        ahead::by_id::<company::Entity>(ctx, companies),
        ahead::by_id::<membership::Entity>(ctx, members),
        enrichments_ahead(ctx, enriched.collect()),
        activities_ahead(ctx, &selected, &leads),
    )?;
    Ok(())
}

/// Reads what is selected below a page of companies.
pub async fn of_companies(ctx: &Context<'_>, page: &Page<company::Model>) -> Result<()> {
    let selected = Selected::items(ctx);
    let rows = page.items.iter().filter(|_| selected.has("enrichments"));
    Ok(enrichments_ahead(ctx, rows.map(|(_, row)| About::Company(row.id)).collect()).await?)
}

pub async fn company(ctx: &Context<'_>, lead: &lead::Model) -> Result<Option<Company>> {
    match lead.company_id {
        Some(id) => Company::find(ctx, id).await,
        None => Ok(None),
    }
}

pub async fn assignee(ctx: &Context<'_>, lead: &lead::Model) -> Result<Option<Member>> {
    match lead.assigned_to {
        Some(id) => Member::find(ctx, id).await,
        None => Ok(None),
    }
}

pub async fn enrichments(ctx: &Context<'_>, about: impl Into<About>) -> Result<Vec<Enrichment>> {
    let about = about.into();
    let loaders = loaders(ctx)?;
    let rows: Vec<enrichment::Model> = match loaders.kept(&about) {
        Some(read_ahead) => read_ahead,
        None => loaders.get::<About, _>(of_request(ctx)?)?.load_one(about).await?.unwrap_or_default(),
    };
    Ok(rows.into_iter().map(Enrichment).collect())
}

pub async fn activities(ctx: &Context<'_>, lead: LeadId, args: PageArgs) -> Result<Connection<Activity>> {
    let loaders = loaders(ctx)?;
    let key: ActivityKey = (lead, args);
    let page: Page<activity::Model> = match loaders.kept(&key) {
        Some(read_ahead) => read_ahead,
        None => {
            let loaded = loaders.get::<ActivityKey, _>(of_request(ctx)?)?.load_one(key).await?;
            loaded.ok_or_else(|| Error::bug("a page for every lead"))?
        }
    };
    let (app, scope) = (ctx.app().clone(), ctx.scope()?.clone());
    Ok(Connection::from(page).counted_by(move || {
        let (app, scope) = (app.clone(), scope.clone());
        async move { activities::count(&app, &scope, lead).await }
    }))
}

async fn enrichments_ahead(ctx: &Context<'_>, subjects: Vec<About>) -> error::Result<()> {
    if !subjects.is_empty() {
        loaders(ctx)?.keep(enrichments::of(ctx.app(), ctx.scope()?, &subjects).await?);
    }
    Ok(())
}

async fn activities_ahead(ctx: &Context<'_>, selected: &Selected<'_>, leads: &[LeadId]) -> error::Result<()> {
    for args in selected.pages("activities") {
        // What is wrong with the arguments is the field's to say.
        if let Ok(pages) = activities::of_leads(ctx.app(), ctx.scope()?, leads, &args).await {
            let keyed = pages.into_iter().map(|(lead, page)| ((lead, args.clone()), page));
            loaders(ctx)?.keep::<ActivityKey, _>(keyed.collect());
        }
    }
    Ok(())
}

/// One page of one lead's activities.
type ActivityKey = (LeadId, PageArgs);

/// Loads what hangs on leads and companies, for one request.
struct Hanging(App, Scope);

impl Loader<About> for Hanging {
    type Value = Vec<enrichment::Model>;
    type Error = Error;

    async fn load(&self, subjects: &[About]) -> error::Result<HashMap<About, Self::Value>> {
        enrichments::of(&self.0, &self.1, subjects).await
    }
}

impl Loader<ActivityKey> for Hanging {
    type Value = Page<activity::Model>;
    type Error = Error;

    /// One statement for all leads that are asked for the same page, usually one altogether.
    async fn load(&self, keys: &[ActivityKey]) -> error::Result<HashMap<ActivityKey, Self::Value>> {
        let mut found = HashMap::new();
        for args in keys.iter().map(|(_, args)| args).collect::<HashSet<_>>() {
            let leads: Vec<LeadId> = keys.iter().filter(|key| key.1 == *args).map(|key| key.0).collect();
            let pages = activities::of_leads(&self.0, &self.1, &leads, args).await?;
            found.extend(pages.into_iter().map(|(lead, page)| ((lead, args.clone()), page)));
        }
        Ok(found)
    }
}

fn loaders<'a>(ctx: &'a Context<'_>) -> error::Result<&'a Loaders> {
    ctx.data_opt::<Loaders>().ok_or_else(|| Error::bug("a request without loaders"))
}

fn of_request(ctx: &Context<'_>) -> error::Result<impl FnOnce() -> Hanging> {
    let scope = ctx.scope()?.clone();
    let app = ctx.app().clone();
    Ok(move || Hanging(app, scope))
}

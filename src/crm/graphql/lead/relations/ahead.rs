//! What hangs on leads and companies: read for a whole page in one statement each, or through the request's loaders.

use crate::{
    crm::{
        activities, cards,
        enrichments::{self, About},
        graphql::{Activity, Enrichment, PipelineCard},
    },
    graphql::{
        Connection, CtxExt, Result,
        ahead::{self, Selected},
        batch::{self, Batch, PageOf, by_args, keyed},
    },
    kernel::{
        app::App,
        error,
        page::{Page, PageArgs},
        scope::Scope,
        sparse::Columns,
    },
};
use async_graphql::Context;
use entity::{
    activity, campaign, company, enrichment, ids::LeadId, lead, membership, pipeline, pipeline_card,
    pipeline_stage, workspace,
};
use futures_util::try_join;
use std::collections::HashMap;

/// What has to be read of each lead of the list that is resolved here.
#[must_use]
pub fn columns_of_leads(ctx: &Context<'_>) -> Columns<lead::Entity> {
    use lead::Column as C;
    Selected::items(ctx).columns(|field| match field {
        "workspace" => Some(&[C::WorkspaceId]),
        "company" => Some(&[C::CompanyId]),
        "campaign" => Some(&[C::CampaignId]),
        "assignedTo" => Some(&[C::AssignedTo]),
        // Found by the lead's id, which is always read.
        "card" | "activities" | "enrichments" => Some(&[]),
        _ => None,
    })
}

/// Reads what is selected below a page of leads, all relations at once.
pub async fn of_leads(ctx: &Context<'_>, page: &Page<lead::Model>) -> Result<()> {
    let selected = Selected::items(ctx);
    let rows = || page.items.iter().map(|(_, row)| row);
    let with = |field| rows().take(if selected.has(field) { usize::MAX } else { 0 });
    try_join!(
        ahead::by_id::<workspace::Entity>(ctx, with("workspace").map(|row| row.workspace_id)),
        ahead::by_id::<company::Entity>(ctx, with("company").filter_map(|row| row.company_id)),
        ahead::by_id::<campaign::Entity>(ctx, with("campaign").filter_map(|row| row.campaign_id)),
        ahead::by_id::<membership::Entity>(ctx, with("assignedTo").filter_map(|row| row.assigned_to)),
        ahead::batch::<Enrichments>(ctx, with("enrichments").map(|row| About::Lead(row.id)).collect()),
        ahead::children::<Activities, _>(ctx, &selected, "activities", rows().map(|row| row.id)),
        cards_ahead(ctx, selected.below("card"), with("card").map(|row| row.id).collect()),
    )?;
    Ok(())
}

/// Reads what is selected below a page of companies.
pub async fn of_companies(ctx: &Context<'_>, page: &Page<company::Model>) -> Result<()> {
    let selected = Selected::items(ctx);
    let rows = || page.items.iter().map(|(_, row)| row);
    let with = |field| rows().take(if selected.has(field) { usize::MAX } else { 0 });
    try_join!(
        ahead::by_id::<workspace::Entity>(ctx, with("workspace").map(|row| row.workspace_id)),
        ahead::batch::<Enrichments>(ctx, with("enrichments").map(|row| About::Company(row.id)).collect()),
    )?;
    Ok(())
}

async fn cards_ahead(ctx: &Context<'_>, selected: Selected<'_>, leads: Vec<LeadId>) -> error::Result<()> {
    let cards = ahead::batch::<LatestCards>(ctx, leads).await?;
    let with = |field| cards.iter().take(if selected.has(field) { usize::MAX } else { 0 });
    try_join!(
        ahead::by_id::<pipeline_stage::Entity>(ctx, with("stage").map(|card| card.stage_id)),
        ahead::by_id::<pipeline::Entity>(ctx, with("pipeline").map(|card| card.pipeline_id)),
    )?;
    Ok(())
}

/// The card a lead got last.
pub async fn card(ctx: &Context<'_>, lead: LeadId) -> Result<Option<PipelineCard>> {
    Ok(batch::one::<LatestCards>(ctx, lead).await?.map(Into::into))
}

/// What providers said of somebody or something.
pub async fn enrichments(ctx: &Context<'_>, about: impl Into<About>) -> Result<Vec<Enrichment>> {
    let rows = batch::one::<Enrichments>(ctx, about.into()).await?.unwrap_or_default();
    Ok(rows.into_iter().map(Into::into).collect())
}

/// A page of a lead's history.
pub async fn activities(ctx: &Context<'_>, lead: LeadId, args: PageArgs) -> Result<Connection<Activity>> {
    let page = batch::children::<Activities, _, _>(ctx, lead, args).await?;
    let (app, scope) = (ctx.app().clone(), ctx.scope()?.clone());
    Ok(Connection::from(page).counted_by(move || {
        let (app, scope) = (app.clone(), scope.clone());
        async move { activities::count(&app, &scope, lead).await }
    }))
}

/// Pages of leads' histories.
struct Activities;

impl Batch for Activities {
    type Key = PageOf<LeadId>;
    type Value = Page<activity::Model>;

    async fn load(
        app: &App,
        scope: &Scope,
        keys: &[PageOf<LeadId>],
    ) -> error::Result<HashMap<PageOf<LeadId>, Page<activity::Model>>> {
        let mut found = HashMap::new();
        for (args, leads) in by_args(keys) {
            found.extend(keyed(&args, activities::of_leads(app, scope, &leads, &args).await?));
        }
        Ok(found)
    }
}

/// What providers said, by whom it is about.
struct Enrichments;

impl Batch for Enrichments {
    type Key = About;
    type Value = Vec<enrichment::Model>;

    async fn load(
        app: &App,
        scope: &Scope,
        keys: &[About],
    ) -> error::Result<HashMap<About, Vec<enrichment::Model>>> {
        enrichments::of(app, scope, keys).await
    }
}

/// The cards leads got last.
struct LatestCards;

impl Batch for LatestCards {
    type Key = LeadId;
    type Value = pipeline_card::Model;

    async fn load(
        app: &App,
        scope: &Scope,
        keys: &[LeadId],
    ) -> error::Result<HashMap<LeadId, pipeline_card::Model>> {
        cards::latest_of_leads(app, scope, keys).await
    }
}

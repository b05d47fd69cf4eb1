//! Suppressions on Query: the list, and the question whether somebody may be contacted.

use super::suppression::{Suppression, SuppressionVerdict};
use crate::{
    consent::{self, Party, SuppressionFilter, Within},
    graphql::{
        Connection, CtxExt, Id, Result, connect,
        connection::page_args,
        filter::{ChoiceFilter, DateTimeFilter, IdFilter},
        order::OrderDirection,
        scalars::{EmailAddress, Url},
    },
    kernel::page::OrderBy,
};
use async_graphql::{Context, Enum, InputObject, Object};
use entity::{
    ids::{CampaignId, WorkspaceId},
    suppression::{Column, Entity, SuppressionKind, SuppressionScope, SuppressionSource},
};

/// Which entries; all conditions must hold.
#[derive(Clone, Debug, Default, InputObject)]
#[graphql(name = "SuppressionFilter")]
pub struct SuppressionFilterInput {
    /// By what is suppressed.
    kind: Option<ChoiceFilter<SuppressionKind>>,
    /// By where they hold.
    scope: Option<ChoiceFilter<SuppressionScope>>,
    /// By why they are there.
    source: Option<ChoiceFilter<SuppressionSource>>,
    /// By the workspace they hold in; null for those of the whole agency, and of a campaign.
    workspace_id: Option<IdFilter<WorkspaceId>>,
    /// By the campaign they hold in; null for those that hold outside campaigns, too.
    campaign_id: Option<IdFilter<CampaignId>>,
    /// By when they were made.
    created_at: Option<DateTimeFilter>,
    /// All of these must hold too.
    and: Option<Vec<Self>>,
    /// At least one of these must hold too.
    or: Option<Vec<Self>>,
    /// This must not hold.
    not: Option<Box<Self>>,
}

impl From<SuppressionFilterInput> for SuppressionFilter {
    fn from(f: SuppressionFilterInput) -> Self {
        let all = |filters: Option<Vec<SuppressionFilterInput>>| {
            filters.unwrap_or_default().into_iter().map(Into::into).collect()
        };
        Self {
            kind: f.kind.map(Into::into).unwrap_or_default(),
            scope: f.scope.map(Into::into).unwrap_or_default(),
            source: f.source.map(Into::into).unwrap_or_default(),
            workspace: f.workspace_id.map(IdFilter::of).unwrap_or_default(),
            campaign: f.campaign_id.map(IdFilter::of).unwrap_or_default(),
            created_at: f.created_at.map(Into::into).unwrap_or_default(),
            and: all(f.and),
            or: all(f.or),
            not: f.not.map(|not| Box::new((*not).into())),
        }
    }
}

/// What suppressions can be sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
pub enum SuppressionOrderField {
    /// When they were made.
    #[default]
    CreatedAt,
}

/// How suppressions are sorted.
#[derive(Clone, Copy, Debug, Default, InputObject)]
pub struct SuppressionOrder {
    /// By what.
    #[graphql(default)]
    field: SuppressionOrderField,
    /// Which way; DESC, newest first, when absent.
    #[graphql(default)]
    direction: OrderDirection,
}

impl From<SuppressionOrder> for OrderBy<Entity> {
    fn from(order: SuppressionOrder) -> Self {
        let column = match order.field {
            SuppressionOrderField::CreatedAt => Column::CreatedAt,
        };
        Self { column, is_descending: order.direction.is_descending() }
    }
}

/// Who is asked about; whatever is known of them.
#[derive(Clone, Debug, Default, InputObject)]
pub struct SuppressionCheckInput {
    /// Their address; entries of its domain count.
    email: Option<EmailAddress>,
    /// Their number, with country code.
    phone: Option<String>,
    /// Their LinkedIn profile.
    linkedin_url: Option<Url>,
    /// Their company's domain.
    domain: Option<String>,
    /// The workspace that wants to contact them: its own entries count too.
    workspace_id: Option<Id<WorkspaceId>>,
    /// The campaign that wants to contact them: its own entries count too, and those of its workspace.
    campaign_id: Option<Id<CampaignId>>,
}

#[derive(Default)]
pub struct SuppressionQuery;

#[Object]
impl SuppressionQuery {
    /// The agency's entries, newest first unless said otherwise.
    #[expect(clippy::too_many_arguments, reason = "the arguments every list takes")]
    async fn suppressions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many, 1 to 100; 25 when absent.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many instead.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<SuppressionFilterInput>,
        #[graphql(desc = "In which order.")] order_by: Option<SuppressionOrder>,
    ) -> Result<Connection<Suppression>> {
        let (app, scope) = (ctx.app().clone(), ctx.scope()?.clone());
        let filter: SuppressionFilter = filter.unwrap_or_default().into();
        let (args, order) = (page_args(first, after, last, before), order_by.unwrap_or_default().into());
        let page =
            connect(args, async |args| consent::list(&app, &scope, &filter, order, &args).await).await?;
        Ok(page.counted_by(move || consent::count(app.clone(), scope.clone(), filter.clone())))
    }

    /// Whether somebody may be contacted. What cannot be read as its kind is passed over.
    async fn suppression_check(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who is asked about.")] input: SuppressionCheckInput,
    ) -> Result<SuppressionVerdict> {
        let SuppressionCheckInput { email, phone, linkedin_url, domain, workspace_id, campaign_id } = input;
        let within = Within { workspace: workspace_id.map(|id| id.0), campaign: campaign_id.map(|id| id.0) };
        let (email, linkedin) = (email.map(|e| e.0), linkedin_url.map(|u| u.0));
        let party = Party { email, phone, linkedin, domain, ..Party::default() };
        Ok(consent::check_one(ctx.app(), ctx.scope()?, within, &party).await?.into())
    }
}

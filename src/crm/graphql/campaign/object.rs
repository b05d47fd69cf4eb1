//! The campaign and its numbers.

use crate::{
    crm::{
        campaigns,
        graphql::{Lead, campaign::access},
    },
    graphql::{
        Connection, Id, Result,
        batch::{self, Batch, PageOf, by_args, keyed},
        connection::page_args,
        node,
        plan::Planned,
        scalars::Date,
    },
    identity::graphql::{Member, Workspace},
    kernel::{app::App, error, page::Page, scope::Scope},
};
use async_graphql::{Context, Json, Object};
use chrono::{DateTime, Utc};
use entity::{
    campaign::{self, CampaignStatus},
    ids::{CampaignId, TypedId, WorkspaceId},
    lead,
};
use std::{collections::HashMap, sync::Arc};

node! {
    /// An outreach effort with its leads and numbers.
    Campaign(campaign)
}

impl Planned for campaign::Entity {
    const TYPE: &'static str = "Campaign";
    const PLAIN: &'static [&'static str] =
        &["name", "description", "status", "version", "createdAt", "updatedAt"];
    const IDS: &'static [(&'static str, &'static str)] = &[("workspaceId", WorkspaceId::PREFIX)];
}

impl Campaign {
    /// The campaign, unless it was deleted.
    pub async fn living(ctx: &Context<'_>, id: CampaignId) -> Result<Option<Self>> {
        Ok(Self::find(ctx, id).await?.filter(|campaign| campaign.0.deleted_at.is_none()))
    }
}

/// An outreach effort with its leads and numbers.
#[Object]
impl Campaign {
    /// Its id.
    pub async fn id(&self) -> Id<CampaignId> {
        self.0.id.into()
    }

    /// The workspace it belongs to.
    fn workspace_id(&self) -> Id<WorkspaceId> {
        self.0.workspace_id.into()
    }

    /// That workspace; null for a CLIENT, who sees no workspaces.
    async fn workspace(&self, ctx: &Context<'_>) -> Result<Option<Workspace>> {
        Workspace::find(ctx, self.0.workspace_id).await
    }

    /// What people call it.
    fn name(&self) -> &str {
        &self.0.name
    }

    /// What it is about, for people.
    fn description(&self) -> Option<&str> {
        self.0.description.as_deref()
    }

    /// Where it is in its life.
    fn status(&self) -> CampaignStatus {
        self.0.status
    }

    /// Its first day.
    fn start_date(&self) -> Option<Date> {
        self.0.start_date.map(Date)
    }

    /// Its last day.
    fn end_date(&self) -> Option<Date> {
        self.0.end_date.map(Date)
    }

    /// Whom it is for: an object of the agency's own shape.
    fn target_audience(&self) -> Json<&serde_json::Value> {
        Json(&self.0.target_audience)
    }

    /// Its leads, who joined last first. To filter or sort them, ask `leads(filter: {campaignIds: […]})`.
    async fn leads(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "So many from the start, 1 to 100; 25 unless given.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Lead>> {
        let args = page_args(first, after, last, before);
        let page = batch::children::<Leads, _, _>(ctx, self.0.id, args).await?;
        let count = (self.0.lead_count.unsigned_abs().into(), false);
        Ok(Connection::from(page).counted_by(move || std::future::ready(Ok(count))))
    }

    /// The CLIENTs it is shown to (`campaignAccessGrant`). A CLIENT does not see who else is.
    async fn clients(&self, ctx: &Context<'_>) -> Result<Vec<Member>> {
        access::clients(ctx, self.0.id).await
    }

    /// Its numbers, as they are now.
    fn metrics(&self) -> CampaignMetrics {
        CampaignMetrics(self.0.clone())
    }

    /// Raised by every change of its fields or status (not by its numbers); give it as `expectedVersion`.
    fn version(&self) -> i32 {
        self.0.version
    }

    /// When it was made.
    fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When its fields or status changed last.
    fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }
}

struct Leads;

impl Batch for Leads {
    type Key = PageOf<CampaignId>;
    type Value = Page<lead::Model>;

    async fn load(
        app: &App,
        scope: &Scope,
        keys: &[PageOf<CampaignId>],
    ) -> error::Result<HashMap<PageOf<CampaignId>, Page<lead::Model>>> {
        let mut found = HashMap::new();
        for (args, ids) in by_args(keys) {
            found.extend(keyed(&args, campaigns::leads(app, scope, &ids, &args).await?));
        }
        Ok(found)
    }
}

/// The numbers of a campaign. Deleted leads do not count.
pub struct CampaignMetrics(pub Arc<campaign::Model>);

/// The numbers of a campaign. Deleted leads do not count.
#[Object]
impl CampaignMetrics {
    /// Leads in it.
    fn leads(&self) -> i32 {
        self.0.lead_count
    }

    /// Of these, found to fit.
    fn qualified(&self) -> i32 {
        self.0.qualified_count
    }

    /// Of these, written to.
    fn contacted(&self) -> i32 {
        self.0.contacted_count
    }

    /// Of these, who answered.
    fn replied(&self) -> i32 {
        self.0.replied_count
    }

    /// Of these, with a dead e-mail address.
    fn bounced(&self) -> i32 {
        self.0.bounced_count
    }

    /// Of these, who asked to be left alone.
    fn unsubscribed(&self) -> i32 {
        self.0.unsubscribed_count
    }

    /// The share of the leads that were found to fit, 0 to 1; null without leads.
    fn qualification_rate(&self) -> Option<f64> {
        rate(self.0.qualified_count, self.0.lead_count)
    }

    /// The share of those written to who answered, 0 to 1; null when nobody was written to.
    fn response_rate(&self) -> Option<f64> {
        rate(self.0.replied_count.min(self.0.contacted_count), self.0.contacted_count)
    }
}

fn rate(part: i32, whole: i32) -> Option<f64> {
    (whole > 0).then(|| f64::from(part) / f64::from(whole))
}

//! Leads by what they are: by status and qualification and by campaign from sums, by source from rows.

use super::{
    numbers::{LeadNumbers, LeadsHappened, METRICS, Share, sorts},
    top::{self, TopBy, top},
};
use crate::{
    crm::campaigns,
    insight::analytics::{
        range::{Ask, Range},
        rollup,
        sums::{self, Whose},
    },
    kernel::{
        app::App,
        error::{Error, Result},
        permission::Permission,
        projection::{self, Standing},
        scope::Scope,
    },
};
use entity::{
    campaign, campaign_lead,
    ids::{CampaignId, WorkspaceId},
    lead::{self, Column as C, LeadStatus},
    metric::Metric,
    workspace,
};
use sea_orm::{
    ActiveEnum, ColumnTrait, Condition, Order, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{CaseStatement, Expr, ExprTrait},
};

/// By what leads are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupBy {
    Status,
    Qualification,
    Campaign,
    Source,
}

/// What is asked about leads.
#[derive(Clone, Copy, Debug)]
pub struct LeadsAsk {
    pub range: Ask,
    pub group_by: GroupBy,
    pub campaign: Option<CampaignId>,
    pub workspace: Option<WorkspaceId>,
}

/// Leads of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct LeadGroup {
    /// The name of an enum's value, a campaign's name, a source's; `None`: the leads that have none.
    pub key: Option<String>,
    pub campaign: Option<campaign::Model>,
    pub count: i64,
    /// Became so in the range.
    pub entered: i64,
}

/// What there is to say about leads.
#[derive(Clone, Debug)]
pub struct LeadsAnswer {
    pub metrics: LeadNumbers,
    pub statuses: Vec<Share<LeadStatus>>,
    pub groups: Vec<LeadGroup>,
    pub top_campaigns: Vec<campaign::Model>,
    pub range: Range,
    pub standing: Standing,
}

/// Campaigns that are named in passing.
const TOP: u64 = 5;

pub async fn leads(app: &App, scope: &Scope, ask: LeadsAsk) -> Result<LeadsAnswer> {
    scope.require(Permission::Read)?;
    if let Some(id) = ask.workspace {
        scope.get::<workspace::Entity>(id, &scope.read(app)).await?;
    }
    let one = match ask.campaign {
        Some(id) => Some(campaigns::get(app, scope, id).await?),
        None => None,
    };
    let is_elsewhere = |one: &campaign::Model| ask.workspace.is_some_and(|id| one.workspace_id != id);
    if one.as_ref().is_some_and(is_elsewhere) {
        return Err(Error::invalid("campaignId", "a campaign of the workspace"));
    }
    let range = ask.range.at(app.now())?;
    let whose = ask.campaign.map_or(Whose::Everything(ask.workspace), Whose::Campaign);
    let standing = projection::standing(app, scope, rollup::NAME).await?;
    let happened = sums::flows(app, scope, whose, &METRICS, &[range]).await?.pop().unwrap_or_default();
    let total = sums::stocks(app, scope, whose, &[Metric::Leads]).await?.of(Metric::Leads);
    let (statuses, qualifications) = sorts(app, scope, whose, range).await?;
    let groups = match ask.group_by {
        GroupBy::Status => statuses.iter().map(group).collect(),
        GroupBy::Qualification => qualifications.iter().map(group).collect(),
        GroupBy::Campaign => by_campaign(app, scope, &one, ask.workspace, range).await?,
        GroupBy::Source => by_source(app, scope, &ask, range).await?,
    };
    let top_campaigns = match one {
        Some(one) => vec![one],
        None => top(app, scope, TopBy::Leads, TOP, ask.workspace).await?,
    };
    let metrics = LeadNumbers { total, happened: LeadsHappened::of(&happened) };
    Ok(LeadsAnswer { metrics, statuses, groups, top_campaigns, range, standing })
}

fn group<K: ActiveEnum<Value = String>>(share: &Share<K>) -> LeadGroup {
    let Share { of, count, entered } = share;
    LeadGroup { key: Some(of.to_value()), campaign: None, count: *count, entered: *entered }
}

/// The largest; each says how many are in it, whichever others they are in too.
async fn by_campaign(
    app: &App,
    scope: &Scope,
    one: &Option<campaign::Model>,
    workspace: Option<WorkspaceId>,
    range: Range,
) -> Result<Vec<LeadGroup>> {
    let campaigns = match one {
        Some(one) => vec![one.clone()],
        None => top(app, scope, TopBy::Leads, top::MOST, workspace).await?,
    };
    let ids: Vec<CampaignId> = campaigns.iter().map(|campaign| campaign.id).collect();
    let joined = sums::by_campaign(app, scope, &ids, Metric::Leads, range).await?;
    let group = |campaign: campaign::Model| LeadGroup {
        key: Some(campaign.name.clone()),
        count: campaign.lead_count.into(),
        entered: joined.get(&campaign.id).copied().unwrap_or_default(),
        campaign: Some(campaign),
    };
    Ok(campaigns.into_iter().map(group).collect())
}

/// The largest. Where leads come from is somebody's own words: they stand in no event, so in no sum.
async fn by_source(app: &App, scope: &Scope, ask: &LeadsAsk, range: Range) -> Result<Vec<LeadGroup>> {
    let mut rows = scope.find::<lead::Entity>().filter(C::DeletedAt.is_null());
    if let Some(workspace) = ask.workspace {
        rows = rows.filter(C::WorkspaceId.eq(workspace));
    }
    if let Some(campaign) = ask.campaign {
        let members = scope.find::<campaign_lead::Entity>();
        let members = members.filter(campaign_lead::Column::CampaignId.eq(campaign));
        let members = members.select_only().column(campaign_lead::Column::LeadId).into_query();
        rows = rows.filter(C::Id.in_subquery(members));
    }
    let within = Condition::all().add(C::CreatedAt.gte(range.start())).add(C::CreatedAt.lt(range.end()));
    let made = Expr::expr(CaseStatement::new().case(within, Expr::cust("1")).finally(Expr::cust("0")));
    let groups: Vec<(Option<String>, i64, i64)> = rows
        .select_only()
        .column(C::Source)
        .expr_as(C::Id.count(), "leads")
        .expr_as(made.sum().cast_as("bigint"), "made")
        .group_by(C::Source)
        .order_by(C::Id.count(), Order::Desc)
        .order_by_asc(C::Source)
        .limit(top::MOST)
        .into_tuple()
        .all(&scope.read(app))
        .await?;
    let group = |(key, count, entered)| LeadGroup { key, campaign: None, count, entered };
    Ok(groups.into_iter().map(group).collect())
}

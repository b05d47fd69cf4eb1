//! Making a scraping job, from `jobCreate` or a schedule.

use super::{criteria::Criteria, place::Config, unable::cannot_search};
use crate::{
    connections,
    connectors::ports::FindPeople,
    crm::{campaigns, home, lists},
    jobs::{Draft, NewJob, Purpose},
    kernel::{
        check::{self, Problems},
        error::{Error, Result},
        permission::Permission,
        tx::Tx,
    },
};
use entity::{
    campaign, data_source,
    data_source::{DataSourceKind, DataSourceStatus},
    ids::{LeadListId, WorkspaceId},
    job::JobKind,
    lead_list, workspace,
};

/// Everything a draft names, there and the caller's.
struct Resolved {
    source: data_source::Model,
    list: Option<lead_list::Model>,
    campaign: Option<campaign::Model>,
    workspace: workspace::Model,
}

pub(super) async fn make(tx: &mut Tx, draft: Draft, purpose: Purpose) -> Result<NewJob> {
    permissions(tx, &draft)?;
    let found = resolve(tx, &draft).await?;
    let (criteria, name) = values(tx, &draft, &found)?;
    able(tx, &found).await?;
    let list = match (&found.list, purpose) {
        (Some(list), _) => list.id,
        (None, Purpose::Check) => LeadListId::new(),
        (None, Purpose::Make) => lists::create_in(tx, found.workspace.id, &name, None).await?.id,
    };
    let least = draft.limits.min_score.and_then(|score| u8::try_from(score).ok()).unwrap_or(0);
    Ok(NewJob {
        workspace: Some(found.workspace.id),
        campaign: draft.campaign,
        data_source: Some(found.source.id),
        search_criteria: serde_json::to_value(&criteria)?,
        config: serde_json::to_value(Config::new(list, draft.limits.records, least))?,
        ..NewJob::of(JobKind::Scrape)
    })
}

fn permissions(tx: &Tx, draft: &Draft) -> Result<()> {
    tx.scope().require(Permission::Prospect)?;
    tx.scope().require(Permission::WriteLeads)?;
    tx.scope().require(Permission::WriteBoards)?;
    match draft.campaign {
        Some(_) => tx.scope().require(Permission::FillCampaigns),
        None => Ok(()),
    }
}

async fn resolve(tx: &Tx, draft: &Draft) -> Result<Resolved> {
    let scope = tx.scope();
    let Some(source) = draft.data_source else {
        return Err(Error::invalid("dataSourceId", "the data source to read"));
    };
    let source = scope.get::<data_source::Entity>(source, tx).await?;
    if source.deleted_at.is_some() {
        return Err(Error::NotFound("data_source"));
    }
    let list = match draft.list {
        Some(id) => Some(scope.get::<lead_list::Entity>(id, tx).await?),
        None => None,
    };
    if list.as_ref().is_some_and(|list| list.deleted_at.is_some()) {
        return Err(Error::NotFound("lead_list"));
    }
    let campaign = match draft.campaign {
        Some(id) => Some(scope.get::<campaign::Entity>(id, tx).await?),
        None => None,
    };
    if campaign.as_ref().is_some_and(|campaign| campaign.deleted_at.is_some()) {
        return Err(Error::NotFound("campaign"));
    }
    let said = list.as_ref().map(|list| list.workspace_id);
    let said = draft.workspace.or(said).or(campaign.as_ref().map(|campaign| campaign.workspace_id));
    let workspace = home::workspace(scope, said, tx).await?;
    Ok(Resolved { source, list, campaign, workspace })
}

/// The criteria in their one spelling, and the name of the list if one is to be made.
fn values(tx: &Tx, draft: &Draft, found: &Resolved) -> Result<(Criteria, String)> {
    let mut problems = Problems::default();
    let is_elsewhere = |workspace: Option<WorkspaceId>| workspace.is_some_and(|id| id != found.workspace.id);
    if is_elsewhere(found.list.as_ref().map(|list| list.workspace_id)) {
        problems.add("leadListId", "a list of the job's workspace");
    }
    if is_elsewhere(found.campaign.as_ref().map(|campaign| campaign.workspace_id)) {
        problems.add("campaignId", "a campaign of the job's workspace");
    }
    if draft.list.is_some() && draft.new_list.is_some() {
        problems.add("newListName", "either `leadListId` or `newListName`");
    }
    let named = problems.keep_some("newListName", draft.new_list.as_deref(), |text| check::line(text, 150));
    let day = tx.now().format("%Y-%m-%d %H:%M");
    let name = match (named, &draft.new_list) {
        (Some(name), _) => name,
        (None, _) => format!("{}, {day}", found.source.name),
    };
    let criteria = Criteria::read(&draft.search_criteria, &mut problems);
    if criteria.company_domains.is_empty() && needs_domains(tx, &found.source) {
        let right =
            "the domains of the companies whose people to find: this source finds them in no other way";
        problems.add("searchCriteria.companyDomains", right);
    } else if criteria.is_empty() && found.source.kind != DataSourceKind::HttpApi {
        problems.add("searchCriteria", "at least one criterion");
    }
    problems.finish()?;
    Ok((criteria, name))
}

/// Whether the source finds people only at companies that are named. One that cannot be opened is refused later, for that.
fn needs_domains(tx: &Tx, source: &data_source::Model) -> bool {
    let source = connections::of_row(tx.app(), source);
    source.is_ok_and(|it| it.source.find_people().is_some_and(FindPeople::needs_domains))
}

/// A source in use that can search people, and a campaign that takes leads.
async fn able(tx: &Tx, found: &Resolved) -> Result<()> {
    if matches!(found.source.status, DataSourceStatus::Inactive | DataSourceStatus::Error) {
        return Err(Error::conflict_with_hint(
            "This data source is not in use.",
            "Switch it on with `dataSourceUpdate`, or see why it is broken with `dataSourceTest`.",
        ));
    }
    if connections::of_row(tx.app(), &found.source)?.source.find_people().is_none() {
        return Err(cannot_search(found.source.kind));
    }
    let is_closed = |campaign: &campaign::Model| !campaigns::state::takes_leads(campaign.status);
    if found.campaign.as_ref().is_some_and(is_closed) {
        return Err(Error::conflict_with_hint(
            "This campaign takes no more leads.",
            "Make another with `campaignCreate`.",
        ));
    }
    Ok(())
}

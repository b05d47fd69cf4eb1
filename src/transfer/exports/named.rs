//! The ids an export names, each resolved through the scope: one that does not exist for the caller makes no empty file, it is
//! refused.

use super::ask::NewExport;
use crate::{
    crm::{companies::CompanyFilter, leads::LeadFilter},
    kernel::{error::Result, filter::Choice, scope::Scope, tx::Tx},
    prospecting::prospects::ProspectFilter,
};
use entity::{
    campaign, company,
    ids::{CampaignId, CompanyId, LeadId, LeadListId, LeadRequestId, MembershipId, TypedId, WorkspaceId},
    lead, lead_list, lead_request, membership, pipeline, workspace,
};

/// What the export's job is about.
#[derive(Default)]
pub(super) struct About {
    pub workspace: Option<WorkspaceId>,
    pub campaign: Option<CampaignId>,
}

#[derive(Default)]
struct Named {
    leads: Vec<LeadId>,
    workspaces: Vec<WorkspaceId>,
    companies: Vec<CompanyId>,
    campaigns: Vec<CampaignId>,
    lists: Vec<LeadListId>,
    members: Vec<MembershipId>,
    requests: Vec<LeadRequestId>,
}

/// Resolves all of them.
pub(super) async fn resolve(asked: &NewExport, scope: &Scope, tx: &Tx) -> Result<About> {
    let mut about = About::default();
    if let Some(id) = asked.campaign {
        let row = scope.get::<campaign::Entity>(id, tx).await?;
        about = About { workspace: Some(row.workspace_id), campaign: Some(row.id) };
    }
    if let Some(id) = asked.pipeline {
        about.workspace = Some(scope.get::<pipeline::Entity>(id, tx).await?.workspace_id);
    }
    let mut named = Named::default();
    asked.lead_filter.iter().for_each(|filter| named.of_leads(filter));
    asked.company_filter.iter().for_each(|filter| named.of_companies(filter));
    asked.prospect_filter.iter().for_each(|filter| named.of_prospects(filter));
    named.find(scope, tx).await?;
    if let ([only], None) = (named.workspaces.as_slice(), about.workspace) {
        about.workspace = Some(*only);
    }
    Ok(about)
}

impl Named {
    fn of_leads(&mut self, filter: &LeadFilter) {
        add(&mut self.leads, filter.id.as_ref());
        add(&mut self.workspaces, filter.workspace.as_ref());
        add(&mut self.companies, filter.company.as_ref());
        add(&mut self.members, filter.assigned_to.as_ref());
        self.campaigns.extend(filter.campaigns.iter().flatten());
        self.lists.extend(filter.lists.iter().flatten());
        for inner in filter.and.iter().chain(&filter.or).chain(filter.not.as_deref()) {
            self.of_leads(inner);
        }
    }

    fn of_companies(&mut self, filter: &CompanyFilter) {
        add(&mut self.companies, filter.id.as_ref());
        add(&mut self.workspaces, filter.workspace.as_ref());
        for inner in filter.and.iter().chain(&filter.or).chain(filter.not.as_deref()) {
            self.of_companies(inner);
        }
    }

    fn of_prospects(&mut self, filter: &ProspectFilter) {
        add(&mut self.requests, Some(&filter.lead_request));
        add(&mut self.workspaces, Some(&filter.workspace));
        add(&mut self.leads, Some(&filter.lead));
        for inner in filter.and.iter().chain(&filter.or).chain(filter.not.as_deref()) {
            self.of_prospects(inner);
        }
    }

    async fn find(&self, scope: &Scope, tx: &Tx) -> Result<()> {
        scope.get_all::<lead::Entity>(&self.leads, tx).await?;
        scope.get_all::<workspace::Entity>(&self.workspaces, tx).await?;
        scope.get_all::<company::Entity>(&self.companies, tx).await?;
        scope.get_all::<campaign::Entity>(&self.campaigns, tx).await?;
        scope.get_all::<lead_list::Entity>(&self.lists, tx).await?;
        scope.get_all::<membership::Entity>(&self.members, tx).await?;
        scope.get_all::<lead_request::Entity>(&self.requests, tx).await?;
        Ok(())
    }
}

fn add<T: TypedId>(to: &mut Vec<T>, choice: Option<&Choice<T>>) {
    let Some(choice) = choice else { return };
    to.extend(choice.eq.iter().chain(choice.not.iter()).chain(choice.is_in.iter().flatten()));
}

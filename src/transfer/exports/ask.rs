//! What is asked for, as it comes in: any of it may not go with the rest.

use super::spec::{Format, Order, Rows};
use crate::{
    crm::{companies::CompanyFilter, leads::LeadFilter},
    kernel::error::{Error, FieldProblem, Result},
    prospecting::prospects::ProspectFilter,
};
use entity::ids::{CampaignId, PipelineId};

/// Which kind of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Leads,
    CampaignLeads,
    Companies,
    PipelineCards,
    Prospects,
}

/// An export to be.
#[derive(Clone, Debug)]
pub struct NewExport {
    pub what: What,
    pub campaign: Option<CampaignId>,
    pub pipeline: Option<PipelineId>,
    pub lead_filter: Option<LeadFilter>,
    pub company_filter: Option<CompanyFilter>,
    pub prospect_filter: Option<ProspectFilter>,
    pub search: Option<String>,
    /// `None`: newest first.
    pub lead_order: Option<Order>,
    /// `None`: newest first.
    pub company_order: Option<Order>,
    /// `None`: all there are.
    pub columns: Option<Vec<String>>,
    pub format: Format,
    pub has_byte_order_mark: bool,
}

impl NewExport {
    /// The rows; refuses what does not go with them.
    pub(super) fn rows(self) -> Result<Rows> {
        self.fits()?;
        let filter = Box::new(self.lead_filter.unwrap_or_default());
        let search = self.search;
        let newest_first = |order: Option<Order>| order.unwrap_or_else(Order::newest_first);
        Ok(match self.what {
            What::Leads => Rows::Leads { filter, search, order: newest_first(self.lead_order) },
            What::CampaignLeads => {
                let campaign = self.campaign.ok_or_else(|| needed("campaignId"))?;
                Rows::CampaignLeads { campaign, filter, search, order: newest_first(self.lead_order) }
            }
            What::Companies => {
                let filter = Box::new(self.company_filter.unwrap_or_default());
                Rows::Companies { filter, search, order: newest_first(self.company_order) }
            }
            What::PipelineCards => {
                Rows::PipelineCards { pipeline: self.pipeline.ok_or_else(|| needed("pipelineId"))? }
            }
            What::Prospects => Rows::Prospects { filter: Box::new(self.prospect_filter.unwrap_or_default()) },
        })
    }

    /// What was said must mean something for these rows.
    fn fits(&self) -> Result<()> {
        use What as W;
        let is_of_leads = matches!(self.what, W::Leads | W::CampaignLeads);
        let said = [
            ("campaignId", self.campaign.is_some(), self.what == W::CampaignLeads),
            ("pipelineId", self.pipeline.is_some(), self.what == W::PipelineCards),
            ("leadFilter", self.lead_filter.is_some(), is_of_leads),
            ("companyFilter", self.company_filter.is_some(), self.what == W::Companies),
            ("prospectFilter", self.prospect_filter.is_some(), self.what == W::Prospects),
            ("leadOrder", self.lead_order.is_some(), is_of_leads),
            ("companyOrder", self.company_order.is_some(), self.what == W::Companies),
            ("search", self.search.is_some(), is_of_leads || self.what == W::Companies),
        ];
        let wrong = said.iter().filter(|(_, is_said, fits)| *is_said && !fits);
        let wrong: Vec<_> =
            wrong.map(|(path, ..)| FieldProblem::new(*path, "nothing: it does not go with `what`")).collect();
        if wrong.is_empty() { Ok(()) } else { Err(Error::Invalid(wrong)) }
    }
}

fn needed(path: &str) -> Error {
    Error::invalid(path, "whose, for this `what`")
}

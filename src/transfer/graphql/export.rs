//! Taking data out as a file.

use crate::{
    crm::graphql::{CompanyFilterInput, CompanyOrder, LeadFilter, LeadOrder, company_order, lead_order},
    graphql::{CtxExt, Id, Result},
    jobs::graphql::Job,
    prospecting::graphql::ProspectFilterInput,
    transfer::exports::{self, Format, NewExport, Order, What},
};
use async_graphql::{Context, Enum, InputObject, Object};
use entity::ids::{CampaignId, PipelineId};

/// What is exported.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "What")]
pub enum ExportWhat {
    /// Leads.
    Leads,
    /// The leads of one campaign.
    CampaignLeads,
    /// Companies.
    Companies,
    /// The cards of one pipeline, with their leads.
    PipelineCards,
    /// People that were found and are not leads yet.
    Prospects,
}

/// As what kind of file.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "Format")]
pub enum ExportFormat {
    /// Comma-separated values, UTF-8. Texts that a spreadsheet would take for formulas begin with an apostrophe.
    Csv,
    /// An Excel workbook; more than 1,048,575 rows go to further sheets.
    Xlsx,
    /// JSON Lines: one object per row.
    Jsonl,
}

/// What to take out, and how.
#[derive(InputObject)]
pub struct ExportCreateInput {
    /// Which list becomes a file.
    what: ExportWhat,
    /// With CAMPAIGN_LEADS: which campaign.
    campaign_id: Option<Id<CampaignId>>,
    /// With PIPELINE_CARDS: which pipeline.
    pipeline_id: Option<Id<PipelineId>>,
    /// With LEADS and CAMPAIGN_LEADS: which ones.
    lead_filter: Option<LeadFilter>,
    /// With COMPANIES: which ones.
    company_filter: Option<CompanyFilterInput>,
    /// With PROSPECTS: which ones.
    prospect_filter: Option<ProspectFilterInput>,
    /// With leads and companies: words that must all be in them, as in their lists.
    search: Option<String>,
    /// With LEADS and CAMPAIGN_LEADS: how they are sorted; newest first unless said otherwise.
    lead_order: Option<LeadOrder>,
    /// With COMPANIES: how they are sorted; newest first unless said otherwise.
    company_order: Option<CompanyOrder>,
    /// Which columns, in this order; all there are unless said otherwise. What is none is refused with the list of those
    /// there are.
    #[graphql(validator(max_items = 100))]
    columns: Option<Vec<String>>,
    /// As what kind of file.
    #[graphql(default_with = "ExportFormat::Csv")]
    format: ExportFormat,
    /// Whether a CSV file begins with a byte order mark, which Excel needs to see that it is UTF-8.
    #[graphql(default)]
    byte_order_mark: bool,
    /// Why, for the audit log: 1 to 500 characters; no secret and nobody's name.
    reason: Option<String>,
}

impl From<ExportCreateInput> for NewExport {
    fn from(input: ExportCreateInput) -> Self {
        Self {
            what: input.what.into(),
            campaign: input.campaign_id.map(|id| id.0),
            pipeline: input.pipeline_id.map(|id| id.0),
            lead_filter: input.lead_filter.map(Into::into),
            company_filter: input.company_filter.map(Into::into),
            prospect_filter: input.prospect_filter.map(Into::into),
            search: input.search,
            lead_order: input.lead_order.map(|by| Order::of(lead_order(Some(by)))),
            company_order: input.company_order.map(|by| Order::of(company_order(Some(by)))),
            columns: input.columns,
            format: input.format.into(),
            has_byte_order_mark: input.byte_order_mark,
        }
    }
}

#[derive(Default)]
pub struct ExportMutation;

#[Object]
impl ExportMutation {
    /// Takes out what a list shows, as a file. The job writes it (`jobProgress` follows it); when it is completed, its
    /// `resultFile` is the file, which is thrown away after some weeks.
    async fn export_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The list that becomes a file, which rows and columns of it, and the format.")]
        input: ExportCreateInput,
    ) -> Result<Job> {
        let scope = ctx.scope()?.because(input.reason.clone());
        Ok(exports::create(ctx.app(), &scope, input.into()).await?.into())
    }
}

//! Enrichment and verification on request.

use crate::{
    graphql::{CtxExt, Id, Result, scalars::EmailAddress},
    jobs::graphql::Job,
    prospecting::enrich::orders::{self, EnrichField, Whom},
};
use async_graphql::{Context, InputObject, Object};
use entity::ids::{CompanyId, LeadId, WorkspaceId};

/// Whom to find out more about: a lead, or the person behind an address.
#[derive(Debug, InputObject)]
pub struct LeadEnrichInput {
    /// The lead. Give this or `email`.
    id: Option<Id<LeadId>>,
    /// An address; nobody's becomes a new lead. Give this or `id`.
    email: Option<EmailAddress>,
    /// With `email`: the lead's workspace; may be absent where the agency has only one.
    workspace_id: Option<Id<WorkspaceId>>,
    /// What is to be found out; everything but phone numbers when absent.
    #[graphql(default)]
    fields: Vec<EnrichField>,
}

/// Whom to find out more about.
#[derive(Debug, InputObject)]
pub struct LeadsEnrichInput {
    /// The leads; at most 100.
    #[graphql(validator(min_items = 1, max_items = 100))]
    ids: Vec<Id<LeadId>>,
    /// What is to be found out; everything but phone numbers when absent.
    #[graphql(default)]
    fields: Vec<EnrichField>,
}

/// Which company to find out more about.
#[derive(Debug, InputObject)]
pub struct CompanyEnrichInput {
    /// The company; it needs a domain.
    id: Id<CompanyId>,
}

/// Which address to check.
#[derive(Debug, InputObject)]
pub struct EmailVerifyInput {
    /// The lead whose address is checked. Give this or `email`.
    lead_id: Option<Id<LeadId>>,
    /// Any address. Give this or `leadId`.
    email: Option<EmailAddress>,
    /// With `email`: the workspace that the check is for, and paid by; may be absent where the agency has only one.
    workspace_id: Option<Id<WorkspaceId>>,
}

impl LeadEnrichInput {
    fn whom(self) -> (Whom, Vec<EnrichField>) {
        let email = self.email.map(|email| email.0);
        let workspace = self.workspace_id.map(|id| id.0);
        (Whom { lead: self.id.map(|id| id.0), email, workspace }, self.fields)
    }
}

impl From<EmailVerifyInput> for Whom {
    fn from(input: EmailVerifyInput) -> Self {
        let email = input.email.map(|email| email.0);
        let workspace = input.workspace_id.map(|id| id.0);
        Self { lead: input.lead_id.map(|id| id.0), email, workspace }
    }
}

#[derive(Default)]
pub struct EnrichMutation;

#[Object]
impl EnrichMutation {
    /// Finds out what is missing of a lead, source by source until it is known. Values that people entered stay, unless a
    /// check refuted them. Follow the job.
    async fn lead_enrich(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lead, or somebody's address, and which fields are wanted.")]
        input: LeadEnrichInput,
    ) -> Result<Job> {
        let (whom, fields) = input.whom();
        Ok(orders::lead_enrich(ctx.app(), ctx.scope()?, whom, fields).await?.into())
    }

    /// The same for up to 100 leads in one job. See `enrichmentEstimate` for what it would cost.
    async fn leads_enrich(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Up to 100 leads, and which fields are wanted.")] input: LeadsEnrichInput,
    ) -> Result<Job> {
        let ids = input.ids.into_iter().map(|id| id.0).collect();
        Ok(orders::leads_enrich(ctx.app(), ctx.scope()?, ids, input.fields).await?.into())
    }

    /// Finds out what is missing of a company.
    async fn company_enrich(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The company to find out more about.")] input: CompanyEnrichInput,
    ) -> Result<Job> {
        Ok(orders::company_enrich(ctx.app(), ctx.scope()?, input.id.0).await?.into())
    }

    /// Checks whether mail reaches an address. The verdict is in the job's log, and on the lead.
    async fn email_verify(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The address to check, or the lead it belongs to.")] input: EmailVerifyInput,
    ) -> Result<Job> {
        Ok(orders::email_verify(ctx.app(), ctx.scope()?, input.into()).await?.into())
    }
}

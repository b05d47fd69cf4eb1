//! What work on people and companies would cost.

use crate::{
    graphql::{CtxExt, Id, Result, scalars::Micros},
    prospecting::{
        enrich::{
            Part, What,
            orders::{self, About, EnrichField, Priced},
        },
        request_estimate,
        requests::DEFAULT_RESULTS,
        scrape,
        waterfall::Capability,
    },
};
use async_graphql::{Context, Enum, Object, SimpleObject};
use entity::ids::{CompanyId, DataSourceId, LeadId, LeadListId};

/// What a source can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum EnrichmentCapability {
    /// An address, from name and company.
    FindEmail,
    /// Whether an address takes mail.
    VerifyEmail,
    /// Facts about a person.
    EnrichPerson,
    /// Facts about a company.
    EnrichCompany,
    /// A page of people.
    SearchPeople,
    /// What a description asks for.
    ReadDescription,
}

/// What one source would cost.
#[derive(Clone, Debug, SimpleObject)]
pub struct SourceCost {
    /// The data source's name.
    source: String,
    /// The provider: `APOLLO`.
    provider: String,
    /// What it would be asked for.
    capability: EnrichmentCapability,
    /// No more calls than this.
    calls_max: u64,
    /// No more than this, in millionths of `currency`.
    cost_max_micros: Micros,
    /// Probably this, from how often such sources have an answer, in millionths of `currency`.
    cost_expected_micros: Micros,
}

/// What an enrichment would cost at list prices. Nobody is asked for it.
#[derive(Clone, Debug, SimpleObject)]
pub struct EnrichmentEstimate {
    /// Leads or companies that lack something.
    leads: u64,
    /// No more calls than this.
    calls_max: u64,
    /// No more than this, in millionths of `currency`.
    cost_max_micros: Micros,
    /// Probably this, in millionths of `currency`.
    cost_expected_micros: Micros,
    /// ISO 4217.
    currency: String,
    /// Each source's part, in the order they would be asked.
    sources: Vec<SourceCost>,
}

/// What a scraping job or a lead request would cost at list prices. Nobody is asked for it.
#[derive(Clone, Debug, SimpleObject)]
pub struct WorkEstimate {
    /// No more calls than this.
    calls_max: u64,
    /// No more than this, in millionths of `currency`.
    cost_max_micros: Micros,
    /// Probably this, in millionths of `currency`.
    cost_expected_micros: Micros,
    /// ISO 4217.
    currency: String,
    /// Each source's part.
    sources: Vec<SourceCost>,
}

impl From<Part> for SourceCost {
    fn from(part: Part) -> Self {
        Self {
            source: part.source,
            provider: part.provider.to_owned(),
            capability: match part.what {
                What::Search => EnrichmentCapability::SearchPeople,
                What::Read => EnrichmentCapability::ReadDescription,
                What::Fact(Capability::FindEmail) => EnrichmentCapability::FindEmail,
                What::Fact(Capability::VerifyEmail) => EnrichmentCapability::VerifyEmail,
                What::Fact(Capability::EnrichPerson) => EnrichmentCapability::EnrichPerson,
                What::Fact(Capability::EnrichCompany) => EnrichmentCapability::EnrichCompany,
            },
            calls_max: part.calls_max,
            cost_max_micros: part.cost_max_micros.into(),
            cost_expected_micros: part.cost_expected_micros.into(),
        }
    }
}

impl From<Priced> for EnrichmentEstimate {
    fn from(priced: Priced) -> Self {
        let Priced { estimate, sources } = priced;
        Self {
            leads: estimate.people,
            calls_max: estimate.calls_max,
            cost_max_micros: estimate.cost_max_micros.into(),
            cost_expected_micros: estimate.cost_expected_micros.into(),
            currency: "USD".to_owned(),
            sources: sources.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<Vec<Part>> for WorkEstimate {
    fn from(parts: Vec<Part>) -> Self {
        let sum = |of: fn(&Part) -> u64| parts.iter().map(of).fold(0_u64, u64::saturating_add);
        Self {
            calls_max: sum(|part| part.calls_max),
            cost_max_micros: sum(|part| part.cost_max_micros).into(),
            cost_expected_micros: sum(|part| part.cost_expected_micros).into(),
            currency: "USD".to_owned(),
            sources: parts.into_iter().map(Into::into).collect(),
        }
    }
}

#[derive(Default)]
pub struct EnrichQuery;

#[Object]
impl EnrichQuery {
    /// What enriching these leads or companies would cost at list prices, or checking the leads' addresses: at most, and
    /// probably. Give one of `ids`, `leadListId` and `companyIds`. Answers that are on file cost nothing.
    async fn enrichment_estimate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The leads; 1 to 100.")] ids: Option<Vec<Id<LeadId>>>,
        #[graphql(desc = "Everybody on this list, as ENRICH and VERIFY jobs take it; at most 500.")]
        lead_list_id: Option<Id<LeadListId>>,
        #[graphql(desc = "The companies, as `companyEnrich` takes each; 1 to 100.")] company_ids: Option<
            Vec<Id<CompanyId>>,
        >,
        #[graphql(desc = "What is to be found out of leads; everything but phone numbers when absent.")]
        fields: Option<Vec<EnrichField>>,
        #[graphql(desc = "Only check their addresses, as `emailVerify` and VERIFY jobs do.", default)]
        verify: bool,
    ) -> Result<EnrichmentEstimate> {
        let about = About {
            leads: ids.map(|ids| ids.into_iter().map(|id| id.0).collect()),
            list: lead_list_id.map(|id| id.0),
            companies: company_ids.map(|ids| ids.into_iter().map(|id| id.0).collect()),
        };
        let fields = fields.unwrap_or_default();
        Ok(orders::estimate(ctx.app(), ctx.scope()?, about, fields, verify).await?.into())
    }

    /// What a SCRAPE job of this source would cost at list prices: probably, its pages are full; at most, as many are read as
    /// one job reads for so many records. How many there are, only the source knows.
    async fn scrape_estimate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The data source to read.")] data_source_id: Id<DataSourceId>,
        #[graphql(desc = "Records read, as `limits.records`, 1 to 1,000,000; 1,000 when absent.")]
        records: Option<i32>,
    ) -> Result<WorkEstimate> {
        let part = scrape::estimate(ctx.app(), ctx.scope()?, data_source_id.0, records).await?;
        Ok(vec![part].into())
    }

    /// What a lead request would cost at list prices: at most, every source is searched to the last page a request reads, and
    /// everybody who is looked into is asked about everywhere. Answers that are on file cost nothing.
    async fn lead_request_estimate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "People asked for, 1 to 100; 25 when absent.")] max_results: Option<i32>,
        #[graphql(desc = "Sources to ask; all active ones when absent.", validator(max_items = 50))]
        data_source_ids: Option<Vec<Id<DataSourceId>>>,
    ) -> Result<WorkEstimate> {
        let asked: Vec<DataSourceId> = data_source_ids.into_iter().flatten().map(|id| id.0).collect();
        let most = max_results.unwrap_or(DEFAULT_RESULTS);
        Ok(request_estimate(ctx.app(), ctx.scope()?, most, &asked).await?.into())
    }
}

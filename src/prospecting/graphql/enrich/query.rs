//! What an enrichment would cost.

use crate::{
    graphql::{CtxExt, Id, Result, scalars::Micros},
    prospecting::{
        enrich::orders::{self, EnrichField, Priced},
        waterfall::{Capability, SourceEstimate},
    },
};
use async_graphql::{Context, Enum, Object, SimpleObject};
use entity::ids::LeadId;

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
    /// Leads that lack something.
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

impl From<Priced> for EnrichmentEstimate {
    fn from(priced: Priced) -> Self {
        let Priced { estimate, sources } = priced;
        let cost = |(source, provider, part): (String, &str, SourceEstimate)| SourceCost {
            source,
            provider: provider.to_owned(),
            capability: match part.capability {
                Capability::FindEmail => EnrichmentCapability::FindEmail,
                Capability::VerifyEmail => EnrichmentCapability::VerifyEmail,
                Capability::EnrichPerson => EnrichmentCapability::EnrichPerson,
                Capability::EnrichCompany => EnrichmentCapability::EnrichCompany,
            },
            calls_max: part.calls_max,
            cost_max_micros: part.cost_max_micros.into(),
            cost_expected_micros: part.cost_expected_micros.into(),
        };
        Self {
            leads: estimate.people,
            calls_max: estimate.calls_max,
            cost_max_micros: estimate.cost_max_micros.into(),
            cost_expected_micros: estimate.cost_expected_micros.into(),
            currency: "USD".to_owned(),
            sources: sources.into_iter().map(cost).collect(),
        }
    }
}

#[derive(Default)]
pub struct EnrichQuery;

#[Object]
impl EnrichQuery {
    /// What enriching these leads would cost at list prices: at most, and probably. Answers that are on file cost nothing.
    async fn enrichment_estimate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The leads; at most 100.", validator(min_items = 1, max_items = 100))] ids: Vec<
            Id<LeadId>,
        >,
        #[graphql(desc = "What is to be found out; everything but phone numbers when absent.")]
        fields: Option<Vec<EnrichField>>,
    ) -> Result<EnrichmentEstimate> {
        let ids: Vec<LeadId> = ids.into_iter().map(|id| id.0).collect();
        Ok(orders::estimate(ctx.app(), ctx.scope()?, &ids, fields.unwrap_or_default()).await?.into())
    }
}

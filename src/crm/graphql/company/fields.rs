//! A company.

use crate::{
    crm::graphql::{Enrichment, lead},
    graphql::{
        Id, Result, node,
        plan::Planned,
        scalars::{Date, Micros, Url},
    },
    identity::graphql::Workspace,
};
use async_graphql::{Context, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{
    company,
    ids::{CompanyId, TypedId, WorkspaceId},
};

node! {
    /// The account a person works for.
    Company(company)
}

impl Planned for company::Entity {
    const TYPE: &'static str = "Company";
    const PLAIN: &'static [&'static str] = &[
        "name",
        "domain",
        "industry",
        "employeeCount",
        "foundedYear",
        "country",
        "city",
        "linkedinUrl",
        "description",
        "version",
        "createdAt",
        "updatedAt",
    ];
    const IDS: &'static [(&'static str, &'static str)] = &[("workspaceId", WorkspaceId::PREFIX)];
}

/// Money a company raised.
#[derive(SimpleObject)]
pub struct Funding {
    /// All rounds together, in millionths of US dollars.
    total_micros: Option<Micros>,
    /// The last round: `series_b`.
    last_round: Option<String>,
    /// The day of the last round.
    last_round_on: Option<Date>,
}

/// The account a person works for.
#[Object]
impl Company {
    /// Its id.
    pub async fn id(&self) -> Id<CompanyId> {
        self.0.id.into()
    }

    /// The workspace it belongs to.
    fn workspace_id(&self) -> Id<WorkspaceId> {
        self.0.workspace_id.into()
    }

    /// The workspace it belongs to.
    async fn workspace(&self, ctx: &Context<'_>) -> Result<Workspace> {
        Workspace::required(ctx, self.0.workspace_id).await
    }

    /// As it calls itself; its domain when nobody said.
    fn name(&self) -> &str {
        &self.0.name
    }

    /// Registrable domain, lower case; unique in the workspace.
    fn domain(&self) -> Option<&str> {
        self.0.domain.as_deref()
    }

    /// Industry, in the source's words.
    fn industry(&self) -> Option<&str> {
        self.0.industry.as_deref()
    }

    /// How many people work there.
    fn employee_count(&self) -> Option<i32> {
        self.0.employee_count
    }

    /// A year's revenue, in millionths of `currency`.
    fn annual_revenue_micros(&self) -> Option<Micros> {
        self.0.annual_revenue_micros.map(Micros)
    }

    /// The currency of `annualRevenueMicros` (ISO 4217).
    fn currency(&self) -> &str {
        &self.0.currency
    }

    /// The year it was founded.
    fn founded_year(&self) -> Option<i32> {
        self.0.founded_year
    }

    /// ISO 3166-1 alpha-2.
    fn country(&self) -> Option<&str> {
        self.0.country.as_deref()
    }

    /// City.
    fn city(&self) -> Option<&str> {
        self.0.city.as_deref()
    }

    /// Its page at LinkedIn.
    fn linkedin_url(&self) -> Option<Url> {
        self.0.linkedin_url.clone().map(Url)
    }

    /// What it uses.
    fn technologies(&self) -> &[String] {
        &self.0.technologies.0
    }

    /// Money it raised.
    fn funding(&self) -> Option<Funding> {
        self.0.funding.as_ref().map(|funding| Funding {
            total_micros: funding.total_micros.map(Micros),
            last_round: funding.last_round.clone(),
            last_round_on: funding.last_round_on.as_ref().and_then(|day| day.parse().ok().map(Date)),
        })
    }

    /// What it does.
    fn description(&self) -> Option<&str> {
        self.0.description.as_deref()
    }

    /// What providers said of it, chosen or not, by field.
    async fn enrichments(&self, ctx: &Context<'_>) -> Result<Vec<Enrichment>> {
        lead::relations::enrichments(ctx, self.0.id).await
    }

    /// Raised by every change; give it as `expectedVersion`.
    fn version(&self) -> i32 {
        self.0.version
    }

    /// When it was made.
    fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it was last changed.
    fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }
}

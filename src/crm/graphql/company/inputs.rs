//! What is said of a company.

use crate::{
    crm::companies::{CompanyChange, CompanyFilter, CompanyPatch, NewCompany},
    graphql::{
        Id,
        filter::{DateTimeFilter, IdFilter, IntFilter, TextFilter},
        order::OrderDirection,
        patch,
        scalars::{Date, Micros, Url},
    },
    kernel::page::OrderBy,
};
use async_graphql::{Enum, InputObject, MaybeUndefined};
use entity::{
    company::{Column, Entity},
    ids::{CompanyId, WorkspaceId},
    json::Funding,
};

/// A new company. It needs a name or a domain.
#[derive(InputObject)]
pub struct CompanyCreateInput {
    /// The workspace it goes to; may be left out when the agency has only one.
    workspace_id: Option<Id<WorkspaceId>>,
    #[graphql(flatten)]
    values: CompanyValues,
}

/// A change of a company. What is left out stays, null clears.
#[derive(InputObject)]
pub struct CompanyUpdateInput {
    /// The company.
    id: Id<CompanyId>,
    /// Refuse when it has another version by now.
    expected_version: Option<i32>,
    #[graphql(flatten)]
    values: CompanyValues,
}

/// Which company to delete.
#[derive(InputObject)]
pub struct CompanyDeleteInput {
    /// The company.
    pub id: Id<CompanyId>,
    /// Refuse when it has another version by now.
    pub expected_version: Option<i32>,
}

/// What can be said of a company.
#[derive(InputObject)]
struct CompanyValues {
    /// As it calls itself; 1 to 200 characters.
    name: MaybeUndefined<String>,
    /// Its domain, web or e-mail address: the registrable domain is kept. Unique in the workspace.
    domain: MaybeUndefined<String>,
    /// Industry; 1 to 200 characters.
    industry: MaybeUndefined<String>,
    /// How many people work there.
    employee_count: MaybeUndefined<i32>,
    /// A year's revenue, in millionths of `currency`.
    annual_revenue_micros: MaybeUndefined<Micros>,
    /// The currency of `annualRevenueMicros` (ISO 4217): USD unless given.
    currency: MaybeUndefined<String>,
    /// The year it was founded.
    founded_year: MaybeUndefined<i32>,
    /// ISO 3166-1 alpha-2.
    country: MaybeUndefined<String>,
    /// City; 1 to 200 characters.
    city: MaybeUndefined<String>,
    /// Its page at LinkedIn.
    linkedin_url: MaybeUndefined<Url>,
    /// What it uses; at most 200. Replaces the list there is.
    technologies: MaybeUndefined<Vec<String>>,
    /// Money it raised.
    funding: MaybeUndefined<FundingInput>,
    /// What it does; 1 to 5,000 characters.
    description: MaybeUndefined<String>,
}

/// Money a company raised.
#[derive(InputObject)]
pub struct FundingInput {
    /// All rounds together, in millionths of US dollars.
    total_micros: Option<Micros>,
    /// The last round: `series_b`.
    last_round: Option<String>,
    /// The day of the last round.
    last_round_on: Option<Date>,
}

/// Conditions on companies, all of which must hold.
#[derive(Clone, Default, InputObject)]
#[graphql(name = "CompanyFilter")]
pub struct CompanyFilterInput {
    /// On the company itself.
    id: Option<IdFilter<CompanyId>>,
    /// On its workspace.
    workspace_id: Option<IdFilter<WorkspaceId>>,
    /// On its name.
    name: Option<TextFilter>,
    /// On its registrable domain.
    domain: Option<TextFilter>,
    /// On its country (ISO 3166-1 alpha-2).
    country: Option<TextFilter>,
    /// On how many people work there.
    employee_count: Option<IntFilter>,
    /// On the year it was founded.
    founded_year: Option<IntFilter>,
    /// On when it was made.
    created_at: Option<DateTimeFilter>,
    /// On when it was last changed.
    updated_at: Option<DateTimeFilter>,
    /// All of these, too; nested at most five levels.
    #[graphql(default, validator(max_items = 20))]
    and: Vec<CompanyFilterInput>,
    /// At least one of these.
    #[graphql(default, validator(max_items = 20))]
    or: Vec<CompanyFilterInput>,
    /// Not this.
    not: Option<Box<CompanyFilterInput>>,
}

/// What companies are sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
pub enum CompanyOrderField {
    /// When it was made.
    CreatedAt,
    /// When it was last changed.
    UpdatedAt,
    /// Its name, without case and accents.
    Name,
}

/// How companies are sorted.
#[derive(InputObject)]
pub struct CompanyOrder {
    /// By what.
    field: CompanyOrderField,
    /// Which way.
    #[graphql(default)]
    direction: OrderDirection,
}

impl From<CompanyCreateInput> for NewCompany {
    fn from(input: CompanyCreateInput) -> Self {
        Self { workspace: input.workspace_id.map(|id| id.0), values: input.values.into() }
    }
}

impl From<CompanyUpdateInput> for CompanyChange {
    fn from(input: CompanyUpdateInput) -> Self {
        let CompanyUpdateInput { id, expected_version, values } = input;
        Self { id: id.0, expected_version, values: values.into() }
    }
}

impl From<CompanyValues> for CompanyPatch {
    fn from(v: CompanyValues) -> Self {
        Self {
            name: patch(v.name),
            domain: patch(v.domain),
            industry: patch(v.industry),
            employee_count: patch(v.employee_count),
            annual_revenue_micros: patch(v.annual_revenue_micros).map(|micros| micros.0),
            currency: patch(v.currency),
            founded_year: patch(v.founded_year),
            country: patch(v.country),
            city: patch(v.city),
            linkedin_url: patch(v.linkedin_url).map(|url| url.0),
            technologies: patch(v.technologies),
            funding: patch(v.funding).map(Funding::from),
            description: patch(v.description),
        }
    }
}

impl From<FundingInput> for Funding {
    fn from(input: FundingInput) -> Self {
        Self {
            total_micros: input.total_micros.map(|micros| micros.0),
            last_round: input.last_round,
            last_round_on: input.last_round_on.map(|day| day.0.to_string()),
        }
    }
}

impl From<CompanyFilterInput> for CompanyFilter {
    fn from(f: CompanyFilterInput) -> Self {
        Self {
            id: f.id.map(IdFilter::of),
            workspace: f.workspace_id.map(IdFilter::of),
            name: f.name.map(Into::into),
            domain: f.domain.map(Into::into),
            country: f.country.map(Into::into),
            employee_count: f.employee_count.map(Into::into),
            founded_year: f.founded_year.map(Into::into),
            created_at: f.created_at.map(Into::into),
            updated_at: f.updated_at.map(Into::into),
            and: f.and.into_iter().map(Into::into).collect(),
            or: f.or.into_iter().map(Into::into).collect(),
            not: f.not.map(|f| Box::new((*f).into())),
        }
    }
}

/// Newest first, unless said otherwise.
pub fn order(by: Option<CompanyOrder>) -> OrderBy<Entity> {
    let Some(by) = by else { return OrderBy { column: Column::CreatedAt, is_descending: true } };
    let column = match by.field {
        CompanyOrderField::CreatedAt => Column::CreatedAt,
        CompanyOrderField::UpdatedAt => Column::UpdatedAt,
        CompanyOrderField::Name => Column::NameFolded,
    };
    OrderBy { column, is_descending: by.direction.is_descending() }
}

//! Companies.

use super::{Asked, Lines, unpaged};
use crate::{
    crm::companies::{self, CompanyFilter},
    kernel::{app::App, error::Result, scope::Scope},
    transfer::exports::{
        columns::{Column, cells, id, plain},
        spec::Order,
    },
};
use entity::company::Model;

const COMPANY: &[Column<Model>] = &[
    Column("id", |c| id(c.id)),
    Column("workspaceId", |c| id(c.workspace_id)),
    Column("name", |c| plain(&c.name)),
    Column("domain", |c| plain(&c.domain)),
    Column("industry", |c| plain(&c.industry)),
    Column("employeeCount", |c| plain(c.employee_count)),
    Column("annualRevenueMicros", |c| plain(c.annual_revenue_micros)),
    Column("currency", |c| plain(&c.currency)),
    Column("foundedYear", |c| plain(c.founded_year)),
    Column("country", |c| plain(&c.country)),
    Column("city", |c| plain(&c.city)),
    Column("linkedinUrl", |c| plain(&c.linkedin_url)),
    Column("technologies", |c| plain(&c.technologies)),
    Column("description", |c| plain(&c.description)),
    Column("createdAt", |c| plain(c.created_at)),
    Column("updatedAt", |c| plain(c.updated_at)),
];

pub fn columns() -> Vec<&'static str> {
    COMPANY.iter().map(|column| column.0).collect()
}

pub async fn read(asked: &Asked<'_>, wanted: (&CompanyFilter, Option<&str>), order: &Order) -> Result<Lines> {
    let page = companies::list(asked.app, asked.scope, wanted, order.read()?, &asked.args()).await?;
    let (rows, last, has_more) = unpaged(page);
    let lines = rows.iter().map(|row| cells(&[COMPANY], asked.columns, row)).collect();
    Ok(Lines { lines, last, has_more })
}

pub async fn count(app: &App, scope: &Scope, wanted: (&CompanyFilter, Option<&str>)) -> Result<u64> {
    companies::count_all(app, scope, wanted).await
}

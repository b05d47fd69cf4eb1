//! What can be done to companies.

use super::{
    Company,
    inputs::{CompanyCreateInput, CompanyDeleteInput, CompanyUpdateInput},
};
use crate::{
    crm::companies,
    graphql::{CtxExt, Result},
};
use async_graphql::{Context, Object};

#[derive(Default)]
pub struct CompanyMutation;

#[Object]
impl CompanyMutation {
    /// Makes a company. A domain the workspace knows already is CONFLICT with that company's id.
    async fn company_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is known of the company: its name or its domain at least.")]
        input: CompanyCreateInput,
    ) -> Result<Company> {
        Ok(companies::create(ctx.app(), ctx.scope()?, input.into()).await?.into())
    }

    /// Changes what is known about a company.
    async fn company_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The company, and what is known of it now.")] input: CompanyUpdateInput,
    ) -> Result<Company> {
        Ok(companies::update(ctx.app(), ctx.scope()?, input.into()).await?.into())
    }

    /// Deletes a company nobody works for, for good. The answer is the company as it was.
    async fn company_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The company that nobody works for.")] input: CompanyDeleteInput,
    ) -> Result<Company> {
        let CompanyDeleteInput { id, expected_version } = input;
        Ok(companies::delete(ctx.app(), ctx.scope()?, id.0, expected_version).await?.into())
    }
}

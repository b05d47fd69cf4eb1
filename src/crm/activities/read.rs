//! Reads activities, newest first: a page for each of many leads in one statement.

use crate::kernel::{
    app::App,
    error::Result,
    page::{self, OrderBy, Page, PageArgs},
    pages::pages,
    scope::Scope,
};
use entity::{
    activity::{Column, Entity, Model},
    ids::LeadId,
};
use sea_orm::{ColumnTrait, QueryFilter};
use std::collections::HashMap;

/// The page `args` of each lead's activities; the leads are the caller's to have seen.
pub async fn of_leads(
    app: &App,
    scope: &Scope,
    leads: &[LeadId],
    args: &PageArgs,
) -> Result<HashMap<LeadId, Page<Model>>> {
    let order = OrderBy { column: Column::At, is_descending: true };
    pages(scope.find::<Entity>(), Column::LeadId, leads, order, args, &scope.read(app)).await
}

/// How many activities a lead has, and whether there may be more.
pub async fn count(app: &App, scope: &Scope, lead: LeadId) -> Result<(u64, bool)> {
    page::total(scope.find::<Entity>().filter(Column::LeadId.eq(lead)), &scope.read(app)).await
}

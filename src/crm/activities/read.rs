//! Reads activities, newest first: a page for each of many leads in one statement.

use crate::kernel::{
    app::App,
    error::Result,
    finished::{self, Object},
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
use uuid::Uuid;

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

/// The same, each page as a JSON list of what `object` says; the leads are of one page.
pub async fn written_of_leads(
    app: &App,
    scope: &Scope,
    leads: &[Uuid],
    (args, object): (&PageArgs, &Object),
) -> Result<HashMap<Uuid, String>> {
    let order = OrderBy { column: Column::At, is_descending: true };
    let rows = scope.find::<Entity>();
    finished::children(rows, (Column::LeadId, leads), object, (order, args), &scope.read(app)).await
}

/// How many activities a lead has, and whether there may be more.
pub async fn count(app: &App, scope: &Scope, lead: LeadId) -> Result<(u64, bool)> {
    page::total(scope.find::<Entity>().filter(Column::LeadId.eq(lead)), &scope.read(app)).await
}

//! Who is in lists.

use crate::kernel::{
    app::App,
    error::Result,
    page::{self, OrderBy, Page, PageArgs},
    pages::pages,
    permission::Permission,
    scope::Scope,
};
use entity::{
    ids::{LeadId, LeadListId},
    lead,
    lead_list_member::{Column, Entity, Model},
};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect, QueryTrait};
use std::collections::HashMap;

/// A page of the leads of each of these lists, who was made last first: ids grow with time, and pairs are unique in this order.
/// Deleted leads are left out.
pub async fn leads(
    app: &App,
    scope: &Scope,
    lists: &[LeadListId],
    args: &PageArgs,
) -> Result<HashMap<LeadListId, Page<lead::Model>>> {
    scope.require(Permission::Read)?;
    let living = scope.find::<lead::Entity>().filter(lead::Column::DeletedAt.is_null());
    let living = living.filter(lead::Column::MergedInto.is_null());
    let living = living.select_only().column(lead::Column::Id).into_query();
    let rows = scope.find::<Entity>().filter(Column::LeadId.in_subquery(living));
    let order = OrderBy { column: Column::LeadId, is_descending: true };
    let joined = pages(rows, Column::LeadListId, lists, order, args, &scope.read(app)).await?;
    let ids = joined.values().flat_map(|page| &page.items).map(|(_, row)| row.lead_id);
    let rows = scope.find::<lead::Entity>().filter(lead::Column::Id.is_in(ids)).all(&scope.read(app)).await?;
    let rows: HashMap<LeadId, lead::Model> = rows.into_iter().map(|row| (row.id, row)).collect();
    let leads = |page: Page<Model>| {
        let lead = |(cursor, row): (page::Cursor, Model)| Some((cursor, rows.get(&row.lead_id)?.clone()));
        let items = page.items.into_iter().filter_map(lead).collect();
        Page { items, has_previous: page.has_previous, has_next: page.has_next }
    };
    Ok(joined.into_iter().map(|(list, page)| (list, leads(page))).collect())
}

//! How many leads lists have, counted anew; each list is held while it is counted.

use crate::{
    crm::{
        campaigns::Recounted,
        events::people::{LeadListMembersChanged, LeadListRef},
    },
    kernel::{
        app::App,
        change,
        error::{Error, Result},
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    ids::LeadListId,
    lead,
    lead_list::{Column, Entity, Model},
    lead_list_member,
};
use sea_orm::{ColumnTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

/// Counts every list of the agency anew.
pub async fn recount(app: &App, scope: &Scope) -> Result<Recounted> {
    scope.require(Permission::WriteBoards)?;
    let ids = scope.find::<Entity>().order_by_asc(Column::Id);
    let ids: Vec<LeadListId> =
        ids.select_only().column(Column::Id).into_tuple().all(&scope.read(app)).await?;
    let mut done = Recounted { all: ids.len(), mended: 0 };
    for id in ids {
        done.mended += usize::from(one(app, scope, id).await?);
    }
    Ok(done)
}

async fn one(app: &App, scope: &Scope, id: LeadListId) -> Result<bool> {
    let mut tx = Tx::begin(app, scope).await?;
    let was = tx.hold::<Entity>(id).await?;
    let members =
        scope.find::<lead_list_member::Entity>().filter(lead_list_member::Column::LeadListId.eq(id));
    let members = members.select_only().column(lead_list_member::Column::LeadId).into_query();
    let living = scope.find::<lead::Entity>().filter(lead::Column::Id.in_subquery(members));
    let living = living.filter(lead::Column::DeletedAt.is_null()).count(&tx).await?;
    let is = Model { lead_count: i32::try_from(living).map_err(Error::internal)?, ..was.clone() };
    if is == was {
        return Ok(false);
    }
    change::write::<Entity>(&tx, &was, &is).await?;
    let (list, lead_count) = (LeadListRef::from(&is), is.lead_count);
    tx.emit(&LeadListMembersChanged { list, added: 0, removed: 0, lead_count }).await?;
    tx.commit().await?;
    Ok(true)
}

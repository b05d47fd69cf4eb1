//! Deletes a company nobody works for any more.

use crate::{
    crm::events::people::{CompanyDeleted, CompanyRef},
    kernel::{
        app::App,
        check,
        error::{Error, Result},
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    company::{Column, Entity, Model},
    ids::{CompanyId, TypedId},
    lead,
};
use sea_orm::{ColumnTrait, PaginatorTrait, QueryFilter, sea_query::Expr};

/// Refused while live leads work there; deleted leads come back without it.
pub async fn delete(app: &App, scope: &Scope, id: CompanyId, expected_version: Option<i32>) -> Result<Model> {
    scope.require(Permission::DeleteLeads)?;
    let mut tx = Tx::begin(app, scope).await?;
    let row = tx.hold::<Entity>(id).await?;
    check::version("company", expected_version, row.version)?;
    let people = scope.find::<lead::Entity>().filter(lead::Column::CompanyId.eq(id));
    let live = people.filter(lead::Column::DeletedAt.is_null()).count(&tx).await?;
    if live > 0 {
        return Err(Error::conflict_with_hint(
            format!("{live} leads work for this company."),
            format!(
                "`leads(filter: {{companyId: {{eq: \"{}\"}}}})` lists them; move them with `leadUpdate`.",
                id.shown()
            ),
        ));
    }
    let gone = tx.update::<lead::Entity>().filter(lead::Column::CompanyId.eq(id));
    gone.col_expr(lead::Column::CompanyId, Expr::val(None::<CompanyId>)).exec(&tx).await?;
    tx.delete::<Entity>().filter(Column::Id.eq(id)).exec(&tx).await?;
    tx.emit(&CompanyDeleted { company: CompanyRef::from(&row) }).await?;
    tx.commit().await?;
    Ok(row)
}

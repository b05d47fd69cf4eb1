//! Who else is part of a lead: the company it works for, the member who looks after it. Their ids come from outside.

use crate::{
    crm::keys,
    kernel::{
        error::{Error, Result},
        patch::Patch,
        tx::Tx,
    },
};
use entity::{
    company,
    ids::{CompanyId, MembershipId},
    lead,
    membership::{self, Role},
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, QueryFilter, sea_query::Expr};

/// The company a change names; `None` when it names none.
pub async fn employer(tx: &Tx, company: &Patch<CompanyId>) -> Result<Option<company::Model>> {
    match company {
        Patch::Set(id) => Ok(Some(tx.scope().get::<company::Entity>(*id, tx).await?)),
        Patch::Keep | Patch::Clear => Ok(None),
    }
}

/// A lead works for a company of its own workspace.
pub fn same_workspace(row: &lead::Model, company: Option<&company::Model>) -> Result<()> {
    match company {
        Some(company) if company.workspace_id != row.workspace_id => {
            Err(Error::invalid("companyId", "a company of the lead's workspace"))
        }
        _ => Ok(()),
    }
}

/// Somebody who can look after leads: a member, not a client, not one who left.
pub async fn assignee(tx: &Tx, id: Option<MembershipId>) -> Result<Option<MembershipId>> {
    let Some(id) = id else { return Ok(None) };
    let member = tx.scope().get::<membership::Entity>(id, tx).await?;
    if member.removed_at.is_some() || member.role == Role::Client {
        return Err(Error::invalid("assigneeId", "a member who works with leads"));
    }
    Ok(Some(id))
}

/// The same for a change of who looks after a lead.
pub async fn reassignment(tx: &Tx, change: &Patch<MembershipId>) -> Result<Patch<MembershipId>> {
    if let Patch::Set(id) = change {
        assignee(tx, Some(*id)).await?;
    }
    Ok(change.clone())
}

/// A company has another name: its people are found under it. The name stands on the second line of what is searched.
pub async fn company_renamed(tx: &Tx, id: CompanyId, name: &str) -> Result<()> {
    let own = match tx.get_database_backend() {
        DbBackend::Postgres => "split_part(search_text, chr(10), 1) || chr(10) || $1",
        _ => "substr(search_text, 1, instr(search_text || char(10), char(10)) - 1) || char(10) || ?",
    };
    let renamed = Expr::cust_with_values(own, [keys::fold(name)]);
    let people = tx.update::<lead::Entity>().col_expr(lead::Column::SearchText, renamed);
    people.filter(lead::Column::CompanyId.eq(id)).exec(tx).await?;
    Ok(())
}

//! A new company, made by a person. A domain that is known already is refused, naming the company there is.

use super::values::{CompanyPatch, apply};
use crate::{
    crm::{
        events::people::{CompanyCreated, CompanyRef},
        home,
    },
    kernel::{
        app::App,
        error::{Error, Result},
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    company::{Column, Entity, Model},
    ids::{CompanyId, TypedId, WorkspaceId},
    json::StringList,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::OnConflict,
};

/// What a new company is made of.
#[derive(Clone, Debug, Default)]
pub struct NewCompany {
    /// Absent: the agency's only one.
    pub workspace: Option<WorkspaceId>,
    pub values: CompanyPatch,
}

pub async fn create(app: &App, scope: &Scope, new: NewCompany) -> Result<Model> {
    scope.require(Permission::WriteLeads)?;
    let mut tx = Tx::begin(app, scope).await?;
    let workspace = home::workspace(scope, new.workspace, &tx).await?;
    let mut row = blank(&tx, workspace.id);
    apply(&mut row, new.values)?;
    refuse_twin(&tx, &row).await?;
    if !insert(&mut tx, &row).await? {
        // Somebody made the same company in this very moment: now the other one can be named.
        refuse_twin(&tx, &row).await?;
        return Err(Error::conflict("Another company of this workspace has this domain."));
    }
    tx.commit().await?;
    Ok(row)
}

/// A company nobody knows anything about, made now by whoever acts.
pub(super) fn blank(tx: &Tx, workspace: WorkspaceId) -> Model {
    Model {
        id: CompanyId::new(),
        agency_id: tx.scope().agency(),
        workspace_id: workspace,
        name: String::new(),
        name_folded: String::new(),
        domain: None,
        industry: None,
        employee_count: None,
        annual_revenue_micros: None,
        currency: "USD".into(),
        founded_year: None,
        country: None,
        city: None,
        linkedin_url: None,
        technologies: StringList::default(),
        funding: None,
        description: None,
        search_text: String::new(),
        created_by: tx.scope().actor().columns().1,
        version: 1,
        created_at: tx.now(),
        updated_at: tx.now(),
    }
}

/// Writes a new row and states the fact. `false`: somebody else has its domain by now.
pub(super) async fn insert(tx: &mut Tx, row: &Model) -> Result<bool> {
    let all = row.clone().into_active_model().reset_all();
    let unless_known = OnConflict::new().do_nothing().to_owned();
    let written = Entity::insert(all).on_conflict(unless_known).exec_without_returning(tx).await?;
    if written > 0 {
        tx.emit(&CompanyCreated { company: CompanyRef::from(row) }).await?;
    }
    Ok(written > 0)
}

/// The company beside `row` that has its domain.
pub(super) async fn twin(tx: &Tx, row: &Model) -> Result<Option<Model>> {
    let Some(domain) = &row.domain else { return Ok(None) };
    let same = tx.scope().find::<Entity>().filter(Column::WorkspaceId.eq(row.workspace_id));
    Ok(same.filter(Column::Domain.eq(domain)).filter(Column::Id.ne(row.id)).one(tx).await?)
}

/// Refuses a second company of one domain, naming the first.
pub(super) async fn refuse_twin(tx: &Tx, row: &Model) -> Result<()> {
    match twin(tx, row).await? {
        None => Ok(()),
        Some(twin) => Err(Error::conflict_with_hint(
            "Another company of this workspace has this domain.",
            format!("It is {}: change that one with `companyUpdate`.", twin.id.shown()),
        )),
    }
}

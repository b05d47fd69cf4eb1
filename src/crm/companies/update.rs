//! Changes what is known about a company. Its people are found under its new name at once.

use super::{
    create::refuse_twin,
    values::{CompanyPatch, apply},
};
use crate::{
    crm::{
        events::people::{CompanyRef, CompanyUpdated},
        leads,
    },
    kernel::{
        app::App, change, check, error::Result, events::FieldChange, permission::Permission, scope::Scope,
        tx::Tx,
    },
};
use entity::{
    company::{Column, Entity, Model},
    ids::CompanyId,
};

/// A change of one company.
#[derive(Clone, Debug)]
pub struct CompanyChange {
    pub id: CompanyId,
    pub expected_version: Option<i32>,
    pub values: CompanyPatch,
}

pub async fn update(app: &App, scope: &Scope, change: CompanyChange) -> Result<Model> {
    scope.require(Permission::WriteLeads)?;
    let mut tx = Tx::begin(app, scope).await?;
    let was = tx.hold::<Entity>(change.id).await?;
    check::version("company", change.expected_version, was.version)?;
    let mut row = was.clone();
    apply(&mut row, change.values)?;
    if row.domain != was.domain {
        refuse_twin(&tx, &row).await?;
    }
    let row = save(&mut tx, &was, row).await?;
    tx.commit().await?;
    Ok(row)
}

/// Writes what differs, raises the version, states the fact.
pub(super) async fn save(tx: &mut Tx, was: &Model, mut row: Model) -> Result<Model> {
    let changes = changes(was, &row);
    if changes.is_empty() {
        return Ok(row);
    }
    row.version = was.version + 1;
    row.updated_at = tx.now();
    change::write::<Entity>(tx, was, &row).await?;
    if row.name != was.name {
        leads::company_renamed(tx, row.id, &row.name).await?;
    }
    tx.emit(&CompanyUpdated { company: CompanyRef::from(&row), changes }).await?;
    Ok(row)
}

/// A company is no person: still, only numbers are told, the rest is read from the row. The audit log keeps all of it.
fn changes(was: &Model, row: &Model) -> Vec<FieldChange> {
    let told = |column: Column| {
        let field = change::field(column);
        let change = match column {
            Column::NameFolded | Column::SearchText => return None,
            Column::EmployeeCount => FieldChange::shown(&field, was.employee_count, row.employee_count),
            Column::FoundedYear => FieldChange::shown(&field, was.founded_year, row.founded_year),
            Column::Name => FieldChange::kept(&field, &was.name, &row.name),
            Column::Domain => FieldChange::kept(&field, &was.domain, &row.domain),
            Column::Industry => FieldChange::kept(&field, &was.industry, &row.industry),
            Column::AnnualRevenueMicros => {
                FieldChange::kept(&field, was.annual_revenue_micros, row.annual_revenue_micros)
            }
            Column::Currency => FieldChange::kept(&field, &was.currency, &row.currency),
            Column::Country => FieldChange::kept(&field, &was.country, &row.country),
            Column::City => FieldChange::kept(&field, &was.city, &row.city),
            Column::LinkedinUrl => FieldChange::kept(&field, &was.linkedin_url, &row.linkedin_url),
            Column::Technologies => FieldChange::kept(&field, &was.technologies, &row.technologies),
            Column::Funding => FieldChange::kept(&field, &was.funding, &row.funding),
            Column::Description => FieldChange::kept(&field, &was.description, &row.description),
            _ => FieldChange::hidden(&field),
        };
        Some(change)
    };
    change::columns::<Entity>(was, row).into_iter().filter_map(told).collect()
}

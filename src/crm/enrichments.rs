//! What providers said of leads and companies: read here, written by prospecting.

use crate::kernel::{app::App, error::Result, scope::Scope};
use entity::{
    enrichment::{Column, Entity, Model},
    ids::{CompanyId, LeadId},
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, QueryOrder};
use std::collections::HashMap;

/// Whom values are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum About {
    Lead(LeadId),
    Company(CompanyId),
}

/// All values of each of these, by field, the chosen one first, then by confidence; one statement.
pub async fn of(app: &App, scope: &Scope, subjects: &[About]) -> Result<HashMap<About, Vec<Model>>> {
    let leads = subjects.iter().filter_map(|about| about.lead());
    let companies = subjects.iter().filter_map(|about| about.company());
    let any = Condition::any().add(Column::LeadId.is_in(leads)).add(Column::CompanyId.is_in(companies));
    let rows = scope.find::<Entity>().filter(any).order_by_asc(Column::Field);
    let rows =
        rows.order_by_desc(Column::IsChosen).order_by_desc(Column::Confidence).order_by_asc(Column::Id);
    let mut found: HashMap<About, Vec<Model>> = subjects.iter().map(|about| (*about, vec![])).collect();
    for row in rows.all(&scope.read(app)).await? {
        let about = row.lead_id.map(About::Lead).or(row.company_id.map(About::Company));
        if let Some(of) = about.and_then(|about| found.get_mut(&about)) {
            of.push(row);
        }
    }
    Ok(found)
}

impl About {
    fn lead(self) -> Option<LeadId> {
        if let Self::Lead(id) = self { Some(id) } else { None }
    }

    fn company(self) -> Option<CompanyId> {
        if let Self::Company(id) = self { Some(id) } else { None }
    }
}

impl From<LeadId> for About {
    fn from(id: LeadId) -> Self {
        Self::Lead(id)
    }
}

impl From<CompanyId> for About {
    fn from(id: CompanyId) -> Self {
        Self::Company(id)
    }
}

//! A row of an import, and what became of it.

use super::parts::Problem;
use crate::{
    crm::graphql::Lead,
    graphql::{Id, Result},
};
use async_graphql::{Context, Object};
use entity::{
    ids::LeadId,
    import_row::{Model, RowOutcome, Undone},
};

/// A row of a file, and what became of it.
pub struct ImportRow(Model);

impl From<Model> for ImportRow {
    fn from(row: Model) -> Self {
        Self(row)
    }
}

/// A row of a file, and what became of it.
#[Object]
impl ImportRow {
    /// The line of the file it begins on.
    async fn line(&self) -> i64 {
        self.0.line
    }

    /// What became of it.
    async fn outcome(&self) -> RowOutcome {
        self.0.outcome
    }

    /// The id of the lead it became, or met; the lead may be gone since.
    async fn lead_id(&self) -> Option<Id<LeadId>> {
        self.0.lead_id.map(Id)
    }

    /// The lead it became, or met; null when it is gone.
    async fn lead(&self, ctx: &Context<'_>) -> Result<Option<Lead>> {
        let Some(id) = self.0.lead_id else { return Ok(None) };
        Ok(Lead::find(ctx, id).await?.filter(|lead| lead.0.deleted_at.is_none()))
    }

    /// What was wrong with it, or left out of it.
    async fn problems(&self) -> Vec<Problem> {
        self.0.problems.iter().flat_map(|problems| &problems.0).map(Into::into).collect()
    }

    /// What undoing the import did to it; null: nothing.
    async fn undone(&self) -> Option<Undone> {
        self.0.undone
    }
}

//! What an import's answers are made of.

use crate::{
    crm::graphql::Lead,
    graphql::{CtxExt, Id, Result},
    imports::{self, Sample},
};
use async_graphql::{ComplexObject, Context, Json, SimpleObject};
use entity::{
    ids::LeadId,
    import::Model,
    import_parts::{
        ImportCounts, ImportField, ImportPlan, ImportRevertCounts, MappedBy, MappedColumn, RowProblem,
    },
    import_row::RowOutcome,
};
use serde_json::Value;
use std::sync::Arc;

/// What a column of a file is.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "ImportColumn")]
pub struct MappedColumnShown {
    /// The column's name.
    column: String,
    /// What it is.
    field: ImportField,
    /// Of CUSTOM: what the field is called.
    custom_field: Option<String>,
    /// How sure that is, 0 to 1.
    confidence: f64,
    /// Who said so.
    by: MappedBy,
}

impl From<&MappedColumn> for MappedColumnShown {
    fn from(row: &MappedColumn) -> Self {
        let MappedColumn { column, field, custom_field, confidence, by } = row.clone();
        Self { column, field, custom_field, confidence, by }
    }
}

/// Rows by what becomes of them.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "ImportCounts")]
pub struct Counts {
    /// All of them; blank lines do not count.
    rows: i64,
    /// New leads.
    created: i64,
    /// Leads that are known better.
    updated: i64,
    /// Leads that were known like this.
    unchanged: i64,
    /// Leads that were known, and were to stay as they are.
    skipped: i64,
    /// The same person as in an earlier row.
    duplicate: i64,
    /// Keys of two different leads.
    conflicting: i64,
    /// People who must not be contacted.
    suppressed: i64,
    /// No person, or a value that is none of its kind.
    invalid: i64,
    /// Companies made.
    companies: i64,
    /// Rows taken without some of their values.
    incomplete: i64,
}

impl From<&ImportCounts> for Counts {
    fn from(c: &ImportCounts) -> Self {
        Self {
            rows: c.rows,
            created: c.created,
            updated: c.updated,
            unchanged: c.unchanged,
            skipped: c.skipped,
            duplicate: c.duplicate,
            conflicting: c.conflicting,
            suppressed: c.suppressed,
            invalid: c.invalid,
            companies: c.companies,
            incomplete: c.incomplete,
        }
    }
}

/// What undoing did.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "ImportRevert")]
pub struct Reverted {
    /// Leads that are gone.
    removed: i64,
    /// Leads that are as they were.
    restored: i64,
    /// Leads that were changed since, and stay as they are.
    kept: i64,
    /// Companies that are gone.
    companies: i64,
}

impl From<&ImportRevertCounts> for Reverted {
    fn from(c: &ImportRevertCounts) -> Self {
        Self { removed: c.removed, restored: c.restored, kept: c.kept, companies: c.companies }
    }
}

/// What is wrong with a row.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "ImportRowProblem")]
pub struct Problem {
    /// The lead's field; null: the row as a whole.
    field: Option<String>,
    /// What would be right; never the value itself.
    message: String,
}

impl From<&RowProblem> for Problem {
    fn from(row: &RowProblem) -> Self {
        Self { field: row.field.clone(), message: row.message.clone() }
    }
}

/// What would happen.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "ImportPlan", complex)]
pub struct Plan {
    /// Rows by what would become of them.
    counts: Counts,
    /// Rows with cells that are not in the file's encoding; they are read as what they most probably are.
    foreign_rows: i64,
    /// The lines of the first twenty of them.
    foreign_lines: Vec<i64>,
    /// True: the file is so long that the same person far apart in it may count twice here. Applying recognises everybody.
    is_partial: bool,
    #[graphql(skip)]
    import: Arc<Model>,
}

impl Plan {
    pub fn of(import: &Arc<Model>, plan: &ImportPlan) -> Self {
        Self {
            counts: (&plan.counts).into(),
            foreign_rows: plan.foreign,
            foreign_lines: plan.foreign_lines.clone(),
            is_partial: plan.is_partial,
            import: import.clone(),
        }
    }
}

#[ComplexObject]
impl Plan {
    /// A few rows of each outcome, looked at anew against the leads there are now. Empty once the file is thrown away.
    async fn samples(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only of this outcome.")] outcome: Option<RowOutcome>,
    ) -> Result<Vec<SampleShown>> {
        let found = imports::samples(ctx.app(), ctx.scope()?, &self.import, outcome).await?;
        Ok(found.into_iter().map(Into::into).collect())
    }
}

/// One field of a lead, as it is and as it would be.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "ImportSampleChange")]
pub struct SampleChange {
    /// The field.
    field: String,
    /// What it is.
    from: Option<Json<Value>>,
    /// What it would be.
    to: Option<Json<Value>>,
}

/// A row of a plan.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "ImportSample", complex)]
pub struct SampleShown {
    /// The line of the file it begins on.
    line: i64,
    /// What would become of it.
    outcome: RowOutcome,
    /// What would change.
    changes: Vec<SampleChange>,
    /// What is wrong with it.
    problems: Vec<Problem>,
    #[graphql(skip)]
    lead: Option<LeadId>,
}

#[ComplexObject]
impl SampleShown {
    /// The id of the lead there is.
    async fn lead_id(&self) -> Option<Id<LeadId>> {
        self.lead.map(Id)
    }

    /// The lead there is.
    async fn lead(&self, ctx: &Context<'_>) -> Result<Option<Lead>> {
        let Some(id) = self.lead else { return Ok(None) };
        Lead::find(ctx, id).await
    }
}

impl From<Sample> for SampleShown {
    fn from(row: Sample) -> Self {
        let change = |(field, from, to): (String, Option<Value>, Option<Value>)| SampleChange {
            field,
            from: from.map(Json),
            to: to.map(Json),
        };
        Self {
            line: row.line,
            outcome: row.outcome,
            changes: row.changes.into_iter().map(change).collect(),
            problems: row.problems.iter().map(Into::into).collect(),
            lead: row.lead,
        }
    }
}

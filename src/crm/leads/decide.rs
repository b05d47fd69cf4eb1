//! Qualifies, disqualifies, reopens: what we decide about a lead, and why.

use super::{row::edit::Edit, state::LeadStep, update};
use crate::{
    crm::activities::{self, Entry},
    kernel::{
        app::App,
        check::{Problems, prose},
        error::Result,
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{activity::ActivityKind, ids::LeadId, lead::Model};

/// A decision about one lead.
#[derive(Clone, Debug)]
pub struct Decision {
    pub id: LeadId,
    pub expected_version: Option<i32>,
    /// For people; 1 to 1,000 characters.
    pub reason: Option<String>,
}

/// It fits.
pub async fn qualify(app: &App, scope: &Scope, decision: Decision) -> Result<Model> {
    decide(app, scope, decision, LeadStep::Qualify).await
}

/// It does not fit.
pub async fn disqualify(app: &App, scope: &Scope, decision: Decision) -> Result<Model> {
    decide(app, scope, decision, LeadStep::Disqualify).await
}

/// A disqualified lead gets a new start, undecided.
pub async fn reopen(app: &App, scope: &Scope, decision: Decision) -> Result<Model> {
    decide(app, scope, decision, LeadStep::Reopen).await
}

async fn decide(app: &App, scope: &Scope, decision: Decision, step: LeadStep) -> Result<Model> {
    scope.require(Permission::WriteLeads)?;
    let mut tx = Tx::begin(app, scope).await?;
    let mut edit = Edit::open(&tx, decision.id).await?;
    edit.expect(decision.expected_version)?;
    let mut problems = Problems::default();
    let reason = problems.keep_some("reason", decision.reason, |text| prose(&text, 1_000));
    problems.finish()?;
    edit.step(&tx, step, reason).await?;
    let saved = edit.save(&mut tx).await?;
    update::tell_step(&mut tx, &saved).await?;
    let (kind, line) = match step {
        LeadStep::Qualify => (ActivityKind::Qualified, "Qualified"),
        LeadStep::Disqualify => (ActivityKind::Disqualified, "Disqualified"),
        _ => (ActivityKind::StatusChanged, "Reopened"),
    };
    activities::insert(&tx, vec![Entry::new(saved.row.id, kind, line)]).await?;
    tx.commit().await?;
    Ok(saved.row)
}

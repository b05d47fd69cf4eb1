//! The four ways to ask for it.

use super::{
    fields::EnrichField,
    known,
    order::{MAX_SUBJECTS, Order, Subject},
    suppressed,
    work::keep_dossier,
};
use crate::{
    crm::{
        home, keys,
        leads::{
            LeadPatch,
            upsert::{self as people, Insight, Source, UpsertLead},
        },
    },
    jobs::{self, NewJob},
    kernel::{
        app::App,
        error::{Error, Result},
        patch::Patch,
        permission::Permission,
        provider::fact_key,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    company,
    ids::{CompanyId, LeadId, WorkspaceId},
    job::{self, JobKind},
    lead,
};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter};
use std::collections::BTreeSet;

/// One lead, or the person behind an address: exactly one of the two.
#[derive(Clone, Debug, Default)]
pub struct Whom {
    pub lead: Option<LeadId>,
    pub email: Option<String>,
    /// With an address: where its lead is looked for and made, and whose budget its check falls under.
    pub workspace: Option<WorkspaceId>,
}

/// Fills in what is missing of a lead. An address that nobody has becomes a new lead.
pub async fn lead_enrich(
    app: &App,
    scope: &Scope,
    whom: Whom,
    fields: Vec<EnrichField>,
) -> Result<job::Model> {
    scope.require(Permission::Prospect)?;
    let mut tx = Tx::begin(app, scope).await?;
    let row = match (whom.lead, &whom.email) {
        (Some(id), None) => living_one(&tx, id).await?,
        (None, Some(address)) => of_address(&mut tx, address, whom.workspace).await?,
        _ => return Err(Error::invalid("id", "either `id` or `email`")),
    };
    let order = order(vec![Subject::Lead(row.id)], fields);
    let job = start(&mut tx, JobKind::Enrich, Some(row.workspace_id), &order).await?;
    tx.commit().await?;
    Ok(job)
}

/// The same for up to 100 leads.
pub async fn leads_enrich(
    app: &App,
    scope: &Scope,
    ids: Vec<LeadId>,
    fields: Vec<EnrichField>,
) -> Result<job::Model> {
    scope.require(Permission::Prospect)?;
    let mut tx = Tx::begin(app, scope).await?;
    let ids: BTreeSet<LeadId> = ids.into_iter().collect();
    let rows = living(scope, &ids.iter().copied().collect::<Vec<_>>(), &tx).await?;
    let workspaces: BTreeSet<WorkspaceId> = rows.iter().map(|row| row.workspace_id).collect();
    let order = order(ids.into_iter().map(Subject::Lead).collect(), fields);
    let workspace = workspaces.first().copied().filter(|_| workspaces.len() == 1);
    let job = start(&mut tx, JobKind::Enrich, workspace, &order).await?;
    tx.commit().await?;
    Ok(job)
}

/// Fills in what is missing of a company.
pub async fn company_enrich(app: &App, scope: &Scope, id: CompanyId) -> Result<job::Model> {
    scope.require(Permission::Prospect)?;
    let mut tx = Tx::begin(app, scope).await?;
    let row = scope.get::<company::Entity>(id, &tx).await?;
    if row.domain.is_none() {
        return Err(Error::conflict_with_hint(
            "Nothing can be found out about a company without a domain.",
            "Give it one: `companyUpdate(domain)`.",
        ));
    }
    let order = order(vec![Subject::Company(id)], vec![EnrichField::Company]);
    let job = start(&mut tx, JobKind::Enrich, Some(row.workspace_id), &order).await?;
    tx.commit().await?;
    Ok(job)
}

/// Checks whether mail reaches a lead's address, or any other; the verdict is in the job's log, and on the lead.
pub async fn email_verify(app: &App, scope: &Scope, whom: Whom) -> Result<job::Model> {
    scope.require(Permission::Prospect)?;
    let mut tx = Tx::begin(app, scope).await?;
    let (subject, workspace, dossier) = match (whom.lead, &whom.email) {
        (Some(id), None) => {
            let row = living_one(&tx, id).await?;
            if row.email_key.is_none() {
                return Err(Error::conflict_with_hint(
                    "This lead has no address to check.",
                    "Find one: `leadEnrich`.",
                ));
            }
            (Subject::Lead(id), row.workspace_id, None)
        }
        (None, Some(address)) => {
            let workspace = home::workspace(scope, whom.workspace, &tx).await?;
            let address = checked(address)?;
            suppressed::refuse(&tx, workspace.id, &address).await?;
            let key = fact_key(app, &["verify", &address]);
            (Subject::Address(key), workspace.id, Some(known::address(&address, tx.now())))
        }
        _ => return Err(Error::invalid("leadId", "either `leadId` or `email`")),
    };
    let order = Order { subjects: vec![subject.clone()], fields: vec![EnrichField::Email], is_check: true };
    let job = start(&mut tx, JobKind::Verify, Some(workspace), &order).await?;
    if let Some(dossier) = dossier {
        keep_dossier(&tx, job.id, &subject, &dossier).await?;
    }
    tx.commit().await?;
    Ok(job)
}

fn order(subjects: Vec<Subject>, fields: Vec<EnrichField>) -> Order {
    let fields = if fields.is_empty() { EnrichField::USUAL.to_vec() } else { fields };
    let fields: BTreeSet<EnrichField> = fields.into_iter().collect();
    Order { subjects, fields: fields.into_iter().collect(), is_check: false }
}

async fn start(
    tx: &mut Tx,
    kind: JobKind,
    workspace: Option<WorkspaceId>,
    order: &Order,
) -> Result<job::Model> {
    let new = NewJob {
        workspace,
        config: serde_json::to_value(order)?,
        total: i32::try_from(order.subjects.len()).ok(),
        ..NewJob::of(kind)
    };
    jobs::create(tx, new).await
}

async fn living_one(tx: &Tx, id: LeadId) -> Result<lead::Model> {
    let mut rows = living(tx.scope(), &[id], tx).await?;
    rows.pop().ok_or(Error::NotFound("lead"))
}

/// These leads, all of which must be there: 1 to 100.
pub(super) async fn living(
    scope: &Scope,
    ids: &[LeadId],
    c: &impl ConnectionTrait,
) -> Result<Vec<lead::Model>> {
    if !(1..=MAX_SUBJECTS).contains(&ids.len()) {
        return Err(Error::invalid("ids", "1 to 100 leads"));
    }
    let rows = scope.get_all::<lead::Entity>(ids, c).await?;
    match rows.iter().any(|row| row.deleted_at.is_some() || row.merged_into.is_some()) {
        true => Err(Error::NotFound("lead")),
        false => Ok(rows),
    }
}

fn checked(address: &str) -> Result<String> {
    keys::email(address).map_err(|problem| Error::invalid("email", problem.to_string()))
}

/// The lead with this address, made if there is none.
async fn of_address(tx: &mut Tx, address: &str, workspace: Option<WorkspaceId>) -> Result<lead::Model> {
    let workspace = home::workspace(tx.scope(), workspace, tx).await?;
    let address = checked(address)?;
    let known = tx.scope().find::<lead::Entity>().filter(lead::Column::WorkspaceId.eq(workspace.id));
    let known = known.filter(lead::Column::EmailKey.eq(&address)).filter(lead::Column::DeletedAt.is_null());
    if let Some(row) = known.filter(lead::Column::MergedInto.is_null()).one(tx).await? {
        return Ok(row);
    }
    tx.scope().require(Permission::WriteLeads)?;
    suppressed::refuse(tx, workspace.id, &address).await?;
    let values = LeadPatch { email: Patch::Set(address), ..LeadPatch::default() };
    let new =
        UpsertLead { workspace: workspace.id, source: Source::Person, values, insight: Insight::default() };
    let (row, _) = people::upsert(tx, new).await?;
    Ok(row)
}

//! Asking for an export: what it is about is resolved, then a job writes it.

use super::{
    ask::NewExport,
    columns::choose,
    named,
    rows::columns_of,
    spec::{Manner, shown},
};
use crate::{
    jobs::{self, NewJob},
    kernel::{
        app::App,
        audit::Deed,
        error::Result,
        events::FieldChange,
        permission::Permission,
        scope::{Scope, Visibility},
        tx::Tx,
    },
};
use entity::job::{self, JobKind};

/// Begins it; the job's `resultFile` is the file.
pub async fn create(app: &App, scope: &Scope, new: NewExport) -> Result<job::Model> {
    scope.require(Permission::Export)?;
    let mut tx = Tx::begin(app, scope).await?;
    let about = named::resolve(&new, scope, &tx).await?;
    let (format, has_byte_order_mark, columns) = (new.format, new.has_byte_order_mark, new.columns.clone());
    let rows = new.rows()?;
    rows.check()?;
    let columns = choose(columns, &columns_of(&rows))?;
    let manner = Manner {
        columns,
        format,
        has_byte_order_mark,
        file_name: format!("{}-{}.{}", rows.noun(), tx.now().format("%Y-%m-%d"), format.ending()),
        campaigns: match scope.visibility() {
            Visibility::Agency => None,
            Visibility::Campaigns(all) => Some(all.to_vec()),
        },
    };
    let job = NewJob {
        workspace: about.workspace,
        campaign: about.campaign,
        search_criteria: shown(&rows)?,
        config: shown(&manner)?,
        ..NewJob::of(JobKind::Export)
    };
    let job = jobs::create(&mut tx, job).await?;
    let changes = vec![
        FieldChange::shown("what", (), rows.noun()),
        FieldChange::shown("format", (), format),
        FieldChange::shown("columns", (), &manner.columns),
    ];
    tx.audit(Deed { action: "EXPORT_CREATED", subject: ("JOB", job.id.0), changes }).await?;
    tx.commit().await?;
    Ok(job)
}

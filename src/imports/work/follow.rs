//! An import follows its job: given up, stopped, tried again.

use super::task::{Config, Phase};
use crate::crm::events::people::LeadErased;
use crate::{
    imports::{
        commands::{save, take},
        state::Step,
    },
    jobs::events::{Happening, JobFact, JobRetried, happening},
    kernel::{error::Result, files, tx::Tx, wiring::Wiring},
};
use entity::{
    ids::{ImportId, JobId, LeadId},
    import::{Column, Entity, ImportStatus, Model},
    import_row,
    job::{self, JobKind},
};
use sea_orm::{ColumnTrait, QueryFilter, QuerySelect, sea_query::Expr};
use serde_json::Value;

pub(super) fn wire(wiring: &mut Wiring) {
    on::<happening::Failed>(wiring, Step::Fail);
    on::<happening::Cancelled>(wiring, Step::Cancel);
    wiring.also(|tx, fact: JobRetried| Box::pin(follow(tx, fact.kind, fact.job, Step::Retry)));
    wiring.also(|tx, fact: LeadErased| Box::pin(forget(tx, fact)));
}

fn on<H: Happening>(wiring: &mut Wiring, step: Step) {
    wiring.also(move |tx, fact: JobFact<H>| Box::pin(follow(tx, fact.kind, fact.job, step)));
}

async fn follow(tx: &mut Tx, kind: JobKind, id: JobId, step: Step) -> Result<()> {
    if kind != JobKind::Import {
        return Ok(());
    }
    let of_job = tx.scope().find::<Entity>().filter(Column::JobId.eq(id));
    let Some(was) = of_job.one(tx).await? else { return Ok(()) };
    let job = tx.scope().get::<job::Entity>(id, tx).await?;
    let error = match step {
        Step::Fail => job.errors.0.last().map(|error| error.message.clone()),
        _ => None,
    };
    let status = match Config::of(&job)?.phase {
        // Whoever stops it maps, and holds the import's version.
        Phase::Suggest if step == Step::Cancel => return Ok(()),
        // Its job came to an end after it did.
        Phase::Apply if step == Step::Cancel && was.status == ImportStatus::Cancelled => return Ok(()),
        Phase::Apply => take(tx, &was, step).await?,
        // A plan or an undoing that comes to nothing leaves the import where it was.
        Phase::Suggest | Phase::Plan | Phase::Revert => was.status,
    };
    save(tx, &was, Model { status, error, ..was.clone() }).await?;
    Ok(())
}

/// Of a person who was forgotten, no old values are kept, nor the files that they came in. An import that is under way cannot
/// go on: what it would read is not to be read any more.
async fn forget(tx: &mut Tx, fact: LeadErased) -> Result<()> {
    use import_row::Column as C;
    let gone: Vec<LeadId> = fact.parts.iter().copied().chain([fact.lead.lead]).collect();
    let rows = tx.scope().find::<import_row::Entity>().filter(C::LeadId.is_in(gone.iter().copied()));
    let imports =
        rows.select_only().column(C::ImportId).distinct().into_tuple::<ImportId>().all(&*tx).await?;
    let imports = tx.scope().get_all::<Entity>(&imports, &*tx).await?;
    let theirs = |import: &Model| [Some(import.file_id), Some(import.source_id), import.error_file_id];
    files::expire(tx, imports.iter().flat_map(theirs).flatten()).await?;
    tx.update::<import_row::Entity>()
        .col_expr(C::Was, Expr::val(None::<Value>))
        .col_expr(C::Became, Expr::val(None::<Value>))
        .filter(C::LeadId.is_in(gone))
        .exec(tx)
        .await?;
    Ok(())
}

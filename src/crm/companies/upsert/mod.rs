//! Makes or completes a company inside a caller's transaction: for prospecting and imports (rule 17).

mod facts;
pub mod many;
mod merge;

pub use facts::apply_facts;

use super::{
    create::{blank, insert, twin},
    update::save,
    values::CompanyPatch,
};
use crate::{
    crm::leads::upsert::Source,
    kernel::{
        error::{Error, Result},
        tx::Tx,
    },
};
use entity::{
    company::{Column, Entity, Model},
    ids::WorkspaceId,
};
use merge::{fill, gaps, united};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder};

/// A company that may be known already.
#[derive(Clone, Debug)]
pub struct UpsertCompany {
    /// One of the caller's agency, resolved by the caller.
    pub workspace: WorkspaceId,
    pub source: Source,
    pub values: CompanyPatch,
}

/// What became of a company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Created,
    Updated,
    Unchanged,
}

/// Finds the company by its domain, else (where one side has no domain) by its name, and merges field by field, or makes one.
///
/// # Errors
/// `Invalid` when nothing says which company it is, or a person's values are malformed.
pub async fn upsert(tx: &mut Tx, new: UpsertCompany) -> Result<(Model, Outcome)> {
    let mut probe = blank(tx, new.workspace);
    fill(&mut probe, new.values.clone(), new.source)?;
    for _ in 0..2 {
        if let Some(known) = known(tx, &probe).await? {
            return complete(tx, known, new).await;
        }
        if insert(tx, &probe).await? {
            return Ok((probe, Outcome::Created));
        }
    }
    Err(Error::conflict("This company is being changed by somebody else; try again."))
}

async fn known(tx: &Tx, probe: &Model) -> Result<Option<Model>> {
    if let Some(twin) = twin(tx, probe).await? {
        return Ok(Some(twin));
    }
    let named = tx.scope().find::<Entity>().filter(Column::WorkspaceId.eq(probe.workspace_id));
    let named = named.filter(Column::NameFolded.eq(&probe.name_folded)).filter(Column::Id.ne(probe.id));
    let named = match &probe.domain {
        Some(_) => named.filter(Column::Domain.is_null()),
        None => named,
    };
    Ok(named.order_by_asc(Column::CreatedAt).order_by_asc(Column::Id).one(tx).await?)
}

async fn complete(tx: &mut Tx, known: Model, new: UpsertCompany) -> Result<(Model, Outcome)> {
    let was = tx.hold::<Entity>(known.id).await?;
    let mut row = was.clone();
    let values = if new.source == Source::Machine { gaps(&was, new.values, &|_| false) } else { new.values };
    fill(&mut row, united(&was, values), new.source)?;
    let row = save(tx, &was, row).await?;
    let is_same = row.version == was.version;
    Ok((row, if is_same { Outcome::Unchanged } else { Outcome::Updated }))
}

//! Nobody is paid to find out more about people who must not be contacted, and none of them becomes a lead by it.

use super::order::Subject;
use crate::{
    consent::{self, Party, Within},
    kernel::{
        app::App,
        error::{Error, Result},
        scope::Scope,
        tx::Tx,
    },
};
use entity::{company, ids::WorkspaceId, lead};

/// Whether a suppression holds for this lead. Companies and bare addresses are nobody.
pub(super) async fn holds(app: &App, scope: &Scope, subject: &Subject) -> Result<bool> {
    let Subject::Lead(id) = subject else { return Ok(false) };
    let reader = scope.read(app);
    let Some(row) = scope.find_by_id::<lead::Entity>(*id).one(&reader).await? else { return Ok(false) };
    let employer = match row.company_id {
        Some(id) => scope.find_by_id::<company::Entity>(id).one(&reader).await?,
        None => None,
    };
    let within = Within { workspace: Some(row.workspace_id), campaign: None };
    let party = Party {
        email: row.email_key,
        phone: row.phone_key,
        linkedin: row.linkedin_url,
        domain: employer.and_then(|row| row.domain),
    };
    let hits = consent::check(app, scope, within, &[party], &reader).await?;
    Ok(hits.iter().any(|hits| !hits.is_empty()))
}

/// Refuses to make a lead of an address that must not be written to.
pub(super) async fn refuse(tx: &Tx, workspace: WorkspaceId, address: &str) -> Result<()> {
    let within = Within { workspace: Some(workspace), campaign: None };
    let party = Party { email: Some(address.to_owned()), ..Party::default() };
    let hits = consent::check(tx.app(), tx.scope(), within, &[party], tx).await?;
    if hits.iter().all(Vec::is_empty) {
        return Ok(());
    }
    Err(Error::conflict_with_hint(
        "This address must not be written to: a suppression holds for it.",
        "See `suppressionCheck`.",
    ))
}

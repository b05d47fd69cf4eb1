//! Somebody asked a provider not to process their data (451): they are no prospect, here or anywhere in the agency.

use super::write::remove;
use crate::{
    kernel::{error::Result, tx::Tx},
    prospecting::dossier::Dossier,
};
use entity::prospect::Model;

/// Takes the prospect away and sees to it that nobody writes to them.
pub async fn drop_forbidden(tx: &mut Tx, row: &Model, _dossier: &Dossier) -> Result<()> {
    remove(tx, &[row.id]).await
}

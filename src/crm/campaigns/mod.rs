//! Outreach efforts: their life, their leads, their numbers. What they send is `outreach`'s.

mod add;
mod admit;
pub mod counts;
mod delete;
mod edit;
pub mod list;
mod members;
mod recount;
mod remove;
pub mod state;
mod step;

pub use add::{add_leads, add_leads_in};
pub use admit::{admit, dismiss, open};
pub use delete::delete;
pub use edit::{CampaignPatch, NewCampaign, create, update};
pub use list::{list, total};
pub use members::{LeadOutcome, Membership, leads};
pub use recount::{Recounted, recount};
pub use remove::remove_leads;
pub use step::step;

use crate::kernel::{
    app::App,
    error::{Error, Result},
    permission::Permission,
    scope::Scope,
    tx::Tx,
};
use entity::{
    campaign::{self, Model},
    ids::CampaignId,
};

/// One campaign.
pub async fn get(app: &App, scope: &Scope, id: CampaignId) -> Result<Model> {
    scope.require(Permission::Read)?;
    living(scope.get::<campaign::Entity>(id, &scope.read(app)).await?)
}

/// One campaign, held until the end of the transaction.
async fn hold(tx: &Tx, id: CampaignId) -> Result<Model> {
    living(tx.hold::<campaign::Entity>(id).await?)
}

/// A deleted campaign is like none.
fn living(row: Model) -> Result<Model> {
    if row.deleted_at.is_some() { Err(Error::NotFound("campaign")) } else { Ok(row) }
}

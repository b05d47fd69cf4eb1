//! Rows become leads, as planned.

use super::change::{expect, idle, save, take, work};
use crate::{
    crm::{campaigns, lists},
    imports::{state::Step, work::Phase},
    kernel::{
        app::App,
        error::{Error, Result},
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{ids::ImportId, import::Model, import_parts::ImportCounts, lead_list};

/// Begins the work; a list that is to be made is made now.
pub async fn apply(app: &App, scope: &Scope, id: ImportId, version: Option<i32>) -> Result<Model> {
    scope.require(Permission::Import)?;
    scope.require(Permission::WriteLeads)?;
    let mut tx = Tx::begin(app, scope).await?;
    let was = idle(&mut tx, id).await?;
    expect(&was, version)?;
    let status = take(&tx, &was, Step::Apply).await?;
    if let Some(campaign) = was.campaign_id {
        scope.require(Permission::FillCampaigns)?;
        campaigns::open(scope, campaign, &tx).await?;
    }
    let mut is = Model { status, counts: ImportCounts::default(), ..was.clone() };
    if let Some(id) = is.lead_list_id
        && scope.get::<lead_list::Entity>(id, &tx).await?.deleted_at.is_some()
    {
        return Err(Error::conflict("The list that the leads were to join is deleted."));
    }
    if let Some(name) = is.list_name.take() {
        scope.require(Permission::WriteBoards)?;
        let list = lists::create_in(&mut tx, was.workspace_id, &name, Some(was.file_name.clone())).await?;
        is = Model { lead_list_id: Some(list.id), made_list: true, ..is };
    }
    let rows = was.plan.as_ref().map(|plan| plan.counts.rows);
    let is = work(&mut tx, &is, Phase::Apply, rows).await?;
    let is = save(&mut tx, &was, is).await?;
    tx.commit().await?;
    Ok(is)
}

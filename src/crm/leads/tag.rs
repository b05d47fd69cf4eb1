//! Labels on a lead: added and taken off, one spelling, each once.

use super::{
    row::edit::{Edit, Saved},
    values::{TAGS, tags},
};
use crate::{
    crm::{
        activities::{self, Entry},
        events::people::LeadTagged,
    },
    kernel::{
        app::App,
        check::Problems,
        error::{Error, Result},
        events::FieldChange,
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{activity::ActivityKind, ids::LeadId, lead::Model};

/// Adds tags the lead does not have yet.
pub async fn tag(app: &App, scope: &Scope, id: LeadId, given: Vec<String>) -> Result<Model> {
    relabel(app, scope, id, (given, vec![])).await
}

/// Takes tags off; those it does not have are no trouble.
pub async fn untag(app: &App, scope: &Scope, id: LeadId, given: Vec<String>) -> Result<Model> {
    relabel(app, scope, id, (vec![], given)).await
}

async fn relabel(
    app: &App,
    scope: &Scope,
    id: LeadId,
    (add, remove): (Vec<String>, Vec<String>),
) -> Result<Model> {
    scope.require(Permission::WriteLeads)?;
    let mut tx = Tx::begin(app, scope).await?;
    let mut edit = Edit::open(&tx, id).await?;
    let (add, remove) = spelt(add, remove, "tags", "tags")?;
    label(&mut edit.row, &add, &remove)?;
    let saved = edit.save(&mut tx).await?;
    let told = tell(&mut tx, &saved).await?;
    activities::insert(&tx, told).await?;
    tx.commit().await?;
    Ok(saved.row)
}

/// Both lists in one spelling; what is wrong is named under their paths.
pub(super) fn spelt(
    add: Vec<String>,
    remove: Vec<String>,
    add_path: &str,
    remove_path: &str,
) -> Result<(Vec<String>, Vec<String>)> {
    let mut problems = Problems::default();
    let add = tags(add, add_path, &mut problems);
    let remove = tags(remove, remove_path, &mut problems);
    problems.finish()?;
    Ok((add, remove))
}

/// Changes the row's tags.
pub(super) fn label(row: &mut Model, add: &[String], remove: &[String]) -> Result<()> {
    row.tags.0.retain(|tag| !remove.contains(tag));
    let new: Vec<String> = add.iter().filter(|tag| !row.tags.0.contains(tag)).cloned().collect();
    row.tags.0.extend(new);
    if row.tags.0.len() > TAGS {
        return Err(Error::invalid("tags", format!("at most {TAGS} tags on a lead")));
    }
    Ok(())
}

/// States what became of the tags, if anything did.
pub(super) async fn tell(tx: &mut Tx, saved: &Saved) -> Result<Option<Entry>> {
    let missing =
        |of: &Model, from: &Model| of.tags.0.iter().filter(|tag| !from.tags.0.contains(tag)).count();
    let (added, removed) = (missing(&saved.row, &saved.was), missing(&saved.was, &saved.row));
    if added + removed == 0 {
        return Ok(None);
    }
    let tags = vec![FieldChange::shown("tags", &saved.was.tags.0, &saved.row.tags.0)];
    tx.emit(&LeadTagged { lead: saved.lead(), added, removed, tags }).await?;
    let line = format!("Tags: {added} added, {removed} removed");
    Ok(Some(Entry::new(saved.row.id, ActivityKind::Tagged, line)))
}

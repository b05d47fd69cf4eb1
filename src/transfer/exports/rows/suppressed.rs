//! Who must not be contacted: marked in every file with people in it.

use crate::{
    consent::{self, Party, Within},
    kernel::{app::App, error::Result, scope::Scope},
};
use entity::ids::{CampaignId, WorkspaceId};
use std::collections::BTreeMap;

/// Whether each of them is suppressed where it belongs; one statement per workspace.
pub(super) async fn marks(
    app: &App,
    scope: &Scope,
    people: Vec<(WorkspaceId, Party)>,
    campaign: Option<CampaignId>,
) -> Result<Vec<bool>> {
    let mut marks = vec![false; people.len()];
    let mut by_workspace: BTreeMap<WorkspaceId, (Vec<usize>, Vec<Party>)> = BTreeMap::new();
    for (at, (workspace, party)) in people.into_iter().enumerate() {
        let (places, parties) = by_workspace.entry(workspace).or_default();
        places.push(at);
        parties.push(party);
    }
    for (workspace, (places, parties)) in by_workspace {
        let within = Within { workspace: Some(workspace), campaign };
        let hits = consent::check(app, scope, within, &parties, &scope.read(app)).await?;
        for (at, hits) in places.into_iter().zip(hits) {
            marks[at] = !hits.is_empty();
        }
    }
    Ok(marks)
}

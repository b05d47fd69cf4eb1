//! Where the leads go, by the names people know.

use super::args::Import;
use crate::{
    crm::keys,
    imports::mapping,
    kernel::{app::App, page::PageArgs, scope::Scope},
};
use anyhow::{Context, Result, bail};
use entity::{
    campaign,
    ids::{CampaignId, ImportMappingId, LeadListId, TypedId, WorkspaceId},
    lead_list, workspace,
};
use sea_orm::{ColumnTrait, QueryFilter};

/// Where the leads go.
pub struct Target {
    pub workspace: WorkspaceId,
    pub list: Option<LeadListId>,
    pub list_name: Option<String>,
    pub campaign: Option<CampaignId>,
    pub mapping: Option<ImportMappingId>,
}

pub async fn target(app: &App, scope: &Scope, args: &Import) -> Result<Target> {
    let workspace = workspace(app, scope, args.workspace.as_deref()).await?;
    let mut target = Target { workspace, list: None, list_name: None, campaign: None, mapping: None };
    if let Some(name) = &args.list {
        use lead_list::Column as C;
        let known = scope.find::<lead_list::Entity>().filter(C::WorkspaceId.eq(workspace));
        let known = known.filter(C::DeletedAt.is_null()).filter(C::NameFolded.eq(keys::fold(name)));
        target.list = known.one(&scope.read(app)).await?.map(|list| list.id);
        target.list_name = target.list.is_none().then(|| name.clone());
    }
    if let Some(name) = &args.campaign {
        use campaign::Column as C;
        let known = scope.find::<campaign::Entity>().filter(C::WorkspaceId.eq(workspace));
        let known = known.filter(C::DeletedAt.is_null()).all(&scope.read(app)).await?;
        let found = known.into_iter().find(|row| is_it(name, &row.name, row.id));
        target.campaign = Some(found.with_context(|| format!("no campaign is called {name}"))?.id);
    }
    if let Some(name) = &args.mapping {
        let all = PageArgs { first: Some(100), ..PageArgs::default() };
        let known = mapping::list(app, scope, &all).await?.items;
        let found = known.into_iter().map(|(_, row)| row).find(|row| is_it(name, &row.name, row.id));
        target.mapping = Some(found.with_context(|| format!("no mapping is called {name}"))?.id);
    }
    Ok(target)
}

async fn workspace(app: &App, scope: &Scope, name: Option<&str>) -> Result<WorkspaceId> {
    let open = scope.find::<workspace::Entity>().filter(workspace::Column::DeletedAt.is_null());
    let all = open.all(&scope.read(app)).await?;
    let names = || all.iter().map(|row| row.name.as_str()).collect::<Vec<_>>().join(", ");
    match (name, &all[..]) {
        (None, [only]) => Ok(only.id),
        (None, _) => bail!("name the workspace with --workspace: {}", names()),
        (Some(name), _) => {
            let found = all.iter().find(|row| is_it(name, &row.name, row.id));
            Ok(found.with_context(|| format!("no workspace is called {name}; there are {}", names()))?.id)
        }
    }
}

fn is_it(said: &str, name: &str, id: impl TypedId) -> bool {
    keys::fold(said) == keys::fold(name) || said == id.shown()
}

//! A new import of a file that was sent: what it is, how it is read, which column seems to be what.

use super::{
    change::work,
    upload::{self, Upload},
};
use crate::{
    connections,
    crm::{campaigns, home, keys},
    imports::{
        events::{ImportCreated, ImportRef},
        file::Wish,
        mapping,
        work::Phase,
    },
    kernel::{
        app::App,
        change,
        check::{Problems, line},
        error::{Error, Result},
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    ids::{CampaignId, FileId, ImportId, ImportMappingId, LeadListId, TypedId, WorkspaceId},
    import::{ActiveModel, Column, Entity, ImportStatus, Model, OnDuplicate, OnInvalid},
    import_mapping,
    import_parts::ImportMapping,
    json::StringList,
    lead_list, workspace,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, QueryFilter, QueryOrder, Set};

/// What becomes of the rows.
#[derive(Clone, Debug)]
pub struct ImportOptions {
    pub on_duplicate: OnDuplicate,
    pub on_invalid: OnInvalid,
    pub clear_on_empty: bool,
    /// For phone numbers without a country.
    pub country: Option<String>,
}

/// A file to be imported.
#[derive(Clone, Debug)]
pub struct NewImport {
    pub file: FileId,
    /// Absent: the agency's only one.
    pub workspace: Option<WorkspaceId>,
    /// The list the leads join; or
    pub list: Option<LeadListId>,
    /// the name of one to be made.
    pub list_name: Option<String>,
    pub campaign: Option<CampaignId>,
    /// Of a workbook.
    pub sheet: Option<String>,
    pub wish: Wish,
    pub options: ImportOptions,
    /// One that was kept.
    pub mapping: Option<ImportMappingId>,
    /// Although the same file was imported before.
    pub allow_again: bool,
}

/// Where the leads go, resolved.
struct Target {
    workspace: workspace::Model,
    mapping: Option<import_mapping::Model>,
    list_name: Option<String>,
    country: Option<String>,
}

pub async fn create(app: &App, scope: &Scope, new: NewImport) -> Result<Model> {
    scope.require(Permission::Import)?;
    let file = upload::sent(app, scope, new.file).await?;
    let target = resolve(scope, &new, &scope.read(app)).await?;
    refuse_again(scope, &new, (target.workspace.id, file.sha256.as_deref()), &scope.read(app)).await?;
    let model = connections::model(app, scope).await?;
    let has_model = model.is_some_and(|model| model.source.complete().is_some());
    let upload = upload::look(app, file, new.sheet.clone(), &new.wish).await?;
    let mut tx = Tx::begin(app, scope).await?;
    // One at a time in a workspace, so that of the same file sent twice at once one is refused.
    tx.hold::<workspace::Entity>(target.workspace.id).await?;
    refuse_again(scope, &new, (target.workspace.id, upload.file.sha256.as_deref()), &tx).await?;
    let saved = match target.mapping.clone() {
        None => mapping::saved_for(scope, &upload.head.header.names, &tx).await?,
        chosen => chosen,
    };
    let head = &upload.head;
    let names = &head.header.names;
    let suggestion = mapping::suggest(names, head.header.is_given, &head.sample, saved.as_ref());
    let row = insert(&tx, new, target, upload, suggestion).await?;
    tx.emit(&ImportCreated { of: ImportRef::from(&row) }).await?;
    let row = if has_model && saved.is_none() { suggested(&mut tx, row).await? } else { row };
    tx.commit().await?;
    Ok(row)
}

async fn resolve(scope: &Scope, new: &NewImport, c: &impl ConnectionTrait) -> Result<Target> {
    let workspace = home::workspace(scope, new.workspace, c).await?;
    let mut problems = Problems::default();
    if let Some(id) = new.list {
        let list = scope.get::<lead_list::Entity>(id, c).await?;
        if list.deleted_at.is_some() {
            return Err(Error::NotFound("lead_list"));
        }
        if list.workspace_id != workspace.id {
            problems.add("leadListId", "a list of the import's workspace");
        }
    }
    if let Some(id) = new.campaign {
        scope.require(Permission::FillCampaigns)?;
        if campaigns::open(scope, id, c).await?.workspace_id != workspace.id {
            problems.add("campaignId", "a campaign of the import's workspace");
        }
    }
    let mapping = match new.mapping {
        Some(id) => Some(mapping::get(scope, id, c).await?),
        None => None,
    };
    if new.list.is_some() && new.list_name.is_some() {
        problems.add("listName", "a list to be made, or `leadListId`: not both");
    }
    if new.list.is_some() || new.list_name.is_some() {
        scope.require(Permission::WriteBoards)?;
    }
    let list_name = problems.keep_some("listName", new.list_name.clone(), |name| line(&name, 200));
    let country = problems.keep_some("country", new.options.country.clone(), |code| keys::country(&code));
    problems.finish()?;
    Ok(Target { workspace, mapping, list_name, country })
}

/// The same bytes in the same workspace are the same import, unless it was stopped or undone.
async fn refuse_again(
    scope: &Scope,
    new: &NewImport,
    (workspace, hash): (WorkspaceId, Option<&str>),
    c: &impl ConnectionTrait,
) -> Result<()> {
    let Some(hash) = hash.filter(|_| !new.allow_again) else { return Ok(()) };
    let over = [ImportStatus::Cancelled, ImportStatus::Reverted];
    let same =
        scope.find::<Entity>().filter(Column::WorkspaceId.eq(workspace)).filter(Column::FileHash.eq(hash));
    let same = same.filter(Column::Status.is_not_in(over)).order_by_desc(Column::CreatedAt).one(c).await?;
    match same {
        None => Ok(()),
        Some(same) => Err(Error::conflict_with_hint(
            "This file was sent to be imported into this workspace before.",
            format!("That is {}; to import it once more, set `allowAgain`.", same.id.shown()),
        )),
    }
}

/// The agency's language model is asked, too; the rules' suggestion stands until it answers.
async fn suggested(tx: &mut Tx, row: Model) -> Result<Model> {
    let is = work(tx, &row, Phase::Suggest, None).await?;
    change::write::<Entity>(tx, &row, &is).await?;
    Ok(is)
}

/// What is not said here has the table's defaults.
async fn insert(
    tx: &Tx,
    new: NewImport,
    target: Target,
    upload: Upload,
    suggestion: ImportMapping,
) -> Result<Model> {
    let Upload { file, format, sheet, head } = upload;
    let place = |number: u64| i64::try_from(number).map_err(Error::internal);
    let row = ActiveModel {
        id: Set(ImportId::new()),
        agency_id: Set(tx.scope().agency()),
        workspace_id: Set(target.workspace.id),
        lead_list_id: Set(new.list),
        list_name: Set(target.list_name),
        campaign_id: Set(new.campaign),
        file_id: Set(file.id),
        // What cannot be read as it is becomes something else when it is planned.
        source_id: Set(file.id),
        file_name: Set(file.name),
        file_hash: Set(file.sha256.unwrap_or_default()),
        bytes: Set(file.bytes),
        format: Set(format),
        sheet: Set(sheet),
        encoding: Set(head.decoder.name().to_owned()),
        delimiter: Set(char::from(head.delimiter).to_string()),
        has_header: Set(head.header.is_given),
        columns: Set(StringList(head.header.names)),
        data_offset: Set(place(head.data.offset)?),
        data_line: Set(place(head.data.line)?),
        suggestion: Set(suggestion),
        on_duplicate: Set(new.options.on_duplicate),
        on_invalid: Set(new.options.on_invalid),
        clear_on_empty: Set(new.options.clear_on_empty),
        country: Set(target.country),
        created_by: Set(tx.scope().actor().columns().1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    Ok(row.insert(tx).await?)
}

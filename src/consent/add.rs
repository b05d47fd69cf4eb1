//! Adding an entry. It is never weakened: what a person asked for outweighs what a colleague noted.

use super::{events::SuppressionAdded, key};
use crate::kernel::{
    app::App,
    check,
    error::{Error, Result},
    permission::Permission,
    scope::Scope,
    tx::Tx,
};
use entity::{
    campaign,
    ids::{CampaignId, SuppressionId, WorkspaceId},
    suppression::{
        ActiveModel, Column as C, Entity, Model, SuppressionKind, SuppressionScope, SuppressionSource,
    },
    workspace,
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Unchanged,
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect, Set,
    sea_query::{LockType, OnConflict},
};

/// Somebody may take an entry away between the look for it and the attempt to make it: then it is looked for again.
const TRIES: usize = 5;

/// An entry to be: for the whole agency, for one workspace of it, or for one campaign.
#[derive(Clone, Debug)]
pub struct NewSuppression {
    pub kind: SuppressionKind,
    /// As written; only its keyed hash is kept.
    pub value: String,
    pub source: SuppressionSource,
    pub reason: Option<String>,
    /// `None`: the whole agency, or `campaign`.
    pub workspace: Option<WorkspaceId>,
    /// Instead of a workspace.
    pub campaign: Option<CampaignId>,
}

/// `suppressionAdd`.
pub async fn add_by_hand(app: &App, scope: &Scope, new: NewSuppression) -> Result<Model> {
    scope.require(Permission::Suppress)?;
    let mut tx = Tx::begin(app, scope).await?;
    if let Some(id) = new.workspace {
        scope.get::<workspace::Entity>(id, &tx).await?;
    }
    if let Some(id) = new.campaign {
        living(scope.get::<campaign::Entity>(id, &tx).await?)?;
    }
    if new.workspace.is_some() && new.campaign.is_some() {
        return Err(Error::invalid("campaignId", "either a workspace or a campaign"));
    }
    let row = add(&mut tx, new).await?;
    tx.commit().await?;
    Ok(row)
}

/// The campaign, unless it was deleted.
pub(super) fn living(row: campaign::Model) -> Result<campaign::Model> {
    if row.deleted_at.is_some() { Err(Error::NotFound("campaign")) } else { Ok(row) }
}

/// Adds the entry, or returns the one that is there, raised to the stronger source of the two.
/// Refuses a value that is none of its kind, naming `value`.
pub async fn add(tx: &mut Tx, new: NewSuppression) -> Result<Model> {
    Ok(put(tx, new).await?.0)
}

/// The same, and the source there was before, if there was an entry.
pub(super) async fn put(tx: &mut Tx, new: NewSuppression) -> Result<(Model, Option<SuppressionSource>)> {
    let normal = key::normal(new.kind, &new.value);
    let normal = normal.map_err(|problem| Error::invalid("value", problem.to_string()))?;
    let reason = new.reason.as_deref().map(|text| check::prose(text, 500)).transpose();
    let reason = reason.map_err(|problem| Error::invalid("reason", problem))?;
    let key_hash = key::hash(tx.app(), new.kind, &normal);
    for _ in 0..TRIES {
        if let Some(there) = hold(tx, &new, &key_hash).await? {
            let before = there.source;
            return Ok((strengthen(tx, there, new.source).await?, Some(before)));
        }
        let row = row(tx, &new, key_hash.clone(), reason.clone());
        let once = OnConflict::new().do_nothing().to_owned();
        let inserted = Entity::insert(row).on_conflict(once).exec_without_returning(&*tx).await?;
        if inserted > 0 {
            let there = hold(tx, &new, &key_hash).await?.ok_or_else(|| Error::bug("an entry vanished"))?;
            tell(tx, &there).await?;
            return Ok((there, None));
        }
    }
    Err(Error::unavailable("This entry is being added and removed; try again.", None))
}

pub(super) fn row(tx: &Tx, new: &NewSuppression, key_hash: String, reason: Option<String>) -> ActiveModel {
    ActiveModel {
        id: Set(SuppressionId::new()),
        agency_id: Set(Some(tx.scope().agency())),
        scope: Set(scope_of(new)),
        kind: Set(new.kind),
        key_hash: Set(key_hash),
        source: Set(new.source),
        reason: Set(reason),
        workspace_id: Set(new.workspace),
        campaign_id: Set(new.campaign),
        created_by: Set(tx.scope().actor().columns().1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    }
}

pub(super) fn scope_of(new: &NewSuppression) -> SuppressionScope {
    match (new.campaign, new.workspace) {
        (Some(_), _) => SuppressionScope::Campaign,
        (None, Some(_)) => SuppressionScope::Workspace,
        (None, None) => SuppressionScope::Agency,
    }
}

/// The entry there is, held: nobody removes what is being strengthened.
async fn hold(tx: &Tx, new: &NewSuppression, key_hash: &str) -> Result<Option<Model>> {
    let mut there = tx
        .scope()
        .find::<Entity>()
        .filter(C::Scope.eq(scope_of(new)))
        .filter(C::Kind.eq(new.kind))
        .filter(C::KeyHash.eq(key_hash));
    if let Some(workspace) = new.workspace {
        there = there.filter(C::WorkspaceId.eq(workspace));
    }
    if let Some(campaign) = new.campaign {
        there = there.filter(C::CampaignId.eq(campaign));
    }
    Ok(there.lock(LockType::NoKeyUpdate).one(tx).await?)
}

async fn strengthen(tx: &mut Tx, there: Model, source: SuppressionSource) -> Result<Model> {
    let (given, kept) = (strength(source), strength(there.source));
    // Said again by the person: `updated_at` knows, so that nothing that was there for another reason takes it along.
    if given < kept || (given == kept && !is_their_own(source)) {
        return Ok(there);
    }
    let row = ActiveModel {
        id: Unchanged(there.id),
        source: Set(source),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    let row = row.update(&*tx).await?;
    if given > kept {
        tell(tx, &row).await?;
    }
    Ok(row)
}

/// Rule 12: no flag skips these, and nobody removes them.
pub(super) fn is_their_own(source: SuppressionSource) -> bool {
    matches!(source, SuppressionSource::Unsubscribe | SuppressionSource::Complaint)
}

/// What outweighs what: the person's own word first, then the law, then facts, then notes.
pub(super) fn strength(source: SuppressionSource) -> u8 {
    match source {
        SuppressionSource::Complaint => 5,
        SuppressionSource::Unsubscribe => 4,
        SuppressionSource::Legal => 3,
        SuppressionSource::HardBounce => 2,
        SuppressionSource::Manual => 1,
        SuppressionSource::Import => 0,
    }
}

pub(super) async fn tell(tx: &mut Tx, row: &Model) -> Result<()> {
    let fact = SuppressionAdded {
        suppression: row.id,
        scope: row.scope,
        kind: row.kind,
        source: row.source,
        workspace: row.workspace_id,
        campaign: row.campaign_id,
    };
    tx.emit(&fact).await
}

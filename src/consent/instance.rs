//! Entries for the whole installation, made and taken away by its operator. They are of no agency and hold in every one, so
//! each agency's audit log says so.

#![expect(clippy::disallowed_methods, reason = "instance-wide entries belong to no agency")]

use super::{add::strength, key, remove::refuse_their_own};
use crate::{
    identity::setup::admin,
    kernel::{
        app::App,
        audit::{self, Deed},
        check::prose,
        error::{Error, Result},
        events::FieldChange,
        page::{self, OrderBy, Page, PageArgs},
        platform::PlatformTx,
    },
};
use entity::{
    event_kind::{EventKind, SubjectKind},
    ids::SuppressionId,
    suppression::{
        ActiveModel, Column as C, Entity, Model, SuppressionKind, SuppressionScope, SuppressionSource,
    },
};
use sea_orm::{
    ActiveEnum, ActiveModelTrait,
    ActiveValue::Unchanged,
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect, Select, Set,
    sea_query::{LockType, OnConflict},
};

/// Agencies in one statement.
const AT_ONCE: i32 = 100;

/// Somebody nobody in this installation may contact.
#[derive(Clone, Debug)]
pub struct NewEntry {
    pub kind: SuppressionKind,
    /// As written; only its keyed hash is kept.
    pub value: String,
    pub source: SuppressionSource,
    pub reason: Option<String>,
}

/// How an entry is named: what it is about is not stored.
#[derive(Clone, Debug)]
pub enum Which {
    Id(SuppressionId),
    Of(SuppressionKind, String),
}

/// What adding came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    New,
    /// It was there, for a weaker reason.
    Raised,
    /// It was there.
    Known,
}

/// Adds the entry, or raises the one that is there to the stronger source of the two.
pub async fn add(app: &App, new: NewEntry) -> Result<(Model, Added)> {
    let reason = words(new.reason.as_deref())?;
    let key_hash = hash(app, new.kind, &new.value)?;
    let tx = PlatformTx::begin(app).await?;
    let row = row(&tx, (new.kind, new.source), key_hash.clone(), reason.clone());
    let once = OnConflict::new().do_nothing().to_owned();
    let inserted = Entity::insert(row).on_conflict(once).exec_without_returning(&tx).await?;
    let vanished = || Error::unavailable("This entry is being added and removed; try again.", None);
    let there = held(of(new.kind, &key_hash), &tx).await?.ok_or_else(vanished)?;
    let (row, added, before) = match inserted {
        1.. => (there, Added::New, None),
        0 if strength(new.source) > strength(there.source) => {
            let before = there.source;
            let stronger = ActiveModel {
                id: Unchanged(there.id),
                source: Set(new.source),
                updated_at: Set(tx.now()),
                ..Default::default()
            };
            (stronger.update(&tx).await?, Added::Raised, Some(before))
        }
        0 => return Ok((there, Added::Known)),
    };
    let changes = changes(&row, before, Some(row.source));
    tell(&tx, EventKind::SuppressionAdded, &row, (changes, reason)).await?;
    tx.commit().await?;
    Ok((row, added))
}

/// Takes an entry away, returning it as it was; never what people asked for themselves.
pub async fn remove(app: &App, which: Which, reason: Option<String>) -> Result<Model> {
    let reason = words(reason.as_deref())?;
    let entry = match which {
        Which::Id(id) => all().filter(C::Id.eq(id)),
        Which::Of(kind, value) => of(kind, &hash(app, kind, &value)?),
    };
    let tx = PlatformTx::begin(app).await?;
    let row = held(entry, &tx).await?.ok_or(Error::NotFound("suppression"))?;
    refuse_their_own(&row)?;
    Entity::delete_many().filter(C::Id.eq(row.id)).exec(&tx).await?;
    let changes = changes(&row, Some(row.source), None);
    tell(&tx, EventKind::SuppressionRemoved, &row, (changes, reason)).await?;
    tx.commit().await?;
    Ok(row)
}

/// One page, the newest first.
pub async fn list(app: &App, args: &PageArgs) -> Result<Page<Model>> {
    let newest = OrderBy { column: C::CreatedAt, is_descending: true };
    page::page(all(), newest, args, app.db().platform()).await
}

fn all() -> Select<Entity> {
    Entity::find().filter(C::Scope.eq(SuppressionScope::Instance))
}

fn of(kind: SuppressionKind, key_hash: &str) -> Select<Entity> {
    all().filter(C::Kind.eq(kind)).filter(C::KeyHash.eq(key_hash))
}

async fn held(entry: Select<Entity>, tx: &PlatformTx) -> Result<Option<Model>> {
    Ok(entry.lock(LockType::NoKeyUpdate).one(tx).await?)
}

fn words(reason: Option<&str>) -> Result<Option<String>> {
    let checked = reason.map(|text| prose(text, 500)).transpose();
    checked.map_err(|problem| Error::invalid("reason", problem))
}

fn hash(app: &App, kind: SuppressionKind, value: &str) -> Result<String> {
    let normal = key::normal(kind, value).map_err(|problem| Error::invalid("value", problem.to_string()))?;
    Ok(key::hash(app, kind, &normal))
}

fn row(
    tx: &PlatformTx,
    (kind, source): (SuppressionKind, SuppressionSource),
    key_hash: String,
    reason: Option<String>,
) -> ActiveModel {
    ActiveModel {
        id: Set(SuppressionId::new()),
        agency_id: Set(None),
        scope: Set(SuppressionScope::Instance),
        kind: Set(kind),
        key_hash: Set(key_hash),
        source: Set(source),
        reason: Set(reason),
        workspace_id: Set(None),
        campaign_id: Set(None),
        created_by: Set(None),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    }
}

/// What the record says of it; never of whom.
fn changes(
    row: &Model,
    before: Option<SuppressionSource>,
    after: Option<SuppressionSource>,
) -> Vec<FieldChange> {
    let was = before.map(|source| (row.scope, row.kind, source));
    let is = after.map(|source| (row.scope, row.kind, source));
    vec![
        FieldChange::shown("scope", was.map(|it| it.0), is.map(|it| it.0)),
        FieldChange::shown("kind", was.map(|it| it.1), is.map(|it| it.1)),
        FieldChange::shown("source", was.map(|it| it.2), is.map(|it| it.2)),
    ]
}

/// On record in each agency there is.
async fn tell(
    tx: &PlatformTx,
    kind: EventKind,
    row: &Model,
    (changes, reason): (Vec<FieldChange>, Option<String>),
) -> Result<()> {
    let (action, noun) = (kind.to_value(), SubjectKind::Suppression.to_value());
    let deed = Deed { action: &action, subject: (&noun, row.id.0), changes };
    let mut args = PageArgs { first: Some(AT_ONCE), ..PageArgs::default() };
    loop {
        let page = admin::agencies_in(tx, &args).await?;
        args.after = page.items.last().map(|(cursor, _)| cursor.text());
        let agencies = page.items.iter().map(|(_, agency)| agency.id);
        audit::everywhere(tx, &deed, reason.as_deref(), agencies).await?;
        if !page.has_next {
            return Ok(());
        }
    }
}

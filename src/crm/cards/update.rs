//! What is noted about a card.

use crate::{
    crm::events::cards::{CardRef, PipelineCardUpdated},
    kernel::{
        app::App,
        change,
        check::{self, Problems},
        error::{Error, Result},
        events::FieldChange,
        patch::Patch,
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    ids::{MembershipId, PipelineCardId, TypedId},
    lead, membership, pipeline,
    pipeline_card::{self, Column, Model},
};

/// The longest note, in characters.
const NOTES: usize = 10_000;
/// The most a card may be worth: what JSON numbers hold exactly.
const VALUE: i64 = 9_007_199_254_740_991;

/// What is said of a card's fields.
#[derive(Clone, Debug, Default)]
pub struct CardPatch {
    pub owner: Patch<MembershipId>,
    pub notes: Patch<String>,
    /// In millionths of the currency.
    pub value_micros: Patch<i64>,
    /// ISO 4217.
    pub currency: Patch<String>,
}

/// Changes what is noted about a card; where it lies is `shift`'s.
pub async fn update(
    app: &App,
    scope: &Scope,
    id: PipelineCardId,
    patch: CardPatch,
    expected_version: Option<i32>,
) -> Result<Model> {
    scope.require(Permission::WriteBoards)?;
    let mut tx = Tx::begin(app, scope).await?;
    let was = tx.hold::<pipeline_card::Entity>(id).await?;
    owner(&tx, &patch.owner).await?;
    check::version("card", expected_version, was.version)?;
    let mut is = apply(was.clone(), patch)?;
    let changes = told(&was, &is);
    if changes.is_empty() {
        return Ok(was);
    }
    (is.version, is.updated_at, is.last_activity_at) = (was.version + 1, tx.now(), Some(tx.now()));
    change::write::<pipeline_card::Entity>(&tx, &was, &is).await?;
    let lead = scope.get::<lead::Entity>(is.lead_id, &tx).await?;
    let pipeline = scope.get::<pipeline::Entity>(is.pipeline_id, &tx).await?;
    let (of, words) = (CardRef::new(&is, &lead, &pipeline), words(&was, &is));
    tx.emit(&PipelineCardUpdated { of, changes, words }).await?;
    tx.commit().await?;
    Ok(is)
}

/// Resolves the owner who is named; somebody who was removed owns nothing new.
pub(super) async fn owner(tx: &Tx, owner: &Patch<MembershipId>) -> Result<()> {
    let Patch::Set(id) = owner else { return Ok(()) };
    let member = tx.scope().get::<membership::Entity>(*id, tx).await?;
    if member.removed_at.is_some() {
        return Err(Error::invalid("ownerId", "somebody who is still a member"));
    }
    Ok(())
}

/// The row after the patch, or every field that is wrong.
pub(super) fn apply(mut row: Model, patch: CardPatch) -> Result<Model> {
    let mut problems = Problems::default();
    if let Patch::Set(notes) = &patch.notes {
        problems.keep("notes", check::prose(notes, NOTES));
    }
    if matches!(&patch.value_micros, Patch::Set(value) if !(0..=VALUE).contains(value)) {
        problems.add("valueMicros", format!("a whole number from 0 to {VALUE}"));
    }
    match patch.currency {
        Patch::Keep => {}
        Patch::Set(code) if code.len() == 3 && code.bytes().all(|c| c.is_ascii_uppercase()) => {
            row.currency = code;
        }
        Patch::Set(_) => problems.add("currency", "three capital letters (ISO 4217): USD"),
        Patch::Clear => problems.add("currency", "a value; this cannot be cleared"),
    }
    problems.finish()?;
    row.notes = patch.notes.map(|notes| notes.trim().to_owned()).over(row.notes);
    row.value_micros = patch.value_micros.over(row.value_micros);
    row.owner_id = patch.owner.over(row.owner_id);
    Ok(row)
}

fn told(was: &Model, is: &Model) -> Vec<FieldChange> {
    let told = |column: Column| match column {
        Column::OwnerId => {
            FieldChange::shown("owner", was.owner_id.map(TypedId::shown), is.owner_id.map(TypedId::shown))
        }
        Column::ValueMicros => FieldChange::shown("valueMicros", was.value_micros, is.value_micros),
        Column::Currency => FieldChange::shown("currency", &was.currency, &is.currency),
        other => FieldChange::hidden(&change::field(other)),
    };
    change::columns::<pipeline_card::Entity>(was, is).into_iter().map(told).collect()
}

/// What the audit log seals: the notes.
fn words(was: &Model, is: &Model) -> Vec<FieldChange> {
    let is_noted = was.notes != is.notes;
    is_noted.then(|| FieldChange::shown("notes", &was.notes, &is.notes)).into_iter().collect()
}

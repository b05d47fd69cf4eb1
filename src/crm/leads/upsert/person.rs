//! One person, one lead: found by the keys, strongest first, or made.

use super::{
    Insight, KeptApart, Source,
    merge::{first, forget, merged},
};
use crate::{
    crm::{
        activities,
        leads::{
            create::insert,
            party,
            row::{
                blank::blank,
                edit::Edit,
                twins::{by_email, by_linkedin, by_phone, twins},
            },
            update::tell,
            values::{LeadPatch, search_text},
        },
    },
    kernel::{
        error::{Error, Result},
        tx::Tx,
    },
};
use entity::{company, ids::WorkspaceId, lead::Model};

/// Somebody who may be known already.
#[derive(Clone, Debug)]
pub struct UpsertLead {
    /// One of the caller's agency, resolved by the caller.
    pub workspace: WorkspaceId,
    pub source: Source,
    /// Absent = keep, null = clear (a person's only).
    pub values: LeadPatch,
    pub insight: Insight,
}

/// What became of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nobody was known by these keys; what others hold of them was left out.
    Created(Vec<KeptApart>),
    /// Was known, and is known better now.
    Updated(Vec<KeptApart>),
    /// Was known like this.
    Unchanged(Vec<KeptApart>),
    /// The keys contradict each other (same address, another LinkedIn profile): nothing was merged.
    Conflicting(KeptApart),
}

/// Finds the person by the dedupe keys and merges field by field, or makes a lead; states the facts and writes history.
///
/// # Errors
/// `Invalid` when nothing says who it is, or a person's values are malformed; `NotFound` for a company of nobody's.
pub async fn upsert(tx: &mut Tx, new: UpsertLead) -> Result<(Model, Outcome)> {
    let company = party::employer(tx, &new.values.company).await?;
    let mut probe = first(&blank(tx, new.workspace), new.values.clone(), new.source)?;
    party::same_workspace(&probe, company.as_ref())?;
    // Twice, because somebody may make the same person in this very moment.
    for _ in 0..2 {
        let known = twins(tx, &probe).await?;
        match find(&probe, &known) {
            Found::Contradiction(twin, apart) => return Ok((twin, Outcome::Conflicting(apart))),
            Found::Known(twin) => return complete(tx, twin, &known, new, company.as_ref()).await,
            Found::Nobody(apart) => {
                let mut row = probe.clone();
                without(&mut row, &apart);
                new.insight.onto(&mut row);
                row.search_text = search_text(&row, company.as_ref().map(|c| c.name.as_str()));
                if insert(tx, &row).await? {
                    return Ok((row, Outcome::Created(apart)));
                }
                probe.id = row.id;
            }
        }
    }
    Err(Error::conflict("This person is being changed by somebody else; try again."))
}

enum Found {
    Known(Model),
    Nobody(Vec<KeptApart>),
    Contradiction(Model, KeptApart),
}

/// Address before LinkedIn profile before phone; a weaker key does not make one person of two whom a stronger one tells apart.
fn find(probe: &Model, known: &[Model]) -> Found {
    let by = |key: fn(&Model) -> &Option<String>| {
        known.iter().find(|row| key(probe).is_some() && key(row) == key(probe))
    };
    let differs = |row: &Model, key: fn(&Model) -> &Option<String>| matches!((key(row), key(probe)), (Some(a), Some(b)) if a != b);
    if let Some(row) = by(by_email) {
        if differs(row, by_linkedin) {
            return Found::Contradiction(row.clone(), KeptApart { field: "linkedinUrl", with: row.id });
        }
        return Found::Known(row.clone());
    }
    if let Some(row) = by(by_linkedin) {
        return Found::Known(row.clone());
    }
    match by(by_phone) {
        // A number is often a switchboard's.
        Some(row) if differs(row, by_email) || differs(row, by_linkedin) => {
            Found::Nobody(vec![KeptApart { field: "phone", with: row.id }])
        }
        Some(row) => Found::Known(row.clone()),
        None => Found::Nobody(vec![]),
    }
}

async fn complete(
    tx: &mut Tx,
    twin: Model,
    known: &[Model],
    new: UpsertLead,
    company: Option<&company::Model>,
) -> Result<(Model, Outcome)> {
    let mut edit = Edit::open(tx, twin.id).await?;
    let apart = held_by_others(&twin, known, &new.values, &edit.row, new.source)?;
    let mut values = new.values;
    for key in &apart {
        forget(&mut values, key.field);
    }
    let had = edit.row.company_id;
    edit.row = merged(&edit.row, values, new.source, &|_| false)?;
    new.insight.onto(&mut edit.row);
    if edit.row.company_id != had {
        edit.employ(company);
    }
    let saved = edit.save(tx).await?;
    let entries = tell(tx, &saved).await?;
    activities::insert(tx, entries).await?;
    let is_same = saved.changes.is_empty();
    Ok((saved.row, if is_same { Outcome::Unchanged(apart) } else { Outcome::Updated(apart) }))
}

/// The keys this merge would take from other leads.
fn held_by_others(
    twin: &Model,
    known: &[Model],
    values: &LeadPatch,
    row: &Model,
    source: Source,
) -> Result<Vec<KeptApart>> {
    let would = merged(row, values.clone(), source, &|_| false)?;
    Ok(taken(&would, known.iter().filter(|other| other.id != twin.id)))
}

/// The keys of `row` that `others` hold.
pub(super) fn taken<'a>(row: &Model, others: impl Iterator<Item = &'a Model> + Clone) -> Vec<KeptApart> {
    let keys = [
        ("email", by_email as fn(&Model) -> &Option<String>),
        ("linkedinUrl", by_linkedin),
        ("phone", by_phone),
    ];
    let held = keys.into_iter().filter_map(|(field, key)| {
        let other = others.clone().find(|other| key(row).is_some() && key(other) == key(row))?;
        Some(KeptApart { field, with: other.id })
    });
    held.collect()
}

/// The row without the keys others hold; what was written stays to be seen.
fn without(row: &mut Model, apart: &[KeptApart]) {
    if apart.iter().any(|key| key.field == "phone") {
        row.phone_key = None;
    }
}

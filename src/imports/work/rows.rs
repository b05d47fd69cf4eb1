//! Rows of the book of an import: what became of each line, and how many of each outcome.

use super::judge::Verdict;
use crate::crm::leads::upsert::many::Written;
use entity::{
    ids::{CompanyId, ImportRowId, LeadId},
    import::Model as Import,
    import_parts::{ImportCounts, RowProblems},
    import_row::{Model, RowOutcome},
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Counts one row. `is_incomplete`: it was taken without some of its values.
pub fn tally(counts: &mut ImportCounts, outcome: RowOutcome, is_incomplete: bool) {
    counts.rows += 1;
    let (place, is_taken) = match outcome {
        RowOutcome::Created => (&mut counts.created, true),
        RowOutcome::Updated => (&mut counts.updated, true),
        RowOutcome::Unchanged => (&mut counts.unchanged, true),
        RowOutcome::Duplicate => (&mut counts.duplicate, true),
        RowOutcome::Skipped => (&mut counts.skipped, false),
        RowOutcome::Conflicting => (&mut counts.conflicting, false),
        RowOutcome::Suppressed => (&mut counts.suppressed, false),
        RowOutcome::Invalid => (&mut counts.invalid, false),
    };
    *place += 1;
    counts.incomplete += i64::from(is_taken && is_incomplete);
}

/// What some rows did.
#[derive(Debug, Default)]
pub struct Effects {
    pub list: BTreeSet<LeadId>,
    pub campaign: BTreeSet<LeadId>,
    /// Companies that were made.
    pub companies: BTreeSet<CompanyId>,
    /// Leads that an earlier turn of this import made or changed.
    pub holders: BTreeMap<LeadId, Model>,
}

/// Somebody of the book, after it was written.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub lead: LeadId,
    pub version: i32,
    pub company: Option<CompanyId>,
    /// The row that made or met them first.
    pub first: usize,
}

/// A row for each line, and the holders that changed once more.
pub fn rows(
    import: &Import,
    verdicts: &[Verdict],
    places: &[Place],
    written: &Written,
    effects: &Effects,
) -> (Vec<Model>, Vec<Model>) {
    let mut companies = effects.companies.clone();
    let mut all = Vec::with_capacity(verdicts.len());
    let mut changed: BTreeMap<LeadId, Model> = BTreeMap::new();
    for (at, verdict) in verdicts.iter().enumerate() {
        let mut row = blank(import, verdict.line, verdict.outcome);
        if !verdict.problems.is_empty() {
            row.problems = Some(RowProblems(verdict.problems.clone()));
        }
        if let Some(place) = verdict.place.map(|place| places[place]) {
            row.lead_id = Some(place.lead);
            row.company_id = place.company.filter(|id| companies.remove(id));
            match effects.holders.get(&place.lead) {
                Some(holder) if place.first == at => {
                    row.outcome = RowOutcome::Duplicate;
                    changed.extend(again(holder, place, written).map(|holder| (place.lead, holder)));
                }
                None if place.first == at => hold(&mut row, place, written, effects),
                _ => {}
            }
        }
        all.push(row);
    }
    (all, changed.into_values().collect())
}

/// The first row of a lead says what undoing goes by.
fn hold(row: &mut Model, place: Place, written: &Written, effects: &Effects) {
    row.version = Some(place.version);
    if let Some((_, (was, became))) = written.updated.get(&place.lead) {
        row.was = Some(Value::Object(was.clone()));
        row.became = Some(Value::Object(became.clone()));
    }
    row.joined_list = effects.list.contains(&place.lead);
    row.joined_campaign = effects.campaign.contains(&place.lead);
}

/// The holder after its lead was changed once more: what it was before the import stays, what it is by it follows.
fn again(holder: &Model, place: Place, written: &Written) -> Option<Model> {
    let (_, (was, became)) = written.updated.get(&place.lead)?;
    let mut holder = holder.clone();
    holder.version = Some(place.version);
    if holder.outcome != RowOutcome::Created {
        let object =
            |value: &Option<Value>| value.as_ref().and_then(Value::as_object).cloned().unwrap_or_default();
        let (mut old, mut new) = (object(&holder.was), object(&holder.became));
        for (column, value) in was {
            old.entry(column.clone()).or_insert_with(|| value.clone());
        }
        new.extend(became.clone());
        (holder.was, holder.became) = (Some(Value::Object(old)), Some(Value::Object(new)));
        holder.outcome = RowOutcome::Updated;
    }
    Some(holder)
}

fn blank(import: &Import, line: i64, outcome: RowOutcome) -> Model {
    Model {
        id: ImportRowId::new(),
        agency_id: import.agency_id,
        import_id: import.id,
        line,
        outcome,
        lead_id: None,
        version: None,
        was: None,
        became: None,
        company_id: None,
        joined_list: false,
        joined_campaign: false,
        problems: None,
        undone: None,
    }
}

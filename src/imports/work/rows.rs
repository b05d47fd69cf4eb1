//! Rows of the book of an import: what became of each line, and how many of each outcome.

use super::judge::Verdict;
use crate::crm::leads::upsert::many::{Difference, Written};
use entity::{
    ids::{CompanyId, ImportRowId, LeadId},
    import::Model as Import,
    import_parts::{ImportCounts, RowProblems},
    import_row::{Model, RowOutcome},
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Problems that are told of one row: it can have one for each of its columns.
const PROBLEMS: usize = 20;

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
    /// Their version when they were met.
    pub met: i32,
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
            row.problems = Some(RowProblems(verdict.problems.iter().take(PROBLEMS).cloned().collect()));
        }
        if let Some(place) = verdict.place.map(|place| places[place]) {
            row.lead_id = Some(place.lead);
            row.company_id = place.company.filter(|id| companies.remove(id));
            match effects.holders.get(&place.lead) {
                Some(holder) if place.first == at => {
                    row.outcome = RowOutcome::Duplicate;
                    if let Some((_, difference)) = written.updated.get(&place.lead) {
                        changed.insert(place.lead, again(holder, place, difference));
                    }
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

/// The holder after its lead was changed once more: what it was before the import stays, what it is by it follows. What
/// somebody else made of it while the import was under way is not the import's: then the version stays behind, so that
/// undoing finds another, and their value is the one to put back.
fn again(holder: &Model, place: Place, (was, became): &Difference) -> Model {
    let mut holder = holder.clone();
    if holder.version == Some(place.met) {
        holder.version = Some(place.version);
    }
    if holder.outcome != RowOutcome::Created {
        let object =
            |value: &Option<Value>| value.as_ref().and_then(Value::as_object).cloned().unwrap_or_default();
        let (mut old, mut new) = (object(&holder.was), object(&holder.became));
        for (column, value) in was {
            // The words searched in are put back with the company alone.
            let by = if column == "search_text" { "company_id" } else { column };
            let is_theirs = new.get(by).zip(was.get(by)).is_some_and(|(set, met)| set != met);
            if is_theirs || !old.contains_key(column) {
                old.insert(column.clone(), value.clone());
            }
        }
        new.extend(became.clone());
        (holder.was, holder.became) = (Some(Value::Object(old)), Some(Value::Object(new)));
        holder.outcome = RowOutcome::Updated;
    }
    holder
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

#[cfg(test)]
mod tests {
    use super::*;
    use entity::ids::{AgencyId, ImportId};
    use serde_json::{Map, json};

    /// A row of this outcome that left its lead at version 1, with a title and a company that replaced others.
    fn held(outcome: RowOutcome) -> (Model, Place) {
        let lead = LeadId::new();
        let row = Model {
            id: ImportRowId::new(),
            agency_id: AgencyId::new(),
            import_id: ImportId::new(),
            line: 2,
            outcome,
            lead_id: Some(lead),
            version: Some(1),
            was: Some(json!({ "title": "A", "company_id": "a", "search_text": "a" })),
            became: Some(json!({ "title": "B", "company_id": "b", "search_text": "b" })),
            company_id: None,
            joined_list: false,
            joined_campaign: false,
            problems: None,
            undone: None,
        };
        (row, Place { lead, version: 2, met: 1, company: None, first: 0 })
    }

    fn object(value: Value) -> Map<String, Value> {
        value.as_object().cloned().unwrap()
    }

    #[test]
    fn a_holder_follows_what_the_import_does_and_nobody_else() {
        let (holder, place) = held(RowOutcome::Created);
        let change = (object(json!({ "city": null })), object(json!({ "city": "Rome" })));
        assert_eq!(again(&holder, place, &change).version, Some(2));
        // Somebody was faster.
        let met = Place { met: 2, version: 3, ..place };
        assert_eq!(again(&holder, met, &change).version, Some(1), "undoing is to find another version");
    }

    #[test]
    fn what_is_put_back_is_what_people_made_of_it() {
        let (holder, place) = held(RowOutcome::Unchanged);
        let ours = (
            object(json!({ "title": "B", "search_text": "b" })),
            object(json!({ "title": "D", "search_text": "d" })),
        );
        let is = again(&holder, place, &ours);
        assert_eq!(is.was, holder.was);
        assert_eq!(is.became, Some(json!({ "title": "D", "company_id": "b", "search_text": "d" })));
        assert_eq!(is.outcome, RowOutcome::Updated);
        let theirs = (object(json!({ "title": "C", "search_text": "c" })), ours.1.clone());
        let was = again(&holder, place, &theirs).was;
        assert_eq!(was, Some(json!({ "title": "C", "company_id": "a", "search_text": "a" })));
        let moved = json!({ "company_id": "c", "search_text": "c" });
        let was =
            again(&holder, place, &(object(moved), object(json!({ "company_id": "d", "search_text": "d" }))))
                .was;
        assert_eq!(was, Some(json!({ "title": "A", "company_id": "c", "search_text": "c" })));
    }
}

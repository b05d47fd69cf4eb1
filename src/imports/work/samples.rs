//! A few rows of a plan with what would happen to them, looked at anew: nothing personal is kept in a plan.

use super::{
    ahead::known,
    judge::{How, Judged, conflict, judge, prepare},
    task::source,
};
use crate::{
    crm::leads::upsert::many::Slot,
    imports::{file::Position, rows::RowReader},
    kernel::{
        app::App,
        error::{Error, Result},
        permission::Permission,
        scope::Scope,
    },
};
use entity::{ids::LeadId, import::Model, import_parts::RowProblem, import_row::RowOutcome, lead};
use serde_json::{Map, Value};

/// A row of a plan.
#[derive(Clone, Debug)]
pub struct Sample {
    pub line: i64,
    pub outcome: RowOutcome,
    /// The lead there is.
    pub lead: Option<LeadId>,
    /// Field, what it is, what it would be.
    pub changes: Vec<(String, Option<Value>, Option<Value>)>,
    pub problems: Vec<RowProblem>,
}

/// The plan's samples of this outcome, or of all; none once the file is thrown away.
pub async fn samples(
    app: &App,
    scope: &Scope,
    import: &Model,
    outcome: Option<RowOutcome>,
) -> Result<Vec<Sample>> {
    scope.require(Permission::Read)?;
    let Some(plan) = &import.plan else { return Ok(vec![]) };
    let wanted = plan.samples.iter().filter(|sample| outcome.is_none_or(|outcome| sample.outcome == outcome));
    let path = match source(app, scope, import).await {
        Err(Error::NotFound(_)) => return Ok(vec![]),
        found => found?,
    };
    let mut rows = vec![];
    let mut found = vec![];
    for sample in wanted {
        let number = |value: i64| u64::try_from(value).unwrap_or(0);
        let from = Position { offset: number(sample.offset), line: number(sample.line) };
        let row = RowReader::open(&path, import, from)?.row()?;
        rows.extend(row.map(|row| prepare(import, row)).transpose()?);
        found.push((sample.line, sample.outcome));
    }
    let how = How { is_held: false, is_apart: &|_| false };
    let known = known((app, scope), import, &rows).await?;
    let judged = judge((app, scope), &scope.read(app), import, (rows, &known), how).await?;
    let Judged { verdicts, book, .. } = judged;
    let shown = verdicts.into_iter().zip(found).map(|(verdict, (line, outcome))| -> Result<Sample> {
        if outcome == RowOutcome::Conflicting && verdict.outcome != outcome {
            // With somebody further up in the file, who is not looked at here.
            let problems = vec![conflict("linkedinUrl")];
            return Ok(Sample { line, outcome, lead: None, changes: vec![], problems });
        }
        let slot = verdict.place.and_then(|place| book.slots.get(place));
        let lead = slot.and_then(|slot| slot.was.as_ref()).map(|was| was.id);
        let changes = slot.map(changes).transpose()?.unwrap_or_default();
        Ok(Sample { line, outcome, lead, changes, problems: verdict.problems })
    });
    shown.collect()
}

/// Columns that follow others, or that nobody gave.
const SILENT: [&str; 14] = [
    "id",
    "agency_id",
    "workspace_id",
    "sort_name",
    "search_text",
    "email_key",
    "phone_key",
    "linkedin_key",
    "created_by",
    "version",
    "created_at",
    "updated_at",
    "last_activity_at",
    "company_id",
];

/// A column, what stood in it, what will.
type Change = (String, Option<Value>, Option<Value>);

fn changes(slot: &Slot) -> Result<Vec<Change>> {
    let fields = |row: &lead::Model| -> Result<Map<String, Value>> {
        Ok(serde_json::to_value(row)?.as_object().cloned().unwrap_or_default())
    };
    let blank = crate::crm::leads::blank();
    let (was, is) = (fields(slot.was.as_ref().unwrap_or(&blank))?, fields(&slot.is)?);
    let some =
        |value: Value| Some(value).filter(|value| !value.is_null() && *value != Value::String(String::new()));
    let both =
        was.into_iter().zip(is).filter(|((column, a), (_, b))| a != b && !SILENT.contains(&column.as_str()));
    let mut all: Vec<_> = both.map(|((column, a), (_, b))| (camel(&column), some(a), some(b))).collect();
    if let Some(name) = &slot.employer {
        all.push(("company".to_owned(), None, Some(Value::String(name.clone()))));
    }
    Ok(all)
}

fn camel(column: &str) -> String {
    let mut words = column.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |mut all, word| {
        let mut letters = word.chars();
        all.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        all.push_str(letters.as_str());
        all
    })
}

//! One step of somebody's waterfall: reads what is on file, makes at most one call, says what has to be written.

use super::{
    ask::{Answer, Desk, Entry, OVER_BUDGET, Question, provider},
    cache::{Filed, Files, Filing, Told},
    call, doubt,
};
use crate::{
    connections::{self, ActiveSource},
    connectors::{ConnectorError, Rejection, Retry, facts::Person},
    jobs::{self, Progress},
    kernel::{error::Result, provider::CutOff, tx::Tx},
    prospecting::{
        dossier::{Asked, Dossier},
        waterfall::{self, Call, Capability, Done, Next, Outcome, Plan, State},
    },
};
use chrono::{DateTime, TimeDelta};
use entity::ids::DataSourceId;
use std::time::Duration;

/// Longest wait for a provider's limit, and how often one person's file waits.
const PATIENCE: Duration = Duration::from_secs(10);
const WAITS: u32 = 6;
/// Waiting so long for our own budget is no trouble, however often.
const SHORT: Duration = Duration::from_secs(2);
/// How long an answer stands.
const KNOWN_FOR: TimeDelta = TimeDelta::days(30);
const BUSY: Duration = Duration::from_millis(300);

/// How asking about a person is called in the books.
pub const ENRICH_PERSON: &str = "enrich_person";
pub(super) const FIND_EMAIL: &str = "find_email";

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// Another step.
    Again,
    /// Another step, not before this.
    Wait(Duration),
    Done(Done),
}

/// What one step has to write, and what follows.
pub struct Step {
    pub then: Then,
    entry: Option<Entry>,
    filings: Vec<Filing>,
    cut_offs: Vec<CutOff>,
    refused: Option<(DataSourceId, ConnectorError)>,
    troubles: Vec<Trouble>,
}

/// Source (by name) and reason of what went wrong.
pub type Trouble = (String, String);

impl Step {
    fn new(then: Then) -> Self {
        Self { then, entry: None, filings: vec![], cut_offs: vec![], refused: None, troubles: vec![] }
    }

    /// Writes books, files and log lines; what went wrong is the caller's to tell. Late in a transaction: takes the job's row.
    pub async fn write(self, tx: &mut Tx, desk: &Desk<'_>) -> Result<Vec<Trouble>> {
        if self.entry.is_some() {
            // Held before anything is filed: tasks of one job may file under the same keys.
            jobs::progress(tx, desk.job, Progress::default()).await?;
        }
        for filing in &self.filings {
            filing.write(tx).await?;
        }
        if let Some(entry) = self.entry {
            entry.write(tx, desk).await?;
        }
        for cut_off in &self.cut_offs {
            jobs::cut_off(tx, desk.job, cut_off).await?;
        }
        if let Some((source, error)) = &self.refused {
            connections::refused(tx, *source, error).await?;
        }
        Ok(self.troubles)
    }
}

/// Walks on until a call was made, or nothing is left to do. What was learnt from the files on the way is handed back before
/// anybody is asked: it may show that they must not be contacted. `budget_micros`: what may still be spent.
pub async fn step(
    desk: &Desk<'_>,
    sources: &[ActiveSource],
    plan: &Plan,
    dossier: &mut Dossier,
    budget_micros: Option<u64>,
) -> Result<Step> {
    let mut step = Step::new(Then::Again);
    for (source, filing) in doubt::enter(desk, sources, dossier).await? {
        step.filings.extend(filing);
        step.troubles.push((source, "unknown_outcome".to_owned()));
    }
    let answers = dossier.calls.len();
    loop {
        let known = dossier.known();
        let files = Files::open(desk, sources, &waterfall::fact_keys(plan, &known)).await?;
        let state =
            State { known: &known, attempts: &dossier.attempts, cached: &files.entries(), budget_micros };
        let call = match waterfall::next(plan, &state).next {
            Next::Call(call) => call,
            Next::Done(done) => {
                step.then = Then::Done(done);
                return Ok(step);
            }
        };
        let Some(source) = find(sources, &call.source) else {
            dossier.tried(&call, Outcome::Failed);
            continue;
        };
        dossier.providers.insert(call.source.clone(), provider(source.kind).to_owned());
        match files.read(&call.source, &call.fact_key) {
            Some(filed) => {
                take(dossier, &call, filed.clone(), 0);
            }
            None if dossier.calls.len() > answers => return Ok(step),
            None if ask(desk, source, &call, dossier, &mut step).await? => return Ok(step),
            None => {}
        }
    }
}

fn find<'a>(sources: &'a [ActiveSource], id: &str) -> Option<&'a ActiveSource> {
    sources.iter().find(|source| source.id.is_some_and(|own| own.to_string() == id))
}

/// Asks; `true`: that was this step's call.
async fn ask(
    desk: &Desk<'_>,
    source: &ActiveSource,
    call: &Call,
    dossier: &mut Dossier,
    step: &mut Step,
) -> Result<bool> {
    let Some((price, asked)) = call::prepare(source, call) else {
        dossier.tried(call, Outcome::Failed);
        return Ok(false);
    };
    let question =
        Question { operation: operation(call.capability), fact: &call.fact_key, price, known_for: KNOWN_FOR };
    match desk.ask(source, question, asked).await? {
        Answer::Fresh { value, at, entry } => {
            let cost = entry.cost_micros;
            let filed = value.map(|told| Filed { told, at, call: entry.call() });
            step.entry = Some(entry);
            let outcome = match filed.clone() {
                Some(filed) => take(dossier, call, filed, cost),
                None => taken(dossier, call, Outcome::Negative),
            };
            let who = (outcome == Outcome::Found).then(|| dossier.known());
            step.filings.push(Filing::of(desk.app, source, call, filed, who.as_ref()));
            Ok(true)
        }
        Answer::Known { value, at, call: id } => {
            match value {
                Some(told) => take(dossier, call, Filed { told, at, call: Some(id) }, 0),
                None => taken(dossier, call, Outcome::Negative),
            };
            Ok(false)
        }
        Answer::Busy => {
            step.then = Then::Wait(BUSY);
            Ok(true)
        }
        Answer::Unknown(cut_off) => {
            dossier.tried(call, Outcome::Unknown);
            step.filings.extend(unknown(desk, source, call, dossier));
            step.troubles.push((source.name.clone(), "unknown_outcome".to_owned()));
            step.cut_offs.push(cut_off);
            Ok(false)
        }
        Answer::OverBudget(_) => {
            dossier.tried(call, Outcome::Failed);
            step.troubles.push((source.name.clone(), OVER_BUDGET.to_owned()));
            Ok(false)
        }
        Answer::Failed { error, entry } => {
            step.entry = entry;
            if error.is_outcome_unknown() {
                step.filings.extend(unknown(desk, source, call, dossier));
            }
            failed(desk, source, call, (dossier, step), error);
            Ok(true)
        }
    }
}

/// A person who may have been paid for is not asked about under another name either.
fn unknown(desk: &Desk<'_>, source: &ActiveSource, call: &Call, dossier: &Dossier) -> Option<Filing> {
    let is_person = call.capability == Capability::EnrichPerson;
    is_person.then(|| Filing::unknown(desk.app, source, Some(&call.fact_key), &dossier.known()))
}

fn failed(
    desk: &Desk<'_>,
    source: &ActiveSource,
    call: &Call,
    (dossier, step): (&mut Dossier, &mut Step),
    error: ConnectorError,
) {
    if matches!(error, ConnectorError::Rejected { rejection: Rejection::Forbidden451, .. }) {
        let person = Person { is_forbidden: true, ..Person::default() };
        let filed = Filed { told: Told::Person(person), at: DateTime::UNIX_EPOCH, call: None };
        // On file, so that the next request does not ask about them either.
        step.filings.push(Filing::of(desk.app, source, call, Some(filed.clone()), None));
        take(dossier, call, filed, 0);
        return;
    }
    if let ConnectorError::Held { after } = error
        && after <= SHORT
    {
        // Our own budget paces us: no trouble, only a turn. Not all who wait come back at once.
        step.then = Then::Wait(after.max(BUSY).mul_f64(1.0 + 2.0 * desk.app.random().unit()));
        return;
    }
    let wait = match (error.retry(), error.is_outcome_unknown()) {
        (Retry::Later(after), false) => Some(after.unwrap_or(Duration::from_secs(1))),
        _ => None,
    };
    match wait.filter(|wait| *wait <= PATIENCE && dossier.waits < WAITS) {
        Some(wait) => {
            dossier.waits += 1;
            step.then = Then::Wait(wait.max(BUSY));
        }
        None => {
            let outcome = if error.is_outcome_unknown() { Outcome::Unknown } else { Outcome::Failed };
            dossier.tried(call, outcome);
            step.troubles.push((source.name.clone(), error.name().to_owned()));
            step.refused = source.id.map(|id| (id, error));
        }
    }
}

/// Takes an answer in.
fn take(dossier: &mut Dossier, call: &Call, filed: Filed, cost_micros: i64) -> Outcome {
    let asked = Asked {
        source: call.source.clone(),
        at: filed.at,
        call: filed.call,
        cost_micros,
        fields: call.fields.clone(),
    };
    let outcome = match (filed.told, &call.inputs) {
        (Told::Person(person), _) => dossier.learn(asked, person),
        (Told::Company(company), _) => dossier.learn_company(asked, company),
        (Told::Check(check), waterfall::Inputs::Email { address }) => {
            dossier.learn_check(asked, address, check)
        }
        (Told::Check(_), _) => Outcome::Failed,
        (Told::CutOff, _) => Outcome::Unknown,
    };
    taken(dossier, call, outcome)
}

fn taken(dossier: &mut Dossier, call: &Call, outcome: Outcome) -> Outcome {
    dossier.tried(call, outcome);
    outcome
}

fn operation(capability: Capability) -> &'static str {
    match capability {
        Capability::FindEmail => FIND_EMAIL,
        Capability::VerifyEmail => "verify_email",
        Capability::EnrichPerson => ENRICH_PERSON,
        Capability::EnrichCompany => "enrich_company",
    }
}

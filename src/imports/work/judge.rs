//! What becomes of rows: read, held against whom not to contact, against companies and leads there are. Writes nothing.

use crate::{
    consent::{self, Party, Within},
    crm::{
        companies::CompanyPatch,
        companies::many::{Companies, match_many},
        keys,
        leads::upsert::many::{
            Book, Candidate, Employer, Fate, Ground, Known, Rules, Test, Weighed, candidate, weigh,
        },
    },
    imports::rows::Row,
    kernel::{
        app::App,
        error::{FieldProblem, Result},
        patch::Patch,
        scope::Scope,
    },
};
use entity::{
    ids::LeadId,
    import::{Model, OnDuplicate, OnInvalid},
    import_parts::RowProblem,
    import_row::RowOutcome,
    lead::LeadStatus,
};
use sea_orm::ConnectionTrait;
use std::collections::BTreeSet;

/// What becomes of one row.
#[derive(Debug)]
pub struct Verdict {
    pub line: i64,
    pub offset: i64,
    pub outcome: RowOutcome,
    /// Whom it is about, in the book.
    pub place: Option<usize>,
    pub problems: Vec<RowProblem>,
    pub is_foreign: bool,
}

/// A row, as far as it can be judged by itself.
#[derive(Debug)]
pub struct Prepared {
    verdict: Verdict,
    /// Whom it is about, unless it is no row.
    person: Option<Person>,
}

#[derive(Debug)]
struct Person {
    party: Party,
    company: Option<CompanyPatch>,
    candidate: Candidate,
}

/// What becomes of some rows.
#[derive(Debug)]
pub struct Judged {
    pub verdicts: Vec<Verdict>,
    /// Which row each slot of the book was made or met by first.
    pub first: Vec<usize>,
    pub book: Book,
    pub companies: Companies,
}

/// How rows are judged.
#[derive(Clone, Copy)]
pub struct How<'a> {
    /// Leads that are met stay as they are until the end of the transaction.
    pub is_held: bool,
    /// Who has an address that somebody else of the file has, who is no lead yet.
    pub is_apart: Test<'a>,
}

/// All that needs nobody's answer: most of what a processor has to do for a row.
pub fn prepare(import: &Model, row: Row) -> Result<Prepared> {
    let leaves_out = leaves_out(import);
    let verdict = before(&row, leaves_out);
    if verdict.outcome != RowOutcome::Created {
        return Ok(Prepared { verdict, person: None });
    }
    let mut party = party(&row);
    let Row { values, company, .. } = row;
    let country = given(&values.country);
    let candidate = candidate((import.agency_id, import.workspace_id), values, leaves_out)?;
    // Numbers in their normal form; not taken apart twice.
    let number = |text: String| keys::phone(&text, country.as_deref()).unwrap_or(text);
    let row = candidate.row();
    party.phone = row.and_then(|row| row.phone_key.clone()).or_else(|| party.phone.map(number));
    party.whatsapp = row.and_then(|row| row.whatsapp.clone()).or_else(|| party.whatsapp.map(number));
    Ok(Prepared { verdict, person: Some(Person { party, company, candidate }) })
}

impl Prepared {
    pub fn candidate(&self) -> Option<&Candidate> {
        self.person.as_ref().map(|person| &person.candidate)
    }
}

fn leaves_out(import: &Model) -> bool {
    import.on_invalid == OnInvalid::LeaveOut
}

/// Judges rows in their order. `met`: the leads they may be ([`many::known`](crate::crm::leads::upsert::many::known)).
pub async fn judge(
    (app, scope): (&App, &Scope),
    c: &impl ConnectionTrait,
    import: &Model,
    (rows, met): (Vec<Prepared>, &BTreeSet<LeadId>),
    How { is_held, is_apart }: How<'_>,
) -> Result<Judged> {
    let ground = Ground { workspace: import.workspace_id, made_by: import.created_by, now: app.now() };
    let mut verdicts = Vec::with_capacity(rows.len());
    let (mut asked, mut people, mut open) = (vec![], vec![], vec![]);
    for (at, Prepared { verdict, person }) in rows.into_iter().enumerate() {
        verdicts.push(verdict);
        if let Some(Person { party, company, candidate }) = person {
            open.push((at, party));
            people.push((at, candidate));
            asked.push(company);
        }
    }
    let companies = match_many(scope, c, ground, asked).await?;
    let company = |nth: usize| companies.places[nth].map(|place| companies.at(place).0);
    for (nth, (_, party)) in open.iter_mut().enumerate() {
        // Of a company that only its name is given of, the domain may be known.
        let domain = company(nth).and_then(|company| company.domain.clone());
        party.domain = party.domain.take().or(domain);
    }
    let mut book = Book::read(scope, c, (import.workspace_id, is_held), met).await?;
    suppress((app, scope), c, import, open, (&mut verdicts, &mut book)).await?;
    let (mut places, mut candidates) = (vec![], vec![]);
    for (nth, (at, mut candidate)) in people.into_iter().enumerate() {
        if verdicts[at].outcome == RowOutcome::Created {
            candidate.employer = company(nth).map(|row| Employer { id: row.id, name: row.name.clone() });
            places.push(at);
            candidates.push(candidate);
        }
    }
    let (known, leaves_out) = (known(import.on_duplicate), leaves_out(import));
    let rules = Rules { known, leaves_out, is_apart };
    let Weighed { fates, problems, book } = weigh(ground, candidates, book, rules)?;
    for ((at, fate), wrong) in places.iter().zip(fates).zip(problems) {
        let verdict = &mut verdicts[*at];
        (verdict.outcome, verdict.place) = outcome(&fate);
        verdict.problems.extend(wrong.into_iter().map(told));
        match fate {
            Fate::Conflicting(field) => verdict.problems.push(conflict(field)),
            Fate::Barred => verdict.problems.push(suppressed()),
            _ => {}
        }
    }
    let first = book.slots.iter().map(|slot| places.get(slot.first).copied().unwrap_or(usize::MAX)).collect();
    Ok(Judged { verdicts, first, book, companies })
}

fn told(problem: FieldProblem) -> RowProblem {
    RowProblem { field: Some(problem.path), message: problem.message }
}

fn known(on_duplicate: OnDuplicate) -> Known {
    match on_duplicate {
        OnDuplicate::Update => Known::Update,
        OnDuplicate::Fill => Known::Fill,
        OnDuplicate::Skip => Known::Skip,
    }
}

/// What the row alone says: CREATED stands for "go on".
fn before(row: &Row, leaves_out: bool) -> Verdict {
    let is_out = row.is_broken || (!row.problems.is_empty() && !leaves_out);
    Verdict {
        line: row.line,
        offset: row.offset,
        outcome: if is_out { RowOutcome::Invalid } else { RowOutcome::Created },
        place: None,
        problems: row.problems.clone(),
        is_foreign: row.is_foreign,
    }
}

/// Rows, and the leads that they may turn out to be: all are asked about at once.
async fn suppress(
    (app, scope): (&App, &Scope),
    c: &impl ConnectionTrait,
    import: &Model,
    open: Vec<(usize, Party)>,
    (verdicts, book): (&mut [Verdict], &mut Book),
) -> Result<()> {
    let (places, mut parties): (Vec<usize>, Vec<Party>) = open.into_iter().unzip();
    parties.extend(book.slots.iter().map(|slot| Party::of(&slot.is)));
    let within = Within { workspace: Some(import.workspace_id), campaign: import.campaign_id };
    let mut hits = consent::check(app, scope, within, &parties, c).await?;
    let of_leads = hits.split_off(places.len());
    for (slot, hits) in book.slots.iter_mut().zip(of_leads) {
        slot.is_barred = !hits.is_empty() || slot.is.status == LeadStatus::Unsubscribed;
    }
    for (at, hits) in places.into_iter().zip(hits) {
        if !hits.is_empty() {
            verdicts[at].outcome = RowOutcome::Suppressed;
            verdicts[at].problems.push(suppressed());
        }
    }
    Ok(())
}

fn suppressed() -> RowProblem {
    let message = "somebody who may be contacted; a suppression holds for this one".to_owned();
    RowProblem { field: None, message }
}

/// How the person is reached, as written.
fn party(row: &Row) -> Party {
    let v = &row.values;
    Party {
        email: given(&v.email),
        phone: given(&v.phone),
        whatsapp: given(&v.whatsapp),
        linkedin: given(&v.linkedin_url),
        domain: row.domain.clone(),
    }
}

fn given(value: &Patch<String>) -> Option<String> {
    if let Patch::Set(text) = value { Some(text.clone()) } else { None }
}

fn outcome(fate: &Fate) -> (RowOutcome, Option<usize>) {
    match fate {
        Fate::New(place) => (RowOutcome::Created, Some(*place)),
        Fate::Met(place, true) => (RowOutcome::Updated, Some(*place)),
        Fate::Met(place, false) => (RowOutcome::Unchanged, Some(*place)),
        Fate::Skipped(place) => (RowOutcome::Skipped, Some(*place)),
        Fate::Again(place, _) => (RowOutcome::Duplicate, Some(*place)),
        Fate::Conflicting(_) => (RowOutcome::Conflicting, None),
        Fate::Barred => (RowOutcome::Suppressed, None),
        Fate::Invalid => (RowOutcome::Invalid, None),
    }
}

/// Why two people are not taken for one.
pub(super) fn conflict(field: &str) -> RowProblem {
    let message =
        "the one that the lead with this e-mail address has; they are two people, or one of the two is wrong";
    RowProblem { field: Some(field.to_owned()), message: message.to_owned() }
}

//! What becomes of each of many people. Writes nothing.

use super::book::{Book, KEYS, Slot};
use crate::{
    crm::leads::{
        row::blank::BLANK,
        upsert::{
            Source,
            merge::{forget, merged},
        },
        values::{LeadPatch, apply},
    },
    kernel::{
        error::{Error, FieldProblem, Result},
        patch::Patch,
    },
};
use chrono::{DateTime, Utc};
use entity::{
    ids::{ActorId, AgencyId, CompanyId, LeadId, WorkspaceId},
    lead::Model,
};

/// The company somebody works for.
#[derive(Clone, Debug)]
pub struct Employer {
    pub id: CompanyId,
    pub name: String,
}

/// Somebody who may be known already.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// `None`: that is no person.
    probe: Option<Probe>,
    /// The values that are malformed.
    problems: Vec<FieldProblem>,
    pub employer: Option<Employer>,
}

/// The person as a lead of nobody else, with the values that made it. Without the company.
#[derive(Clone, Debug)]
struct Probe {
    values: LeadPatch,
    row: Model,
}

/// What becomes of people who are leads already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// What is given replaces what is there.
    Update,
    /// What is given fills what is empty.
    Fill,
    /// They stay as they are.
    Skip,
}

/// Of somebody who is about to be weighed.
pub type Test<'a> = &'a (dyn Fn(&Model) -> bool + Sync);

/// How to decide.
#[derive(Clone, Copy)]
pub struct Rules<'a> {
    pub known: Known,
    /// A malformed value is left out, instead of the whole person.
    pub leaves_out: bool,
    /// Whose address is known of somebody with another profile, who is no lead yet: a plan writes nothing, and remembers.
    pub is_apart: Test<'a>,
}

/// Where new leads would stand.
#[derive(Clone, Copy, Debug)]
pub struct Ground {
    pub workspace: WorkspaceId,
    /// Whose leads they are.
    pub made_by: Option<ActorId>,
    pub now: DateTime<Utc>,
}

/// What becomes of somebody. Places are of the book.
#[derive(Clone, Debug)]
pub enum Fate {
    /// Nobody was known by these keys.
    New(usize),
    /// Is a lead already; `true`: and is known better now.
    Met(usize, bool),
    /// Is a lead already, and stays as it is.
    Skipped(usize),
    /// The same person as an earlier one of this call; `true`: and is known better now.
    Again(usize, bool),
    /// The keys are of two people; the field that says so.
    Conflicting(&'static str),
    /// Is a lead already who must not be contacted.
    Barred,
    /// Nothing says who it is, or a value is malformed.
    Invalid,
}

/// What becomes of everybody.
#[derive(Clone, Debug)]
pub struct Weighed {
    pub fates: Vec<Fate>,
    /// Of each: the values that were malformed, or belong to somebody else.
    pub problems: Vec<Vec<FieldProblem>>,
    pub book: Book,
}

/// Weighs people in their order. `book`: the leads that have a key of theirs, looked for ([`super::known`]) with them or
/// shortly before: who is not what they were by now is taken as they are, and who came in between is met by the database's
/// own rule that a key is one lead's.
pub fn weigh(
    ground: Ground,
    candidates: Vec<Candidate>,
    mut book: Book,
    rules: Rules<'_>,
) -> Result<Weighed> {
    let (mut problems, mut fates) = (vec![], Vec::with_capacity(candidates.len()));
    for (at, Candidate { probe, problems: mut wrong, employer }) in candidates.into_iter().enumerate() {
        fates.push(match probe {
            Some(probe) => place(&mut book, at, grounded(probe, ground, employer), rules, &mut wrong)?,
            None => Fate::Invalid,
        });
        problems.push(wrong);
    }
    Ok(Weighed { fates, problems, book })
}

/// What can be said of somebody before anybody is looked for. Pure, and most of the work.
pub fn candidate(
    (agency, workspace): (AgencyId, WorkspaceId),
    mut values: LeadPatch,
    leaves_out: bool,
) -> Result<Candidate> {
    let person = |values: &LeadPatch| -> Result<Result<Model, Vec<FieldProblem>>> {
        let mut row =
            Model { id: LeadId::new(), agency_id: agency, workspace_id: workspace, ..BLANK.clone() };
        match apply(&mut row, values.clone()) {
            Ok(()) => Ok(Ok(row)),
            Err(Error::Invalid(wrong)) => Ok(Err(wrong)),
            Err(error) => Err(error),
        }
    };
    let (mut found, mut problems) = (person(&values)?, vec![]);
    if let Err(wrong) = &mut found {
        problems = std::mem::take(wrong);
        if leaves_out {
            forget_all(&mut values, &problems);
            found = person(&values)?;
        }
    }
    Ok(Candidate { probe: found.ok().map(|row| Probe { values, row }), problems, employer: None })
}

impl Candidate {
    /// The person as a lead of nobody else; `None`: that is no person.
    #[must_use]
    pub fn row(&self) -> Option<&Model> {
        self.probe.as_ref().map(|probe| &probe.row)
    }
}

type Grounded = (LeadPatch, Model, Option<String>);

fn grounded(Probe { mut values, row }: Probe, ground: Ground, employer: Option<Employer>) -> Grounded {
    let company = employer.as_ref().map(|employer| employer.id);
    values.company = company.map_or(Patch::Keep, Patch::Set);
    let row = Model {
        company_id: company,
        created_by: ground.made_by,
        created_at: ground.now,
        updated_at: ground.now,
        last_activity_at: Some(ground.now),
        ..row
    };
    (values, row, employer.map(|employer| employer.name))
}

/// Address before LinkedIn profile before phone, as one by one.
fn place(
    book: &mut Book,
    at: usize,
    (mut values, mut row, employer): Grounded,
    rules: Rules<'_>,
    problems: &mut Vec<FieldProblem>,
) -> Result<Fate> {
    let [email, linkedin, phone] = book.hits(&row);
    let differs = |book: &Book, place: usize, key: usize| matches!((KEYS[key].0(&book.slots[place].is), KEYS[key].0(&row)), (Some(a), Some(b)) if a != b);
    if (rules.is_apart)(&row) {
        return Ok(Fate::Conflicting(KEYS[1].1));
    }
    let known = match (email, linkedin, phone) {
        (Some(place), ..) if differs(book, place, 1) => return Ok(Fate::Conflicting(KEYS[1].1)),
        (Some(place), ..) | (None, Some(place), _) => Some(place),
        // A number is often a switchboard's.
        (None, None, Some(place)) if differs(book, place, 0) || differs(book, place, 1) => {
            problems.push(taken("phone"));
            row.phone_key = None;
            None
        }
        (None, None, phone) => phone,
    };
    let Some(place) = known else {
        let new = Slot { was: None, is: row, first: at, employer, is_barred: false };
        return Ok(Fate::New(book.enter(new)));
    };
    if book.slots[place].is_barred {
        return Ok(Fate::Barred);
    }
    // A number is of the country its own row names: by another it would be one that nobody was looked for by.
    let theirs = &book.slots[place].is.country;
    if rules.known == Known::Fill && theirs.is_some() && row.country.is_some() && row.country != *theirs {
        for (number, key) in [(&mut values.phone, &row.phone_key), (&mut values.whatsapp, &row.whatsapp)] {
            if let (Patch::Set(number), Some(key)) = (number, key) {
                number.clone_from(key);
            }
        }
    }
    meet(book, (place, at), (values, employer), rules, problems)
}

fn meet(
    book: &mut Book,
    (place, at): (usize, usize),
    (mut values, employer): (LeadPatch, Option<String>),
    rules: Rules<'_>,
    problems: &mut Vec<FieldProblem>,
) -> Result<Fate> {
    let slot = &mut book.slots[place];
    let is_again = slot.first != usize::MAX;
    if rules.known == Known::Skip {
        slot.first = slot.first.min(at);
        return Ok(if is_again { Fate::Again(place, false) } else { Fate::Skipped(place) });
    }
    let source = if rules.known == Known::Fill { Source::Machine } else { Source::Person };
    let was = book.slots[place].is.clone();
    let merge = |values: &LeadPatch| merged(&was, values.clone(), source, &|_| false);
    let mut is = match merge(&values) {
        Ok(is) => is,
        Err(Error::Invalid(wrong)) => {
            forget_all(&mut values, &wrong);
            problems.extend(wrong);
            match merge(&values) {
                Ok(is) if rules.leaves_out => is,
                Ok(_) | Err(Error::Invalid(_)) => return Ok(Fate::Invalid),
                Err(error) => return Err(error),
            }
        }
        Err(error) => return Err(error),
    };
    for (key, hit) in book.hits(&is).into_iter().enumerate() {
        if hit.is_some_and(|hit| hit != place) {
            forget(&mut values, KEYS[key].1);
            problems.push(taken(KEYS[key].1));
        }
    }
    if !problems.is_empty() {
        is = merge(&values)?;
    }
    let is_better = is != was;
    if is.company_id != was.company_id {
        book.slots[place].employer = employer;
    }
    book.change(place, is);
    if is_again {
        return Ok(Fate::Again(place, is_better));
    }
    book.slots[place].first = at;
    Ok(Fate::Met(place, is_better))
}

/// Says nothing any more of what is wrong.
fn forget_all(values: &mut LeadPatch, wrong: &[FieldProblem]) {
    for problem in wrong {
        forget(values, problem.path.split('.').next().unwrap_or_default());
    }
}

fn taken(field: &str) -> FieldProblem {
    FieldProblem::new(field, "a value that no other lead of the workspace has; left out")
}

//! A lead being changed inside a transaction: what it was, what it becomes. Every verb opens one, changes it, saves it.

use super::{numbers::Why, told};
use crate::{
    crm::{
        campaigns::counts,
        events::people::LeadRef,
        leads::{
            state::LeadStep,
            values::{search_text, with_company},
        },
    },
    kernel::{
        change, check,
        error::{Error, Result},
        events::FieldChange,
        state,
        tx::Tx,
    },
};
use chrono::{DateTime, Utc};
use entity::{
    company,
    ids::{LeadId, TypedId},
    lead::{Column, Entity, LeadStatus, Model, Qualification},
};

/// What a step of the status sets.
const FOLLOWS: [&str; 6] = [
    "status",
    "qualification",
    "qualificationReason",
    "qualificationDecidedAt",
    "lastContactedAt",
    "lastRepliedAt",
];

/// An open change. The row is locked, so that two changes of one lead follow each other.
pub struct Edit {
    was: Model,
    /// What the table holds by now: a step is written at once.
    stored: Model,
    why: Why,
    pub row: Model,
}

/// A change that was written.
pub struct Saved {
    pub was: Model,
    pub row: Model,
    /// Empty: nothing changed, nothing was written.
    pub changes: Vec<FieldChange>,
}

impl Edit {
    /// Opens a live lead; a deleted one does not exist here.
    pub async fn open(tx: &Tx, id: LeadId) -> Result<Self> {
        let row = tx.hold::<Entity>(id).await?;
        refuse_merged(&row)?;
        if row.deleted_at.is_some() { Err(Error::NotFound("lead")) } else { Ok(Self::of(row)) }
    }

    /// Opens a row that was read and locked in this transaction.
    pub fn of(row: Model) -> Self {
        Self { was: row.clone(), stored: row.clone(), why: Why::Happened, row }
    }

    /// Nothing happens to the lead: rows are put in order.
    #[must_use]
    pub fn in_order(self) -> Self {
        Self { why: Why::Ordered, ..self }
    }

    /// Refuses when the caller read another version than there is now.
    pub fn expect(&self, version: Option<i32>) -> Result<()> {
        check::version("lead", version, self.was.version)
    }

    /// Takes a step of the status, with what follows from it.
    pub async fn step(&mut self, tx: &Tx, step: LeadStep, reason: Option<String>) -> Result<()> {
        let to =
            state::step::<Entity, LeadStatus>(tx, self.row.id, Column::Status, self.row.status, step).await?;
        (self.row.status, self.stored.status) = (to, to);
        let decision = match step {
            LeadStep::Qualify => Some(Qualification::Qualified),
            LeadStep::Disqualify => Some(Qualification::Disqualified),
            LeadStep::Reopen => Some(Qualification::Pending),
            _ => None,
        };
        if let Some(decision) = decision {
            self.row.qualification = decision;
            self.row.qualification_decided_at = (decision != Qualification::Pending).then(|| tx.now());
            self.row.qualification_reason = reason;
        }
        match step {
            LeadStep::Contact => self.row.last_contacted_at = self.row.last_contacted_at.max(Some(tx.now())),
            LeadStep::Reply => self.row.last_replied_at = self.row.last_replied_at.max(Some(tx.now())),
            _ => {}
        }
        Ok(())
    }

    /// Works for this company from now on.
    pub fn employ(&mut self, company: Option<&company::Model>) {
        self.row.company_id = company.map(|company| company.id);
        self.row.search_text = search_text(&self.row, company.map(|company| company.name.as_str()));
    }

    /// When somebody wrote last, before this change.
    #[must_use]
    pub fn last_contact(&self) -> Option<DateTime<Utc>> {
        self.was.last_contacted_at
    }

    /// One of the keys that tell people apart is another than before.
    #[must_use]
    pub fn has_new_key(&self) -> bool {
        let keys = |row: &Model| [row.email_key.clone(), row.linkedin_key.clone(), row.phone_key.clone()];
        keys(&self.was) != keys(&self.row)
    }

    /// Writes what differs, and raises the version. The words searched in follow, and the numbers of its campaigns.
    pub async fn save(mut self, tx: &mut Tx) -> Result<Saved> {
        let company = self.row.search_text.lines().nth(1).map(str::to_owned);
        let own = search_text(&self.row, None);
        self.row.search_text = with_company(&own, company.as_deref());
        let changes = told::changes(&self.was, &self.row);
        if !changes.is_empty() {
            self.row.version = self.was.version + 1;
            self.row.updated_at = tx.now();
            self.row.last_activity_at = Some(tx.now());
            change::write::<Entity>(tx, &self.stored, &self.row).await?;
            counts::lead_moved(tx, &self.was, &self.row, self.why).await?;
        }
        Ok(Saved { was: self.was, row: self.row, changes })
    }
}

/// Refuses what became part of another lead, naming it.
pub fn refuse_merged(row: &Model) -> Result<()> {
    let Some(into) = row.merged_into else { return Ok(()) };
    Err(Error::conflict_with_hint(
        "This lead became part of another.",
        format!("That is {}; `leadMergeUndo` would make two of them again.", into.shown()),
    ))
}

impl Saved {
    #[must_use]
    pub fn lead(&self) -> LeadRef {
        LeadRef::from(&self.row)
    }

    /// The values of those of these changes that are only named: personal ones, for the audit log.
    pub fn personal(&self, changes: &[FieldChange]) -> Result<Vec<FieldChange>> {
        if changes.iter().all(|change| change.from.is_some() || change.to.is_some()) {
            return Ok(vec![]);
        }
        let all = told::personal(&self.was, &self.row)?.into_iter();
        Ok(all.filter(|value| changes.iter().any(|change| change.field == value.field)).collect())
    }

    /// The changes of the status and what follows from it, of who looks after the lead, and the rest.
    #[must_use]
    pub fn by_kind(&self) -> [Vec<FieldChange>; 3] {
        let mut kinds = [vec![], vec![], vec![]];
        let has_stepped = self.was.status != self.row.status;
        for change in &self.changes {
            let at = match change.field.as_str() {
                // Told by a fact of their own.
                "tags" => continue,
                "assignedTo" => 1,
                field if has_stepped && FOLLOWS.contains(&field) => 0,
                _ => 2,
            };
            kinds[at].push(change.clone());
        }
        kinds
    }
}

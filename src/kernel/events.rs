//! Facts: what a domain states when something happened. The ordered log of them is written by `Tx`, read by `live`.

pub use super::field_change::FieldChange;

use super::{error::Result, tally::Tally};
use chrono::{DateTime, Utc};
use entity::{
    actor::ActorType,
    event,
    event_kind::{EventKind, SubjectKind},
    ids::{ActorId, AgencyId, CampaignId, WorkspaceId},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use uuid::Uuid;

/// What an event is about: a noun and its id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Subject {
    pub kind: SubjectKind,
    pub id: Uuid,
}

impl Subject {
    pub fn new(kind: SubjectKind, id: impl Into<Uuid>) -> Self {
        Self { kind, id: id.into() }
    }
}

/// Where the event belongs, for filters and for what a CLIENT may see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    pub workspace: Option<WorkspaceId>,
    pub campaign: Option<CampaignId>,
    /// Further nouns it touches (a card's pipeline and lead, a prospect's request).
    pub also: Vec<Subject>,
}

impl About {
    #[must_use]
    pub fn workspace(workspace: WorkspaceId) -> Self {
        Self { workspace: Some(workspace), ..Self::default() }
    }

    #[must_use]
    pub fn and(mut self, kind: SubjectKind, id: impl Into<Uuid>) -> Self {
        self.also.push(Subject::new(kind, id));
        self
    }

    #[must_use]
    pub fn and_maybe(self, kind: SubjectKind, id: Option<impl Into<Uuid>>) -> Self {
        match id {
            Some(id) => self.and(kind, id),
            None => self,
        }
    }
}

/// A fact a domain states: a struct in the domain's `events.rs`, past tense, without personal values.
pub trait Event: Serialize + DeserializeOwned + Send + Sync + 'static {
    const KIND: EventKind;

    /// Whether the audit log keeps it, whoever did it. Kept in any case: what somebody asks for (see [`Event::is_deed`]),
    /// and what an operator does in an agency.
    const IS_AUDITED: bool = false;

    fn subject(&self) -> Subject;

    fn about(&self) -> About {
        About::default()
    }

    fn changes(&self) -> Vec<FieldChange> {
        Vec::new()
    }

    /// The same as [`Event::IS_AUDITED`], where it depends.
    fn is_audited(&self) -> bool {
        Self::IS_AUDITED
    }

    /// Whether somebody decides this, so that the audit log keeps it when it happens in a request; or whether it only
    /// follows from something else that is told and kept.
    fn is_deed(&self) -> bool {
        true
    }

    /// What the audit log keeps of it, where that is other than its changes.
    fn record(&self) -> Vec<FieldChange> {
        self.changes()
    }

    /// The personal values among the changes: for the audit log alone, which seals them. Never part of the event.
    fn personal(&self) -> Vec<FieldChange> {
        Vec::new()
    }

    /// Whom these are about: the subject, unless that is no person. Of several, each can have them forgotten; of none, they are
    /// not kept.
    fn people(&self) -> Vec<Uuid> {
        vec![self.subject().id]
    }
}

/// [`Event`] for facts one of whose fields says what they are about (by `subject()` and `about()`), and whose kind has their
/// name: `fact!(lead: LeadTagged => |fact| changes)`. `fact!(audited lead: LeadDeleted)`: the audit log keeps it, whoever did it;
/// `fact!(follows of: ImportProgressed)`: it is nobody's decision. `, kept |fact| …`: what the audit log keeps of it;
/// `, sealed |fact| …`: the personal values that it seals, `, of |fact| …`: whom these are about.
macro_rules! fact {
    (audited $about:ident: $name:ident $(=> |$fact:pat_param| $changes:expr)? $(, kept |$kept:pat_param| $record:expr)? $(, sealed |$sealed:pat_param| $personal:expr)? $(, of |$of:pat_param| $people:expr)?) => {
        fact!(@ true, true, $about: $name $(=> |$fact| $changes)? $(, kept |$kept| $record)? $(, sealed |$sealed| $personal)? $(, of |$of| $people)?);
    };
    (follows $about:ident: $name:ident $(=> |$fact:pat_param| $changes:expr)? $(, kept |$kept:pat_param| $record:expr)? $(, sealed |$sealed:pat_param| $personal:expr)? $(, of |$of:pat_param| $people:expr)?) => {
        fact!(@ false, false, $about: $name $(=> |$fact| $changes)? $(, kept |$kept| $record)? $(, sealed |$sealed| $personal)? $(, of |$of| $people)?);
    };
    ($about:ident: $name:ident $(=> |$fact:pat_param| $changes:expr)? $(, kept |$kept:pat_param| $record:expr)? $(, sealed |$sealed:pat_param| $personal:expr)? $(, of |$of:pat_param| $people:expr)?) => {
        fact!(@ false, true, $about: $name $(=> |$fact| $changes)? $(, kept |$kept| $record)? $(, sealed |$sealed| $personal)? $(, of |$of| $people)?);
    };
    (@ $is_audited:literal, $is_deed:literal, $about:ident: $name:ident $(=> |$fact:pat_param| $changes:expr)? $(, kept |$kept:pat_param| $record:expr)? $(, sealed |$sealed:pat_param| $personal:expr)? $(, of |$of:pat_param| $people:expr)?) => {
        impl $crate::kernel::events::Event for $name {
            const KIND: entity::event_kind::EventKind = entity::event_kind::EventKind::$name;
            const IS_AUDITED: bool = $is_audited;

            fn subject(&self) -> $crate::kernel::events::Subject {
                self.$about.subject()
            }

            fn about(&self) -> $crate::kernel::events::About {
                self.$about.about()
            }

            fn is_deed(&self) -> bool {
                $is_deed
            }

            $(fn changes(&self) -> Vec<$crate::kernel::events::FieldChange> {
                let $fact = self;
                $changes
            })?

            $(fn record(&self) -> Vec<$crate::kernel::events::FieldChange> {
                let $kept = self;
                $record
            })?

            $(fn personal(&self) -> Vec<$crate::kernel::events::FieldChange> {
                let $sealed = self;
                $personal
            })?

            $(fn people(&self) -> Vec<uuid::Uuid> {
                let $of = self;
                $people
            })?
        }
    };
}

pub(crate) use fact;

/// Most bytes of one fact: every reader of the log, every socket and every webhook carries it.
const FACT_BYTES: usize = 1024 * 1024;

/// Counts what is written, and refuses what is too much.
struct Room(usize);

impl std::io::Write for Room {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 = self.0.checked_sub(bytes.len()).ok_or(std::io::ErrorKind::FileTooLarge)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A fact as it is written to the log. One that is far too large is a bug, and refused before it is copied.
pub(in crate::kernel) fn written<E: Event>(fact: &E) -> Result<Value> {
    serde_json::to_writer(Room(FACT_BYTES), fact)?;
    Ok(serde_json::to_value(fact)?)
}

/// What the `data` column holds.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::kernel) struct Data {
    pub fact: Value,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<FieldChange>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Subject>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tallies: Vec<Tally>,
}

impl Data {
    pub fn of(fact: Value, changes: Vec<FieldChange>, also: Vec<Subject>) -> Self {
        Self { fact, changes, also, tallies: vec![] }
    }
}

/// An event as the log holds it, decoded once and shared by every reader.
#[derive(Clone, Debug, PartialEq)]
pub struct LoggedEvent {
    pub agency: AgencyId,
    pub seq: i64,
    pub kind: EventKind,
    pub subject: Subject,
    pub actor: (ActorType, Option<ActorId>),
    pub request_id: Option<String>,
    pub at: DateTime<Utc>,
    pub about: About,
    /// What else the lead is in that it is about.
    pub others: Vec<CampaignId>,
    pub changes: Vec<FieldChange>,
    pub fact: Value,
    /// The numbers that moved with it, and with what else was stated in its transaction.
    pub tallies: Vec<Tally>,
}

impl LoggedEvent {
    /// Is it about this noun, as its subject or beside it?
    #[must_use]
    pub fn touches(&self, kind: SubjectKind, id: Uuid) -> bool {
        let is = |s: &Subject| s.kind == kind && s.id == id;
        is(&self.subject) || self.about.also.iter().any(is)
    }

    /// The campaigns it belongs to: what happens to a lead or its card, to all that the lead was in.
    pub fn campaigns(&self) -> impl Iterator<Item = CampaignId> {
        self.about.campaign.into_iter().chain(self.others.iter().copied())
    }

    /// The first noun of this kind it touches.
    #[must_use]
    pub fn id_of(&self, kind: SubjectKind) -> Option<Uuid> {
        std::iter::once(&self.subject).chain(&self.about.also).find(|s| s.kind == kind).map(|s| s.id)
    }

    /// The fact itself, when it is of this kind.
    #[must_use]
    pub fn fact<E: Event>(&self) -> Option<E> {
        (self.kind == E::KIND).then(|| E::deserialize(&self.fact).ok()).flatten()
    }

    pub(in crate::kernel) fn decode(row: event::Model) -> Self {
        let data =
            Data::deserialize(&row.data).unwrap_or_else(|_| Data::of(row.data.clone(), vec![], vec![]));
        let others = row.other_campaigns.iter().flat_map(|ids| ids.split(','));
        Self {
            others: others.filter_map(|id| id.parse().ok()).collect(),
            agency: row.agency_id,
            seq: row.seq,
            kind: row.kind,
            subject: Subject::new(row.subject_type, row.subject_id),
            actor: (row.actor_type, row.actor_id),
            request_id: row.request_id,
            at: row.at,
            about: About { workspace: row.workspace_id, campaign: row.campaign_id, also: data.also },
            changes: data.changes,
            fact: data.fact,
            tallies: data.tallies,
        }
    }
}

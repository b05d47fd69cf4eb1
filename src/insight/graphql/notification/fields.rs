//! The type. Not a `Node`: it is its reader's alone, and has no root of its own.

use crate::{
    graphql::{Id, scalars::Cursor, subject::subject_id},
    kernel::{events::Subject, live::cursor},
};
use async_graphql::{ID, Object};
use chrono::{DateTime, Utc};
use entity::{
    event_kind::SubjectKind,
    ids::NotificationId,
    notification::{Model, NotificationKind, NotificationLevel},
};

/// Something that you should know.
pub struct Notification(pub Model);

impl From<Model> for Notification {
    fn from(row: Model) -> Self {
        Self(row)
    }
}

/// Something that you should know.
#[Object]
impl Notification {
    /// Its id.
    fn id(&self) -> Id<NotificationId> {
        self.0.id.into()
    }

    /// What it is about.
    fn kind(&self) -> NotificationKind {
        self.0.kind
    }

    /// How bad it is.
    fn level(&self) -> NotificationLevel {
        self.0.level
    }

    /// One line for people.
    fn title(&self) -> &str {
        &self.0.title
    }

    /// More words for people.
    fn message(&self) -> &str {
        &self.0.message
    }

    /// The kind of thing it is about.
    fn subject_type(&self) -> SubjectKind {
        self.0.subject_type
    }

    /// The thing it is about.
    fn subject_id(&self) -> ID {
        subject_id(Subject::new(self.0.subject_type, self.0.subject_id))
    }

    /// Where a user interface may go from here: a path that ends in the id of the thing.
    fn action_path(&self) -> &str {
        &self.0.action_path
    }

    /// What to call that.
    fn action_label(&self) -> &str {
        &self.0.action_label
    }

    /// The place of the event it is made of in the agency's log; give it as `after` to follow on from here.
    fn cursor(&self) -> Cursor {
        Cursor(cursor::encode(self.0.agency_id, self.0.seq))
    }

    /// Read since then; null: not yet.
    fn read_at(&self) -> Option<DateTime<Utc>> {
        self.0.read_at
    }

    /// When it was made.
    fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }
}

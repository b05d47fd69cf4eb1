//! What is stated about data sources. Settings and credentials never appear, only that they changed.

use crate::kernel::events::{Event, FieldChange, Subject};
use entity::{
    data_source::{self, DataSourceKind, DataSourceStatus, TestStatus},
    event_kind::{EventKind, SubjectKind},
    ids::DataSourceId,
};
use serde::{Deserialize, Serialize};

/// A data source was made.
#[derive(Debug, Serialize, Deserialize)]
pub struct DataSourceCreated {
    pub data_source: DataSourceId,
    pub kind: DataSourceKind,
}

/// A data source changed: its settings, or its status.
#[derive(Debug, Serialize, Deserialize)]
pub struct DataSourceUpdated {
    pub data_source: DataSourceId,
    pub kind: DataSourceKind,
    pub status: DataSourceStatus,
    pub changes: Vec<FieldChange>,
}

/// A data source was removed.
#[derive(Debug, Serialize, Deserialize)]
pub struct DataSourceDeleted {
    pub data_source: DataSourceId,
    pub kind: DataSourceKind,
}

/// A test of a data source came to its end.
#[derive(Debug, Serialize, Deserialize)]
pub struct DataSourceTested {
    pub data_source: DataSourceId,
    pub kind: DataSourceKind,
    pub status: DataSourceStatus,
    pub outcome: TestStatus,
    /// What it was before it was tested; facts of earlier versions do not say.
    #[serde(default)]
    pub was: Option<DataSourceStatus>,
}

fn subject(id: DataSourceId) -> Subject {
    Subject::new(SubjectKind::DataSource, id)
}

impl Event for DataSourceCreated {
    const KIND: EventKind = EventKind::DataSourceCreated;
    const IS_AUDITED: bool = true;

    fn subject(&self) -> Subject {
        subject(self.data_source)
    }
}

impl Event for DataSourceUpdated {
    const KIND: EventKind = EventKind::DataSourceUpdated;
    const IS_AUDITED: bool = true;

    fn subject(&self) -> Subject {
        subject(self.data_source)
    }

    fn changes(&self) -> Vec<FieldChange> {
        self.changes.clone()
    }
}

impl Event for DataSourceDeleted {
    const KIND: EventKind = EventKind::DataSourceDeleted;
    const IS_AUDITED: bool = true;

    fn subject(&self) -> Subject {
        subject(self.data_source)
    }
}

impl Event for DataSourceTested {
    const KIND: EventKind = EventKind::DataSourceTested;

    fn subject(&self) -> Subject {
        subject(self.data_source)
    }

    fn changes(&self) -> Vec<FieldChange> {
        vec![
            FieldChange::shown("status", DataSourceStatus::Testing, self.status),
            FieldChange::shown("lastTestStatus", (), self.outcome),
        ]
    }
}

impl DataSourceUpdated {
    pub(super) fn of(row: &data_source::Model, changes: Vec<FieldChange>) -> Self {
        Self { data_source: row.id, kind: row.kind, status: row.status, changes }
    }
}

//! One field that changed: what everybody hears of it who hears of the event, and what only the audit log keeps.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One field that changed. Never a personal value: ids, field names, enum values and numbers only; else both are absent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldChange {
    pub field: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Value>,
    /// What the audit log keeps instead. Written nowhere else: what is told is read from what was written.
    #[serde(skip)]
    kept: Option<Box<(Option<Value>, Option<Value>)>>,
}

impl FieldChange {
    /// A change whose values may be seen by everybody who sees the subject.
    pub fn shown(field: &str, from: impl Serialize, to: impl Serialize) -> Self {
        Self { from: value(from), to: value(to), ..Self::hidden(field) }
    }

    /// A change of a personal or secret value: only that it changed.
    pub fn hidden(field: &str) -> Self {
        Self { field: field.into(), from: None, to: None, kept: None }
    }

    /// A change of what people write about things, such as a name: told as if it were [`FieldChange::hidden`], and kept with
    /// its values by the audit log, which forgets nothing. So never of a person's, and never a secret.
    pub fn kept(field: &str, from: impl Serialize, to: impl Serialize) -> Self {
        Self { kept: Some(Box::new((value(from), value(to)))), ..Self::hidden(field) }
    }

    /// The fields' names.
    #[must_use]
    pub fn names(changes: &[Self]) -> Vec<String> {
        changes.iter().map(|change| change.field.clone()).collect()
    }

    /// The value before, for the audit log.
    pub(in crate::kernel) fn before(&self) -> Option<&Value> {
        self.kept.as_ref().map_or(self.from.as_ref(), |kept| kept.0.as_ref())
    }

    /// The value after, for the audit log.
    pub(in crate::kernel) fn after(&self) -> Option<&Value> {
        self.kept.as_ref().map_or(self.to.as_ref(), |kept| kept.1.as_ref())
    }
}

fn value(of: impl Serialize) -> Option<Value> {
    serde_json::to_value(of).ok().filter(|value| !value.is_null())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_kept_is_for_the_audit_log_and_is_lost_where_it_is_written() {
        let change = FieldChange::kept("name", "Spring", None::<&str>);
        assert_eq!((change.before(), change.after()), (Some(&json!("Spring")), None));
        assert_eq!((&change.from, &change.to), (&None, &None));
        let written = serde_json::to_value(&change).unwrap();
        assert_eq!(written, json!({ "field": "name" }));
        let read: FieldChange = serde_json::from_value(written).unwrap();
        assert_eq!(read, FieldChange::hidden("name"));
        assert_eq!((read.before(), read.after()), (None, None));
    }

    #[test]
    fn what_is_shown_is_kept_as_it_is() {
        let change = FieldChange::shown("score", 1, ());
        assert_eq!((change.before(), change.after()), (Some(&json!(1)), None));
        assert_eq!((change.from, change.to), (Some(json!(1)), None));
    }
}

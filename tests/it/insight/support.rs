//! What people see of what they are told.

use crate::support::actor::Actor;
use serde_json::{Value, json};

pub const NOTIFICATION: &str =
    "id kind level title message subjectType subjectId actionPath actionLabel cursor readAt createdAt";

impl Actor {
    /// One's own notifications, newest first.
    pub async fn notifications(&self) -> Vec<Value> {
        let query = format!("{{ notifications(first: 100) {{ nodes {{ {NOTIFICATION} }} }} }}");
        let mut all = self.ask(&query, Value::Null).await["notifications"]["nodes"].clone();
        std::mem::take(all.as_array_mut().expect("a list"))
    }

    pub async fn unread(&self) -> i64 {
        let query = "{ notifications(unreadOnly: true) { totalCount } }";
        self.ask(query, Value::Null).await["notifications"]["totalCount"].as_i64().expect("a number")
    }

    pub async fn mark(&self, id: &Value, is_read: bool) -> Value {
        let query =
            "mutation($i: NotificationMarkReadInput!) { notificationMarkRead(input: $i) { id readAt } }";
        self.gql(query, json!({ "i": { "id": id, "isRead": is_read } })).await
    }

    pub async fn prefer(&self, kind: &str, is_enabled: bool) -> Value {
        let query = "mutation($i: NotificationPreferencesUpdateInput!) {
            notificationPreferencesUpdate(input: $i) { kind isEnabled } }";
        self.gql(query, json!({ "i": { "preferences": [{ "kind": kind, "isEnabled": is_enabled }] } })).await
    }

    /// The audit log as this filter finds it, newest first.
    pub async fn audit(&self, filter: Value) -> Vec<Value> {
        let query = "query($f: AuditFilter) { auditLog(first: 100, filter: $f) { nodes {
            id at action actorType actorId subjectType subjectId before after ip reason requestId
            member { id } apiKey { id } } } }";
        let mut all = self.ask(query, json!({ "f": filter })).await["auditLog"]["nodes"].clone();
        std::mem::take(all.as_array_mut().expect("a list"))
    }
}

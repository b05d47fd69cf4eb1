//! The groups of this process. A group lives as long as somebody is in it.

use super::{
    execute::Execution,
    group::Group,
    key::{Key, wherever_it_begins},
};
use crate::{
    graphql::live::Plan,
    http::{doors::Doors, run::Admitted},
    kernel::{error::Result, live, scope::Scope},
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};

/// A newcomer this far behind takes the group along: after a restart everybody comes back with nearly the same cursor.
const BEHIND: i64 = 100;

/// By what is asked.
#[derive(Default)]
pub struct Groups(Mutex<HashMap<Key, Weak<Group>>>);

impl Groups {
    /// The group of this operation, started when nobody is in it yet.
    pub async fn join(
        &self,
        doors: &Doors,
        asked: Admitted,
        scope: &Scope,
        plan: &Plan,
    ) -> Result<Arc<Group>> {
        let (asked, scope) = (wherever_it_begins(asked), scope.anybodys());
        let key = Key::of(&asked, &scope);
        if let Some(group) = self.find(&key) {
            return Ok(group);
        }
        let last = live::bounds_for(doors.app(), &scope).await?.last;
        let from = if last - plan.start <= BEHIND { plan.start } else { last };
        let execution = Execution { asked: Arc::new(asked), scope };
        let mut groups = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Somebody may have come first while we asked the database.
        if let Some(group) = groups.get(&key).and_then(well) {
            return Ok(group);
        }
        let group = Group::start(doors, execution, plan, from);
        if groups.len() == groups.capacity() {
            groups.retain(|_, group| group.strong_count() > 0);
        }
        groups.insert(key, Arc::downgrade(&group));
        Ok(group)
    }

    fn find(&self, key: &Key) -> Option<Arc<Group>> {
        let groups = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        groups.get(key).and_then(well)
    }
}

/// One that is still at work.
fn well(group: &Weak<Group>) -> Option<Arc<Group>> {
    group.upgrade().filter(|group| !group.has_failed())
}

//! Lets tasks in right after the commit that booked them, where the booking itself could not lock the lane. A lane that was asked
//! for and not looked at yet is not asked for twice; what gets lost is let in by the next sweep, within a second.

use super::admit;
use crate::kernel::app::App;
use entity::ids::AgencyId;
use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

/// Lanes in which a transaction booked something.
#[derive(Default)]
pub struct Prompts(Mutex<BTreeSet<&'static str>>);

impl Prompts {
    pub fn add(&self, lane: &'static str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(lane);
    }

    /// It is committed.
    pub fn prompt(self, app: &App, agency: AgencyId) {
        for lane in self.0.into_inner().unwrap_or_else(PoisonError::into_inner) {
            prompt(app, agency, lane);
        }
    }
}

fn prompt(app: &App, agency: AgencyId, lane: &'static str) {
    if app.driver().river().is_none() || !app.hints().lane_has_work(agency, lane) {
        return;
    }
    let app = app.clone();
    tokio::spawn(async move {
        // From here on it may be asked for again: what is committed later may not be seen below.
        app.hints().lane_is_looked_at(agency, lane);
        if let Err(error) = admit::alone(&app, agency, lane, app.now()).await {
            tracing::debug!(%error, lane, "tasks wait for the next sweep");
        }
    });
}

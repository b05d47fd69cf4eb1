//! Lines of the logs of all jobs on a level, read together.

use crate::{
    graphql::batch::Batch,
    jobs,
    kernel::{app::App, error, scope::Scope},
};
use entity::{
    ids::JobId,
    job_log::{LogLevel, Model},
};
use std::collections::HashMap;

/// Which lines of whose log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LinesOf {
    pub job: JobId,
    /// Those after this number, so many, at least this loud.
    pub which: (i64, u64, Option<LogLevel>),
}

/// The lines, and whether there are more.
pub struct Lines;

impl Batch for Lines {
    type Key = LinesOf;
    type Value = (Vec<Model>, bool);

    async fn load(
        app: &App,
        scope: &Scope,
        keys: &[LinesOf],
    ) -> error::Result<HashMap<LinesOf, (Vec<Model>, bool)>> {
        let mut groups: HashMap<_, Vec<JobId>> = HashMap::new();
        for key in keys {
            groups.entry(key.which).or_default().push(key.job);
        }
        let mut found = HashMap::new();
        for (which, ids) in groups {
            let (after, first, level) = which;
            let lines = jobs::logs_of(app, scope, &ids, (after, first), level).await?;
            found.extend(lines.into_iter().map(|(job, lines)| (LinesOf { job, which }, lines)));
        }
        Ok(found)
    }
}

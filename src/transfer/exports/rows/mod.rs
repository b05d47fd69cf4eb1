//! Reading what is exported, a page at a time, with all that its columns need.

mod cards;
mod companies;
mod people;
mod prospects;
mod suppressed;

use super::spec::Rows;
use crate::kernel::{
    app::App,
    error::Result,
    page::{MAX, Page, PageArgs},
    scope::Scope,
};
use serde_json::Value;

/// A page of lines, and where the next one begins.
pub(super) struct Lines {
    pub lines: Vec<Vec<Value>>,
    /// After the last of them; `None` where there are none.
    pub last: Option<String>,
    pub has_more: bool,
}

/// Whose rows, which of their columns, and after what.
pub(super) struct Asked<'a> {
    pub app: &'a App,
    pub scope: &'a Scope,
    pub columns: &'a [String],
    pub after: Option<String>,
}

impl Asked<'_> {
    fn args(&self) -> PageArgs {
        let first = i32::try_from(MAX).ok();
        PageArgs { first, after: self.after.clone(), ..PageArgs::default() }
    }
}

/// The rows of a page, and what the next page needs.
fn unpaged<M>(page: Page<M>) -> (Vec<M>, Option<String>, bool) {
    let last = page.items.last().map(|(cursor, _)| cursor.text());
    (page.items.into_iter().map(|(_, row)| row).collect(), last, page.has_next)
}

/// Every column there is.
pub(super) fn columns_of(rows: &Rows) -> Vec<&'static str> {
    match rows {
        Rows::Leads { .. } | Rows::CampaignLeads { .. } => people::columns(),
        Rows::PipelineCards { .. } => cards::columns(),
        Rows::Companies { .. } => companies::columns(),
        Rows::Prospects { .. } => prospects::columns(),
    }
}

/// One page.
pub(super) async fn read(rows: &Rows, asked: &Asked<'_>) -> Result<Lines> {
    match rows {
        Rows::Leads { order, .. } => people::read(asked, &rows.people(), order, None).await,
        Rows::CampaignLeads { campaign, order, .. } => {
            people::read(asked, &rows.people(), order, Some(*campaign)).await
        }
        Rows::PipelineCards { pipeline } => cards::read(asked, *pipeline).await,
        Rows::Companies { filter, search, order } => {
            companies::read(asked, (filter, search.as_deref()), order).await
        }
        Rows::Prospects { filter } => prospects::read(asked, filter).await,
    }
}

/// How many there are.
pub(super) async fn count(rows: &Rows, app: &App, scope: &Scope) -> Result<u64> {
    match rows {
        Rows::Leads { .. } | Rows::CampaignLeads { .. } => people::count(app, scope, &rows.people()).await,
        Rows::PipelineCards { pipeline } => cards::count(app, scope, *pipeline).await,
        Rows::Companies { filter, search, .. } => {
            companies::count(app, scope, (filter, search.as_deref())).await
        }
        Rows::Prospects { filter } => prospects::count(app, scope, filter).await,
    }
}

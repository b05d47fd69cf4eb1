//! What members look after and get done.

use crate::{identity::graphql::Member, insight::analytics::MemberNumbers};
use async_graphql::Object;

/// One member's numbers. A CLIENT sees none.
pub struct MemberAnalytics(pub MemberNumbers);

/// One member's numbers. A CLIENT sees none.
#[Object]
impl MemberAnalytics {
    /// The member.
    async fn member(&self) -> Member {
        self.0.member.clone().into()
    }

    /// Leads they look after now.
    async fn leads(&self) -> i64 {
        self.0.leads
    }

    /// How often they were given a lead in the range.
    async fn leads_assigned(&self) -> i64 {
        self.0.leads_assigned
    }

    /// Tasks of theirs that were done in the range.
    async fn tasks(&self) -> i64 {
        self.0.tasks_done
    }

    /// Tasks of theirs that wait to be done.
    async fn open_tasks(&self) -> i64 {
        self.0.tasks_open
    }

    /// Replies they wrote in the range; null: not counted yet, because nothing is written here so far.
    async fn replies(&self) -> Option<i64> {
        None
    }
}

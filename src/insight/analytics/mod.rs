//! What the agency's numbers say, over a range of time. Definitions: docs/analytics.md.

mod answers;
mod follow;
mod range;
pub mod rollup;
mod sums;
mod timeline;

pub use answers::{
    CampaignNumbers, GroupBy, JobNumbers, LeadGroup, LeadNumbers, LeadsAnswer, LeadsAsk, LeadsHappened,
    MemberNumbers, Overview, PipelineNumbers, Share, StageNumbers, Timeline, TopBy, Trend, Won, Working,
    campaign, leads, overview, pipeline, providers, rate, team, top,
};
pub use follow::{Told, follow};
pub use range::{Ask, Last, Range};
pub use timeline::{Every, Point};

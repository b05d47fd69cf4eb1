//! The answers: one question, one file. Each begins with the permission and with the ids it was given.

mod campaign;
mod leads;
mod numbers;
mod overview;
mod pipeline;
mod providers;
mod team;
mod top;

pub use campaign::{CampaignNumbers, Timeline, campaign};
pub use leads::{GroupBy, LeadGroup, LeadsAnswer, LeadsAsk, leads};
pub use numbers::{LeadNumbers, LeadsHappened, Share, rate};
pub use overview::{JobNumbers, Overview, Trend, Working, overview};
pub use pipeline::{PipelineNumbers, StageNumbers, Won, pipeline};
pub use providers::providers;
pub use team::{MemberNumbers, team};
pub use top::{TopBy, top};

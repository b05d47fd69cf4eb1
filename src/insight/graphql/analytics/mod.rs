//! The agency's numbers: the answers, and where they are asked for.

mod campaign;
mod leads;
mod live;
mod overview;
mod pipeline;
mod range;
mod roots;
mod team;

pub use live::AnalyticsSubscription;
pub use roots::AnalyticsQuery;

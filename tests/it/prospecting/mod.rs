//! Lead requests against the sandbox, by the program's own connectors over real HTTP.

mod budgets;
mod control;
mod crash;
mod degraded;
mod forbidden;
mod merge;
mod model;
mod orders;
mod ranking;
mod refusals;
mod request;
mod river;
mod save;
mod scrape;
mod scrape_troubles;
mod support;

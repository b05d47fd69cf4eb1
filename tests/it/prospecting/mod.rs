//! Lead requests against the sandbox, by the program's own connectors over real HTTP.

mod books;
mod budgets;
mod control;
mod crash;
mod degraded;
mod estimates;
mod forbidden;
mod listed;
mod merge;
mod model;
mod order_fields;
mod orders;
mod orders_suppressed;
mod ranking;
mod refusals;
mod request;
mod request_told;
mod river;
mod save;
mod save_list;
mod save_refused;
mod scrape;
mod scrape_limits;
mod scrape_raw;
mod scrape_troubles;
mod support;

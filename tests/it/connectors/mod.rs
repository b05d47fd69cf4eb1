//! Every provider on the wire, against a scripted local server, with its quirks.

mod apollo;
mod clearbit;
mod crunchbase;
mod hard_times;
mod http;
mod http_api;
mod hunter;
mod hunter_search;
mod linkedin;
mod model;
mod registry;
mod support;
mod zoominfo;

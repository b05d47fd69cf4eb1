//! Every provider on the wire, against a scripted local server, with its quirks.

mod http;
mod support;

//! Lead requests against the sandbox, by the program's own connectors over real HTTP.

mod ranking;
mod request;
mod support;

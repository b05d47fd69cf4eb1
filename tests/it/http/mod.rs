//! What the doors promise on the wire.

mod attacks;
mod classes;
mod clients;
mod errors;
mod events;
mod fuzz;
mod idempotency;
mod limits;
mod operators;
mod playground;
mod protocol;
mod reset_page;
mod revoked;
mod rights;
mod setup;
mod socket_codes;
mod socket_live;
mod socket_operations;
mod stopping;
mod two_servers;

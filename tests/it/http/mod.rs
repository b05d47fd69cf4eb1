//! What the doors promise on the wire.

mod attacks;
mod classes;
mod clients;
mod errors;
mod events;
mod fuzz;
mod idempotency;
mod idempotency_of_people;
mod idempotency_of_people_crash;
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

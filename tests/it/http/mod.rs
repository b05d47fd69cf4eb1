//! What the doors promise on the wire.

mod attacks;
mod clients;
mod errors;
mod limits;
mod operators;
mod playground;
mod protocol;

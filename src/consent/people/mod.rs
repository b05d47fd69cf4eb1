//! Opt-outs follow people: when two leads are one, when somebody is forgotten, when a lead is noted as unsubscribed.

mod carry;
mod erased;
mod noted;

pub(super) use carry::wire;

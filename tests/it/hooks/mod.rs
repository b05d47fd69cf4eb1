//! Webhooks, against receivers that really listen: some well, some badly.

mod deliveries;
mod delivery_list;
mod endpoints;
mod gaps;
mod handshake;
mod moved;
mod receivers;
mod river;
mod rotation;
pub mod support;
mod times;
mod under_load;

//! Where the program meets the world: receivers that misbehave, clients that repeat themselves, deploys, full disks.

mod proxy;
mod receiver;
pub mod t13;
pub mod t14;
pub mod t15;
pub mod t16;

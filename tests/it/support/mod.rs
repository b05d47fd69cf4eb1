//! What tests stand on: a database of their own, and what it says about itself.

pub mod actor;
pub mod app;
pub mod clients;
pub mod colleagues;
pub mod database;
pub mod dump;
pub mod enums;
pub mod golden;
pub mod made;
pub mod make;
pub mod messy;
pub mod patience;
pub mod postgres;
pub mod rows;
pub mod scripted;
pub mod server;
pub mod socket;
pub mod stream;
pub mod tables;
pub mod walk;
pub mod world;

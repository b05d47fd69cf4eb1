//! The facts this domain states, past tense, without personal values.

pub mod boards;
pub mod campaigns;
pub mod cards;
pub mod people;
pub mod tasks;

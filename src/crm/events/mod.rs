//! The facts this domain states, past tense, without personal values.

pub mod people;

//! Documents made from the schema itself, by the thousand, with values that fit, nearly fit and do not fit at all: whatever
//! is asked, the answer is well-formed and never a fault of ours.
//!
//! Same seed, same documents; `FUZZ_SEED=<number>` tries others.

mod dice;
mod document;
mod judge;
mod people;
mod scalars;
mod schema;
mod stories;
mod values;

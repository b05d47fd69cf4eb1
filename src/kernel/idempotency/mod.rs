//! Same key, same request, same answer: a request that is repeated is carried out once.
//!
//! The key is claimed in its own transaction. Every commit made under the claim marks it in the same transaction, so that
//! after a crash it is known whether there was an effect: without one the next request takes the claim over, with one nobody
//! repeats it. Answers may hold secrets and personal values, so they are sealed, and given up when somebody is forgotten.
//!
//! What is done in an agency stands in the agency's book. What a person does in none, or changes their agencies by, stands in
//! their own: they repeat it from another agency than the first time, or from none.

mod answer;
mod book;
mod dead;
mod items;
mod keyed;
mod lost;
mod request;

pub use book::Book;
pub use dead::bury_the_dead;
pub use items::{ItemClaim, claim_items, keep_items};
pub use keyed::Items;
pub use lost::lose_answers;
pub use request::{Claim, Held, LONGEST, claim, is_key};

pub(in crate::kernel) use request::mark;

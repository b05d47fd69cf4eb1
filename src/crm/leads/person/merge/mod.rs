//! Two leads that are one person become one (rule 17): the winner keeps its id, the loser's leads to it; every relation moves.
//! Within its time that can be undone. What other domains keep of a lead they move themselves, and note it in the same book.

mod book;
mod cards;
mod fields;
mod rows;
mod undo;
mod unite;

pub use book::{moved, moved_too, of_winners};
pub use rows::{hand_back, hand_over};
pub use undo::undo;
pub use unite::{Merged, Merging, merge};

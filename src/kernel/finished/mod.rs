//! Rows read straight into finished JSON: a list whose fields are columns, of its rows or of rows they name, needs no values
//! in between. Not for what has to be computed: whoever asks here has looked that there is nothing of the kind.

mod compile;
mod object;
mod read;
mod statement;
mod write;

pub use object::{As, Field, Object, One, column};
pub use read::{Draft, Finished, children, page};

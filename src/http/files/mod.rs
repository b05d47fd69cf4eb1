//! Files over HTTP: in as a plain body or inside a mutation, out as they are. Bytes go straight to and from the disk.

mod disposition;
mod download;
mod incoming;
mod late;
mod multipart;
mod operation;
mod pace;
mod upload;

pub use download::download;
pub use operation::{is_multipart, post};
pub use upload::upload;

//! Whole stories, told by the real program over real sockets.

mod crash;
mod follow;
mod once;
mod program;
mod rotation;

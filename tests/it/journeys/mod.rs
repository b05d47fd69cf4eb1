//! Whole stories, told by the real program over real sockets.

mod crash;
mod follow;
mod import;
mod once;
mod program;
mod rotation;
mod scrape;
